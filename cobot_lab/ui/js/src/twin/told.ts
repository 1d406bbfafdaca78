/** The text trace: what the film shows, step by step, in sentences. */

import { button, make } from "./dom";
import type { FindingMark, Lang, StepMark } from "./types";
import { number, pair, say, told } from "./words";

export class Told {
  readonly root: HTMLDetailsElement;
  private readonly title: HTMLElement;
  private readonly list: HTMLOListElement;
  private rows: { mark: StepMark; item: HTMLLIElement }[] = [];

  constructor(
    private lang: Lang,
    private readonly go: (mark: StepMark) => void,
    private readonly hover: (mark: StepMark | null) => void,
  ) {
    this.root = make("details", "ct-told");
    this.title = make("summary", "", this.root);
    this.list = make("ol", "", this.root);
    this.root.open = true;
    this.speak(lang);
  }

  speak(lang: Lang): void {
    this.lang = lang;
    this.title.textContent = say(lang, "trace");
  }

  set(steps: readonly StepMark[], findings: readonly FindingMark[]): void {
    this.rows = steps.map((mark) => ({ mark, item: this.row(mark, findings) }));
    this.list.replaceChildren(...this.rows.map(({ item }) => item));
  }

  now(current: StepMark | null): void {
    for (const { mark, item } of this.rows) {
      const on = mark === current;
      if (on === (item.getAttribute("aria-current") === "step")) continue;
      if (on) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
      if (on && this.root.open) this.follow(item);
    }
  }

  /** Scroll the list, never the page. */
  private follow(item: HTMLElement): void {
    const top = item.offsetTop - this.list.offsetTop;
    if (top < this.list.scrollTop) this.list.scrollTop = top;
    const under = top + item.offsetHeight - this.list.clientHeight;
    if (under > this.list.scrollTop) this.list.scrollTop = under;
  }

  private row(mark: StepMark, findings: readonly FindingMark[]): HTMLLIElement {
    const item = make("li");
    const act = button(item, "ct-row", () => this.go(mark));
    const trace = told(this.lang, mark.trace);
    const head = make("span", "ct-row-head", act);
    make("b", "", head).textContent = `${say(this.lang, "step")} ${mark.number}`;
    make("span", "ct-row-time", head).textContent = `${number(this.lang, mark.t1, 1)}\u00a0s`;
    make("span", "ct-row-says", act).textContent = told(this.lang, mark.says);
    make("span", "ct-row-trace", act).textContent = `${trace.charAt(0).toUpperCase()}${trace.slice(1)}.`;
    for (const finding of findings.filter(({ step, t }) => step === mark.step && within(t, mark))) {
      const word = say(this.lang, finding.severity === "refusal" ? "problem" : "advice");
      make("span", "ct-row-problem", act).textContent = pair(this.lang, word, told(this.lang, finding.says));
    }
    for (const [event, shown] of [["pointerenter", mark], ["focus", mark], ["pointerleave", null], ["blur", null]] as const) {
      act.addEventListener(event, () => this.hover(shown));
    }
    return item;
  }
}

function within(t: number | null, mark: StepMark): boolean {
  return t === null || (t >= mark.t0 - 1e-3 && t <= mark.t1 + 1e-3);
}
