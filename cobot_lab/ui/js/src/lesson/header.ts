import { element } from "../shared/dom";
import { Button, sign } from "./parts";
import type { Goal, Lang, LessonWords, ProgramState } from "./types";
import { words } from "./words";

export interface HeaderCalls {
  language(lang: Lang): void;
  sentences(on: boolean): void;
  size(step: number): void;
  easy(on: boolean): void;
  full(): void;
  back(): void;
}

const GOAL_ICONS = { true: "passed", false: "missed", null: "open" } as const;

/** What is to be done, how far it is, and how the screen is to look. */
export class Header {
  readonly root = element("header", { class: "cl-head" });
  private readonly title = element("h2", { class: "cl-title" });
  private readonly assignment = element("p", { class: "cl-assignment" });
  private readonly goals = element("ul", { class: "cl-goals" });
  private readonly tries = element("span", { class: "cl-tries" });
  private readonly sentences: Button;
  private readonly back: Button;
  private readonly language: Button;
  private readonly full: Button;
  private readonly display = element("details", { class: "cl-display" });
  private readonly displayName = element("summary", { class: "cl-button" });
  private readonly size = element("select", {});
  private readonly sizeName = element("span", {});
  private readonly easy = element("input", { type: "checkbox" });
  private readonly easyName = element("span", {});
  private lang: Lang = "fr";
  private shown: ProgramState | null = null;

  constructor(calls: HeaderCalls) {
    this.sentences = new Button("tool", () => {
      const on = this.sentences.root.getAttribute("aria-pressed") !== "true";
      this.sentences.pressed = on;
      calls.sentences(on);
    });
    this.sentences.pressed = false;
    this.back = new Button("tool", () => calls.back());
    this.language = new Button("tool", () => calls.language(this.lang === "fr" ? "en" : "fr"));
    this.full = new Button("tool cl-bare", () => calls.full());
    this.size.addEventListener("change", () => calls.size(Number(this.size.value)));
    this.easy.addEventListener("change", () => calls.easy(this.easy.checked));
    this.display.append(
      this.displayName,
      element("div", { class: "cl-menu" }, element("label", {}, this.sizeName, this.size), element("label", {}, this.easy, this.easyName)),
    );
    this.display.addEventListener("focusout", (event) => {
      if (!this.display.contains(event.relatedTarget as Node | null)) this.display.open = false;
    });
    this.display.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.display.open) return;
      this.display.open = false;
      this.displayName.focus();
    });
    const tools = element("div", { class: "cl-tools" }, this.tries, this.sentences.root, this.back.root, this.display, this.language.root, this.full.root);
    const line = element("div", { class: "cl-line" }, this.title, tools);
    this.root.append(line, this.assignment, this.goals);
  }

  /** Marks what the page keeps of how somebody wants it to look. */
  set(size: number, easy: boolean): void {
    this.size.value = String(size);
    this.easy.checked = easy;
  }

  speak(number: string, { lang, title, assignment }: LessonWords): void {
    this.lang = lang;
    const said = words(lang);
    this.title.textContent = `${said.lesson} ${number}${lang === "fr" ? "\u00a0" : ""}: ${title}`;
    this.assignment.textContent = assignment;
    this.goals.setAttribute("aria-label", said.goals);
    this.sentences.say("sentences", said.sentences, said.sentencesHelp);
    this.back.say("back", said.back);
    this.language.say("lang", said.other);
    this.language.root.lang = said.otherLang;
    this.fullScreen(document.fullscreenElement !== null);
    const size = this.size.value;
    this.displayName.replaceChildren(sign("letters", "letters"), said.display);
    this.sizeName.textContent = said.size;
    this.size.replaceChildren(...said.sizes.map((name, step) => element("option", { value: String(step) }, name)));
    this.size.value = size || "0";
    this.easyName.textContent = said.easy;
    if (this.shown) this.show(this.shown);
  }

  fullScreen(on: boolean): void {
    const said = words(this.lang);
    this.full.say("full", "", on ? said.leaveFull : said.full);
    this.full.root.setAttribute("aria-label", on ? said.leaveFull : said.full);
  }

  show(program: ProgramState): void {
    this.shown = program;
    const said = words(this.lang);
    const { tries, passed } = program.attempts;
    this.tries.textContent = said.tries(tries);
    this.tries.classList.toggle("cl-done", passed);
    if (passed) this.tries.prepend(sign("passed", "passed"), `${said.done} · `);
    this.goals.replaceChildren(...program.goals.map((goal) => this.goal(goal)));
  }

  private goal({ says, reached }: Goal): HTMLElement {
    const said = words(this.lang);
    const state = reached === null ? said.unknown : reached ? said.reached : said.missed;
    const key = String(reached) as keyof typeof GOAL_ICONS;
    return element(
      "li",
      { class: `cl-goal cl-goal-${key}` },
      sign(GOAL_ICONS[key], key),
      element("span", {}, says),
      element("span", { class: "cl-goal-state" }, state),
    );
  }
}
