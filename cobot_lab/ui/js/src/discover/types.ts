/** What the page of a lesson to discover a cell is told; see `notebook/discovery.py`. */

import type { Lang, Scene } from "../twin/types";

export interface MarkState {
  name: string;
  label: string;
  at: string;
  colour: readonly [number, number, number];
  reached: boolean;
}

export interface QuestionState {
  name: string;
  asks: string;
  choices: readonly string[];
  chosen: number | null;
  right: boolean | null;
  because: string;
}

export interface State {
  language: Lang;
  title: string;
  assignment: string;
  tolerance: string;
  marks: readonly MarkState[];
  questions: readonly QuestionState[];
  progress: string;
  whole: boolean;
  says?: string;
  mark?: string;
}

/** What the kernel says. */
export type Message =
  | { do: "start"; scene: Scene; state: State }
  | { do: "state"; about: "marks" | "questions"; state: State };

/** What the page says. */
export type Saying =
  | { do: "start" }
  | { do: "taught"; point: unknown }
  | { do: "answer"; question: string; choice: number };
