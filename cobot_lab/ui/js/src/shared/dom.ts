type Child = Node | string;
type Attributes = Record<string, string | boolean | ((event: Event) => void)>;

/** Makes an element; a function under `on…` becomes a listener, `true` a bare attribute, `false` none. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

let count = 0;

/** An id that no other element of the page has. */
export function freshId(name: string): string {
  count += 1;
  return `cobot-${name}-${count}-${Math.random().toString(36).slice(2, 8)}`;
}

/** Keeps keys inside an element: a notebook around it takes single letters for commands, `x` for “delete the cell”. */
export function keepKeys(root: HTMLElement): void {
  root.dataset.lmSuppressShortcuts = "true";
  // Notebook 7 hears a key before anything here does, and asks what has the focus before what is around it.
  root.addEventListener("focusin", ({ target }) => {
    if ((target instanceof HTMLElement && !target.isContentEditable) || target instanceof SVGElement) target.dataset.lmSuppressShortcuts = "true";
  });
  for (const name of ["keydown", "keypress", "keyup"]) root.addEventListener(name, (event) => event.stopPropagation());
}

/**
 * Keeps single keys also where the pointer was pressed inside last: a notebook that was pressed takes the focus for itself now
 * and then, and would obey the next letter. Gives what ends that.
 */
export function keepKeysOfPointer(root: HTMLElement, back: () => void): () => void {
  let inside = false;
  const pointed = (event: Event): void => {
    inside = root.contains(event.target as Node);
  };
  const focused = (event: Event): void => {
    const at = event.target;
    if (at instanceof Node && !root.contains(at) && !at.contains(root)) inside = false;
  };
  const pressed = (event: KeyboardEvent): void => {
    const at = event.target as Node;
    if (!inside || root.contains(at) || !at.contains(root)) return;
    if (event.key.length > 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    back();
  };
  // On the window: a notebook listens on the document already.
  window.addEventListener("pointerdown", pointed, true);
  window.addEventListener("focusin", focused, true);
  window.addEventListener("keydown", pressed, true);
  return () => {
    window.removeEventListener("pointerdown", pointed, true);
    window.removeEventListener("focusin", focused, true);
    window.removeEventListener("keydown", pressed, true);
  };
}
