/** The lesson as a whole: what is asked, the twin driven by hand, the marks and the questions. */

import { arrive } from "../shared/arrival";
import { element, keepKeys } from "../shared/dom";
import { knowFonts } from "../shared/fonts";
import { style } from "../shared/style";
import { keepTaste, taste } from "../shared/taste";
import { createTwin, type Twin } from "../twin";
import css from "./discover.css";
import { Marks } from "./marks";
import { Questions } from "./questions";
import type { Message, Saying } from "./types";
import { say } from "./words";

export interface Discover {
  hear(message: Message): void;
  dispose(): void;
}

export function createDiscover(holder: HTMLElement, tell: (saying: Saying) => void): Discover {
  style("discover", css);
  knowFonts();
  const root = element("section", { class: "cd" });
  keepKeys(root);
  const asked = element("p", { class: "cd-asked" });
  const progress = element("p", { class: "cd-progress", role: "status" });
  const easy = element("input", { type: "checkbox" });
  const easyName = element("span");
  const look = (on: boolean): void => {
    easy.checked = on;
    root.classList.toggle("cd-easy", on);
  };
  look(taste().easy);
  easy.addEventListener("change", () => {
    look(easy.checked);
    keepTaste({ easy: easy.checked });
  });
  const view = element("div", { class: "cd-view" });
  const marks = new Marks();
  const questions = new Questions((question, choice) => tell({ do: "answer", question, choice }));
  root.append(element("header", {}, asked, progress, element("label", { class: "cd-easily" }, easy, easyName)), view, marks.said, element("div", { class: "cd-columns" }, marks.root, questions.root));
  holder.append(root);
  const twin: Twin = createTwin(view, { lang: "fr" }, { onTeach: (point) => tell({ do: "taught", point }) });
  const hear = (message: Message): void => {
    const { state } = message;
    if (message.do === "start") {
      root.lang = state.language;
      easyName.textContent = say(state.language, "easy");
      root.setAttribute("aria-label", state.title);
      twin.setLang(state.language);
      twin.setScene(message.scene);
      // Driving by hand is what this lesson is about: its panel is open from the start.
      view.querySelector<HTMLDetailsElement>(".ct-jog")!.open = true;
      arrive(root);
    }
    asked.textContent = state.assignment;
    progress.textContent = state.whole ? `✓ ${state.progress}` : state.progress;
    progress.classList.toggle("cd-whole", state.whole);
    marks.show(state);
    if (message.do === "start" || message.about === "marks") marks.say(state);
    questions.show(state);
  };
  return {
    hear,
    dispose: () => {
      twin.dispose();
      root.remove();
    },
  };
}
