import { element } from "../shared/dom";
import type { Lang, Sentence } from "./types";
import { words } from "./words";

/** The program as numbered sentences, for whoever reads rather than sees. */
export class Sentences {
  readonly root = element("ol", { class: "cl-sentences" });

  constructor(private readonly hover: (step: number | null) => void) {
    this.root.hidden = true;
    this.root.tabIndex = 0; // a list that scrolls has to be reached by the keyboard
  }

  set shown(on: boolean) {
    this.root.hidden = !on;
  }

  show(steps: Sentence[], lang: Lang): void {
    this.root.setAttribute("aria-label", words(lang).sentences);
    const none = element("li", { class: "cl-none" }, words(lang).noSentences);
    this.root.replaceChildren(...(steps.length ? steps.map((step) => this.sentence(step)) : [none]));
  }

  private sentence({ number, says, depth, step }: Sentence): HTMLElement {
    const row = element(
      "li",
      { onpointerenter: () => this.hover(step || null), onpointerleave: () => this.hover(null) },
      element("b", {}, number),
      " ",
      element("span", {}, says),
    );
    row.style.setProperty("--depth", String(depth));
    return row;
  }
}
