/** Small makers of elements. */

import { icon, type Icon } from "./icons";

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
  into?: HTMLElement,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  into?.append(element);
  return element;
}

/** A button with an icon, words, or both; without visible words its name is for the ear and the tooltip. */
export function button(into: HTMLElement, className: string, click: () => void): HTMLButtonElement {
  const made = make("button", `ct-button ${className}`, into);
  made.type = "button";
  made.addEventListener("click", click);
  return made;
}

export function face(of: HTMLButtonElement, name: string, drawn?: Icon, visible = false): void {
  of.innerHTML = drawn ? icon(drawn) : "";
  if (visible) of.append(make("span", "", undefined), name);
  of.setAttribute("aria-label", name);
  of.title = name;
}

/** A button that is on or off. */
export function toggle(into: HTMLElement, className: string, on: boolean, change: (on: boolean) => void): HTMLButtonElement {
  const made = button(into, `ct-toggle ${className}`, () => {
    const now = made.getAttribute("aria-pressed") !== "true";
    made.setAttribute("aria-pressed", String(now));
    change(now);
  });
  made.setAttribute("aria-pressed", String(on));
  return made;
}

let numbered = 0;

/** An identifier that no other element of the page has. */
export function unique(prefix: string): string {
  numbered += 1;
  return `${prefix}-${numbered}`;
}
