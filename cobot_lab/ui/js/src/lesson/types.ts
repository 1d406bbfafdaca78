/** What a lesson's page and its kernel tell each other; see `widgets/lesson.py`. */

import type { Face, Json, Lang, Step, Toolbox, Vocabulary } from "../editor";
import type { FilmMeta, Outcome, Scene } from "../twin";

export type { Face, Lang };

export interface Goal {
  kind: string;
  says: string;
  /** Nothing before it was checked. */
  reached: boolean | null;
}

export interface Remark {
  id: string;
  code: string;
  severity: "refusal" | "advice";
  step: number | null;
  says: string;
  help: string;
  /** Where and when it is, as it is said of the blocks and of the text. */
  where: Record<Face, string>;
  block: string | null;
  text: { line: number; column: number; end_line: number; end_column: number } | null;
  t: number | null;
  /** What the sensors say when it happens; empty when nothing can be watched. */
  outcome: string;
}

export interface Version {
  number: number;
  /** Seconds since 1970. */
  kept_at: number;
  says: string;
}

export interface Judged {
  verdict: "PASSED" | "FAILED" | "NOT_VERIFIED";
  passed: boolean;
  says: string;
}

/** One sentence of the program; « sinon » is no step of its own: 0. */
export interface Sentence {
  number: string;
  says: string;
  depth: number;
  step: number;
}

export interface ProgramState {
  blocks: string | null;
  text: string | null;
  face: Face;
  /** The face that cannot follow the other for now. */
  waits: Face | null;
  findings: Remark[];
  /** The program as sentences. */
  steps: Sentence[];
  stands: Step[];
  goals: Goal[];
  attempts: { tries: number; passed: boolean; goals_best: number };
  judged: Judged | null;
  saved: boolean;
  says: string;
  versions: Version[];
}

export interface LessonWords {
  lang: Lang;
  title: string;
  assignment: string;
}

export interface Start extends LessonWords {
  lesson: string;
  vocabulary: Vocabulary;
  toolbox: Toolbox;
  scene: Scene;
  program: ProgramState;
}

export interface Row {
  kind: "same" | "out" | "in" | "gap";
  number: string;
  says: string;
}

/** From the kernel. */
export type Message =
  | ({ do: "start" } & Start)
  | ({ do: "spoken"; program: ProgramState } & LessonWords)
  | { do: "program"; seq: number | null; program: ProgramState }
  | { do: "found"; findings: Remark[] }
  | { do: "stage"; says: string; fraction: number }
  | { do: "verdict"; program: ProgramState }
  | { do: "overtaken" }
  | { do: "trouble"; says: string }
  | { do: "film"; meta: FilmMeta | null }
  | { do: "outcomes"; outcomes: Outcome[] }
  | { do: "unwatched"; outcome: string; says: string }
  | { do: "hint"; index: number; grade: number; says: string; about: Json | null }
  | { do: "fix"; says: string; rows: Row[] }
  | { do: "handed"; handed_in: boolean; says: string }
  | { do: "pong"; working: boolean };

/** To the kernel. */
export type Request =
  | { do: "start" | "check" | "seek" | "stop" | "accept" | "hand_in" | "ping" }
  | { do: "edit"; seq: number; face: Face; content: string; lang: Lang }
  | { do: "open"; seq: number; block: string; content: string }
  | { do: "language"; lang: Lang }
  | { do: "hint"; grade: number; index: number; face: Face }
  | { do: "restore"; number: number | null }
  | { do: "outcome"; id: string };

export type State = "empty" | "editing" | "verifying" | "failed" | "passed" | "unsure" | "trouble";
