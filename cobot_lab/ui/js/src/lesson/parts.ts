import { element } from "../shared/dom";
import { ICONS, type IconName } from "./icons";

/** A button with an icon and words, both changed together. */
export class Button {
  readonly root: HTMLButtonElement;
  private readonly picture = element("span", { class: "cl-icon" });
  private readonly name = element("span", { class: "cl-name" });

  constructor(kind: string, act: () => void) {
    this.root = element("button", { type: "button", class: `cl-button cl-${kind}`, onclick: () => this.enabled && act() }, this.picture, this.name);
  }

  say(icon: IconName, text: string, title = ""): void {
    this.picture.innerHTML = ICONS[icon];
    this.name.textContent = text;
    this.root.title = title;
  }

  get enabled(): boolean {
    return this.root.ariaDisabled !== "true";
  }

  /** A button that does nothing for now keeps the focus: `disabled` would take it from whoever works with keys. */
  set enabled(on: boolean) {
    this.root.ariaDisabled = String(!on);
  }

  set pressed(on: boolean) {
    this.root.setAttribute("aria-pressed", String(on));
  }
}

/** An icon with words that only the ear gets. */
export function sign(icon: IconName, kind: string): HTMLElement {
  const made = element("span", { class: `cl-sign cl-sign-${kind}` });
  made.innerHTML = ICONS[icon];
  return made;
}
