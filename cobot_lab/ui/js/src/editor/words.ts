import type { Lang } from "./types";

/** What the editor itself says. */
const WORDS = {
  fr: {
    faces: "Façons d'écrire le programme",
    blocks: "Blocs",
    python: "Python",
    undo: "Annuler",
    redo: "Refaire",
    smaller: "Réduire les blocs",
    larger: "Agrandir les blocs",
    fit: "Voir tout le programme",
    open: "Ouvrir le bloc",
    openHelp: "Remplace le bloc choisi par les étapes qu'il contient",
    other: "English",
    otherLang: "en",
    pythonLabel: "Programme en Python. Échap puis Tab pour en sortir.",
    blocksWait: "Les blocs suivront dès que le robot pourra lire le texte.",
    textWait: "Le texte suivra dès que les blocs seront complets.",
    addParameter: "Ajouter une entrée",
    removeParameter: "Retirer la dernière entrée",
    parameterName: "Nom de l'entrée :",
    with: "avec",
    refusal: "À corriger",
    advice: "Conseil",
    running: "Étape en cours",
    none: "Rien à signaler.",
    one: "1 remarque sur le programme.",
    many: (count: number) => `${count} remarques sur le programme.`,
  },
  en: {
    faces: "Ways to write the program",
    blocks: "Blocks",
    python: "Python",
    undo: "Undo",
    redo: "Redo",
    smaller: "Make the blocks smaller",
    larger: "Make the blocks larger",
    fit: "See the whole program",
    open: "Open the block",
    openHelp: "Replaces the chosen block by the steps inside it",
    other: "Français",
    otherLang: "fr",
    pythonLabel: "Program in Python. Escape, then Tab, to leave it.",
    blocksWait: "The blocks will follow as soon as the robot can read the text.",
    textWait: "The text will follow as soon as the blocks are complete.",
    addParameter: "Add an input",
    removeParameter: "Remove the last input",
    parameterName: "Name of the input:",
    with: "with",
    refusal: "To be mended",
    advice: "Advice",
    running: "Running step",
    none: "Nothing to report.",
    one: "1 remark on the program.",
    many: (count: number) => `${count} remarks on the program.`,
  },
} as const;

export type Words = (typeof WORDS)[Lang];

export function words(lang: Lang): Words {
  return WORDS[lang];
}
