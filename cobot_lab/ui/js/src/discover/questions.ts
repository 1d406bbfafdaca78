/** The questions, one at a time; each answer is told why at once, and may be changed. */

import { element, freshId } from "../shared/dom";
import type { QuestionState, State } from "./types";
import { say } from "./words";

export class Questions {
  readonly root = element("section", { class: "cd-card cd-questions" });
  private readonly title = element("h3");
  private readonly steps = element("div", { class: "cd-steps", role: "group" });
  private readonly form = element("form");
  private readonly said = element("p", { class: "cd-said", role: "status" });
  private readonly next = element("button", { type: "button", class: "cd-button" });
  private readonly group = freshId("choice");
  private state: State | null = null;
  private at = -1;

  constructor(private readonly answer: (question: string, choice: number) => void) {
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.next.addEventListener("click", () => this.go(this.at + 1));
    this.root.append(this.title, this.steps, this.form, this.said, this.next);
  }

  show(state: State): void {
    this.state = state;
    this.title.textContent = say(state.language, "questions");
    this.steps.setAttribute("aria-label", this.title.textContent);
    this.next.textContent = say(state.language, "next");
    if (this.at < 0) this.at = Math.max(0, state.questions.findIndex((question) => !question.right));
    this.build();
  }

  private get question(): QuestionState {
    return this.state!.questions[this.at]!;
  }

  private go(at: number): void {
    this.at = Math.min(at, this.state!.questions.length - 1);
    this.build();
    this.form.querySelector<HTMLElement>("input:checked, input")?.focus();
  }

  private build(): void {
    const { language, questions } = this.state!;
    this.steps.replaceChildren(
      ...questions.map((question, index) => {
        const known = say(language, question.right ? "answered" : question.right === null ? "open" : "retry");
        const sign = question.right ? " ✓" : question.right === null ? "" : " ↺";
        const label = `${say(language, "question")} ${index + 1}`;
        return element(
          "button",
          {
            type: "button",
            class: question.right ? "cd-step cd-done" : "cd-step",
            "aria-label": `${label}, ${known}`,
            "aria-current": index === this.at ? "step" : "false",
            onclick: () => this.go(index),
          },
          `${index + 1}${sign}`,
        );
      }),
    );
    this.form.replaceChildren(
      element("fieldset", {}, element("legend", {}, this.question.asks), ...this.question.choices.map((text, index) => this.choice(text, index))),
      element("button", { type: "submit", class: "cd-button cd-primary" }, say(language, "answer")),
    );
    this.tell(this.question.right === null ? "" : say(language, this.question.right ? "right" : "wrong"));
    this.next.hidden = !this.question.right || this.at === questions.length - 1;
  }

  private choice(text: string, index: number): HTMLElement {
    const input = element("input", { type: "radio", name: this.group, value: String(index), checked: index === this.question.chosen });
    return element("label", { class: "cd-choice" }, input, element("span", {}, text));
  }

  private tell(verdict: string): void {
    this.said.textContent = verdict ? `${verdict} ${this.question.because}` : "";
    this.said.classList.toggle("cd-good", this.question.right === true);
  }

  private submit(event: Event): void {
    event.preventDefault();
    const chosen = this.form.querySelector<HTMLInputElement>("input:checked");
    if (!chosen) {
      this.said.textContent = say(this.state!.language, "choose");
      return;
    }
    this.answer(this.question.name, Number(chosen.value));
  }
}
