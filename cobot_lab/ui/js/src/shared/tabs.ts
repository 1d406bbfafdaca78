import { element, freshId } from "./dom";

export interface Tab<Key extends string> {
  key: Key;
  panel: HTMLElement;
}

/** Tabs as WAI-ARIA's pattern has them: arrows, Home and End move and choose; one tab stop for all. */
export class Tabs<Key extends string> {
  readonly list = element("div", { role: "tablist", class: "cobot-tabs" });
  private readonly buttons = new Map<Key, HTMLButtonElement>();
  private chosenKey: Key;

  constructor(
    private readonly tabs: Tab<Key>[],
    chosen: Key,
    private readonly onChoose: (key: Key) => void,
  ) {
    this.chosenKey = chosen;
    for (const { key, panel } of tabs) {
      panel.id ||= freshId("panel");
      const button = element("button", {
        type: "button",
        role: "tab",
        id: freshId("tab"),
        "aria-controls": panel.id,
        "data-tab": key,
        onclick: () => this.choose(key),
        onkeydown: (event) => this.key(event as KeyboardEvent),
      });
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", button.id);
      this.buttons.set(key, button);
      this.list.append(button);
    }
    this.show();
  }

  get chosen(): Key {
    return this.chosenKey;
  }

  label(name: string, labels: Record<Key, string>): void {
    this.list.setAttribute("aria-label", name);
    for (const [key, button] of this.buttons) button.textContent = labels[key];
  }

  choose(key: Key): void {
    if (key === this.chosenKey) return;
    this.chosenKey = key;
    this.show();
    this.onChoose(key);
  }

  private show(): void {
    for (const { key, panel } of this.tabs) {
      const chosen = key === this.chosenKey;
      const button = this.buttons.get(key)!;
      button.setAttribute("aria-selected", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
      // Not `display: none`: what is drawn in a hidden panel has to be measured.
      panel.classList.toggle("cobot-hidden", !chosen);
      panel.inert = !chosen;
    }
  }

  private key(event: KeyboardEvent): void {
    const keys = this.tabs.map((tab) => tab.key);
    const at = keys.indexOf(this.chosenKey);
    const goals: Record<string, number> = {
      ArrowRight: (at + 1) % keys.length,
      ArrowLeft: (at + keys.length - 1) % keys.length,
      Home: 0,
      End: keys.length - 1,
    };
    const goal = goals[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    this.choose(keys[goal]!);
    this.buttons.get(keys[goal]!)!.focus();
  }
}
