import { element } from "../shared/dom";
import { sign } from "./parts";
import type { Lang, State } from "./types";
import { words } from "./words";

/** What is done sooner needs no progress [ms]. */
const PATIENCE = 300;

/** How the program stands, in one sentence: said aloud when it changes, with its progress when it takes time. */
export class Verdict {
  readonly root = element("div", { class: "cl-verdict" });
  private readonly said = element("p", { class: "cl-said", role: "status", "aria-live": "polite" });
  private readonly stage = element("span", { class: "cl-stage" });
  private readonly bar = element("progress", { class: "cl-bar", max: "1" });
  private readonly progress = element("div", { class: "cl-progress" }, this.stage, this.bar);
  private timer = 0;
  private last = "";

  constructor() {
    this.root.append(this.said, this.progress);
    this.progress.hidden = true;
  }

  show(state: State, says: string, lang: Lang): void {
    const now = `${lang} ${state} ${says}`;
    if (now !== this.last) {
      const name = words(lang).states[state];
      this.said.replaceChildren(sign(state, state), element("strong", {}, name), element("span", { class: "cl-sentence" }, says));
    }
    this.last = now;
    this.root.dataset.state = state;
    if (state !== "verifying") this.end();
  }

  /** Begins to show progress, unless it ends at once. */
  begin(says: string, label: string): void {
    this.end();
    this.stage.textContent = says;
    this.bar.removeAttribute("value");
    this.bar.setAttribute("aria-label", label);
    this.timer = window.setTimeout(() => (this.progress.hidden = false), PATIENCE);
  }

  at(says: string, fraction: number): void {
    this.stage.textContent = `${says}…`;
    if (fraction > 0 && fraction < 1) this.bar.value = fraction;
    else this.bar.removeAttribute("value");
  }

  private end(): void {
    window.clearTimeout(this.timer);
    this.progress.hidden = true;
  }
}
