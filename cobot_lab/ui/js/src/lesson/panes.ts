import { element } from "../shared/dom";
import { Split } from "./split";
import type { Lang } from "./types";
import { words } from "./words";

/** The places of a lesson's screen, empty: the program on the left, the cell on the right, what is said below. */
export class Panes {
  readonly editor = element("div", { class: "cl-editor" });
  readonly twin = element("div", { class: "cl-twin" });
  readonly body: HTMLElement;
  private readonly left: HTMLElement;
  private readonly right: HTMLElement;
  private readonly split: Split;
  private readonly veil = element("div", { class: "cl-veil", role: "alert" });

  constructor(root: HTMLElement, head: HTMLElement, sentences: HTMLElement, dock: HTMLElement[], part: number, moved: (part: number) => void) {
    const main = element("div", { class: "cl-main" });
    this.left = element("section", { class: "cl-left" }, this.editor, sentences, element("div", { class: "cl-dock" }, ...dock));
    this.right = element("section", { class: "cl-right" }, this.twin);
    this.split = new Split(main, part, moved);
    main.append(this.left, this.split.root, this.right);
    this.body = element("div", { class: "cl-body" }, head, main);
    this.veil.hidden = true;
    root.append(this.body, this.veil);
  }

  speak(lang: Lang): void {
    const said = words(lang);
    this.left.setAttribute("aria-label", said.left);
    this.right.setAttribute("aria-label", said.right);
    this.split.label(said.split);
  }

  /** Covers everything: nothing may be written that nobody keeps. */
  cover(lang: Lang): void {
    const said = words(lang);
    this.body.inert = true;
    this.veil.replaceChildren(element("strong", {}, said.lostTitle), element("p", {}, said.lostSays));
    this.veil.hidden = false;
  }
}
