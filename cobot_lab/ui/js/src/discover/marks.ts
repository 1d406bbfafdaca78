/** The marks to reach: each with its colour, its letter, its place, and whether it was reached. */

import { element } from "../shared/dom";
import type { State } from "./types";
import { say } from "./words";

export class Marks {
  readonly root = element("section", { class: "cd-card cd-marks" });
  private readonly title = element("h3");
  private readonly list = element("ol");
  private readonly how = element("p", { class: "cd-how" });
  /** What became of the point taught last; it stands where the hand is, under the picture. */
  readonly said = element("p", { class: "cd-said", role: "status" });

  constructor() {
    this.root.append(this.title, this.list, this.how);
  }

  show(state: State): void {
    const { language } = state;
    this.title.textContent = say(language, "marks");
    this.how.textContent = `${say(language, "how")}${state.tolerance}.`;
    this.list.replaceChildren(
      ...state.marks.map((mark) => {
        const dot = element("span", { class: "cd-dot", "aria-hidden": "true" });
        dot.style.background = `rgb(${mark.colour.map((part) => Math.round(255 * part)).join(" ")})`;
        const done = say(language, mark.reached ? "reached" : "toReach");
        return element(
          "li",
          mark.reached ? { class: "cd-done" } : {},
          dot,
          element("b", {}, short(mark.label)),
          element("span", { class: "cd-at" }, mark.at),
          element("span", { class: "cd-state" }, mark.reached ? `✓ ${done}` : done),
        );
      }),
    );
  }

  say(state: State): void {
    this.said.textContent = state.says ?? "";
    this.said.classList.toggle("cd-good", Boolean(state.mark));
  }
}

function short(label: string): string {
  const bare = label.replace(/^(le |la |les |l['’]|the )/i, "");
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}
