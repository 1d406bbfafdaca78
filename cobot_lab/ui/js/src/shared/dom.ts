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
  for (const name of ["keydown", "keypress", "keyup"]) root.addEventListener(name, (event) => event.stopPropagation());
}
