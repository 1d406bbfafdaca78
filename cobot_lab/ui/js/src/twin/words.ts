/** What the twin says of itself. French first; the spaces before high signs are unbroken. */

import type { Lang, Words } from "./types";

const FR = {
  twin: "Jumeau de la cellule",
  view: "Vue de la cellule en trois dimensions. Flèches : tourner autour. Plus et moins : zoom. Majuscule et flèches : déplacer.",
  cameras: "Points de vue",
  overview: "Ensemble",
  front: "Face",
  top: "Dessus",
  side: "Côté",
  hand: "Pince",
  shows: "Afficher",
  names: "Noms",
  path: "Trajet",
  checked: "Formes vérifiées",
  checkedHint: "Montrer les formes simples que la vérification utilise",
  time: "Instant du film",
  play: "Lire",
  pause: "Pause",
  forward: "Étape suivante",
  back: "Étape précédente",
  start: "Revenir au début",
  speed: "Vitesse de lecture",
  loop: "En boucle",
  outcome: "Ce que voient les capteurs",
  step: "Étape",
  steps: "Étapes",
  none: "Rien à rejouer pour l’instant : vérifie ton programme.",
  physics: "Simulation physique",
  plan: "Mouvement prévu, sans physique",
  speedLegend: "Vitesse de l’outil (mm/s)",
  trace: "Déroulé en texte",
  jog: "Piloter le bras",
  joints: "Axes du bras",
  tool: "Déplacer l’outil",
  by: "Pas",
  turnTool: "tourner",
  rest: "Position de repos",
  limit: "L’outil ne peut pas aller plus loin par là.",
  at: "Outil",
  fromPoint: "Depuis le point",
  pointName: "Nom du point",
  teach: "Apprendre le point",
  taught: "Point appris : ",
  needsName: "Donne d’abord un nom au point.",
  badName: "Un nom de point : des lettres, des chiffres et _ seulement.",
  back2film: "Revenir au film",
  jogging: "Pilotage à la main",
  contact: "Contact",
  problem: "Problème",
  advice: "Conseil",
  lost: "L’affichage 3D s’est arrêté. Il revient dès que possible ; le déroulé en texte reste là.",
  noWebgl: "Ce navigateur ne peut pas afficher la 3D. Le déroulé en texte dit tout.",
  lookHere: "Aller à cet instant",
  zone: "Zone interdite",
};

const EN: typeof FR = {
  twin: "Twin of the cell",
  view: "View of the cell in three dimensions. Arrows: turn around. Plus and minus: zoom. Shift and arrows: move.",
  cameras: "Points of view",
  overview: "Overview",
  front: "Front",
  top: "Top",
  side: "Side",
  hand: "Gripper",
  shows: "Show",
  names: "Names",
  path: "Path",
  checked: "Checked shapes",
  checkedHint: "Show the simple shapes that the verification uses",
  time: "Instant of the film",
  play: "Play",
  pause: "Pause",
  forward: "Next step",
  back: "Previous step",
  start: "Back to the start",
  speed: "Playback speed",
  loop: "Loop",
  outcome: "What the sensors see",
  step: "Step",
  steps: "Steps",
  none: "Nothing to replay yet: check your program.",
  physics: "Physics simulation",
  plan: "Motion as planned, without physics",
  speedLegend: "Speed of the tool (mm/s)",
  trace: "Told as text",
  jog: "Drive the arm",
  joints: "Axes of the arm",
  tool: "Move the tool",
  by: "Step size",
  turnTool: "turn",
  rest: "Rest position",
  limit: "The tool cannot go further that way.",
  at: "Tool",
  fromPoint: "From the point",
  pointName: "Name of the point",
  teach: "Teach the point",
  taught: "Point taught: ",
  needsName: "Give the point a name first.",
  badName: "A point’s name: letters, digits and _ only.",
  back2film: "Back to the film",
  jogging: "Driven by hand",
  contact: "Contact",
  problem: "Problem",
  advice: "Advice",
  lost: "The 3D view has stopped. It comes back as soon as it can; the text stays here.",
  noWebgl: "This browser cannot show 3D. The text says it all.",
  lookHere: "Go to this instant",
  zone: "Forbidden zone",
};

export type Word = keyof typeof FR;

/** A phrase of the interface. */
export function say(lang: Lang, word: Word): string {
  const said = (lang === "fr" ? FR : EN)[word];
  return spaced(lang, said);
}

/** French with its spaces before high signs and inside quotes unbroken. */
export function spaced(lang: Lang, text: string): string {
  return lang === "fr" ? text.replace(/(?<=«) | (?=[:;!?»%])/g, "\u00a0") : text;
}

/** What stands before a colon and what follows it. */
export function pair(lang: Lang, before: string, after: string): string {
  return `${before}${lang === "fr" ? "\u00a0" : ""}: ${after}`;
}

/** The sentence of something that has one in each language. */
export function told(lang: Lang, words: Words): string {
  return spaced(lang, words[lang]);
}

/** A number as people of a language write it. */
export function number(lang: Lang, value: number, digits: number): string {
  const text = (Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value).toFixed(digits).replace("-", "\u2212");
  return lang === "fr" ? text.replace(".", ",") : text;
}

/** A label without its article, with a capital: for the picture. */
export function short(lang: Lang, label: string): string {
  const bare = lang === "fr" ? label.replace(/^(le |la |les |l['’])/i, "") : label.replace(/^the /i, "");
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}
