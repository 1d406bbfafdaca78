import { element } from "../shared/dom";
import type { Lang, ProgramState } from "./types";
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

  show(steps: ProgramState["steps"], lang: Lang): void {
    this.root.setAttribute("aria-label", words(lang).sentences);
    const none = element("li", { class: "cl-none" }, words(lang).noSentences);
    this.root.replaceChildren(...(steps.length ? steps.map((step) => this.sentence(step)) : [none]));
  }

  private sentence({ step, says }: ProgramState["steps"][number]): HTMLElement {
    return element(
      "li",
      { value: String(step), "data-step": String(step), onpointerenter: () => this.hover(step), onpointerleave: () => this.hover(null) },
      says,
    );
  }
}
