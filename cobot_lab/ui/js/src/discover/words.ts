/** What the page says of itself. */

import type { Lang } from "../twin/types";

const FR = {
  marks: "Les trois repères",
  how: "Déplace l’outil, donne un nom au point, puis « Apprendre le point ». Précision demandée\u00a0: ",
  reached: "atteint",
  toReach: "à atteindre",
  questions: "Les questions",
  question: "Question",
  answer: "Répondre",
  choose: "Choisis d’abord une réponse.",
  right: "Bonne réponse.",
  wrong: "Pas tout à fait.",
  answered: "bonne réponse",
  retry: "à revoir",
  open: "à faire",
  next: "Question suivante",
  easy: "Police pour lire plus facilement",
};

const EN: typeof FR = {
  marks: "The three marks",
  how: "Move the tool, give the point a name, then “Teach the point”. Precision wanted: ",
  reached: "reached",
  toReach: "to reach",
  questions: "The questions",
  question: "Question",
  answer: "Answer",
  choose: "Choose an answer first.",
  right: "Right.",
  wrong: "Not quite.",
  answered: "right",
  retry: "to try again",
  open: "to do",
  next: "Next question",
  easy: "Font that is easier to read",
};

export type Word = keyof typeof FR;

export function say(lang: Lang, word: Word): string {
  const said = (lang === "fr" ? FR : EN)[word];
  return lang === "fr" ? said.replace(/(?<=«) | (?=[:;!?»%])/g, "\u00a0") : said;
}
