/** What the twin is told: a scene, films of it, findings. Metres, radians, seconds; see `widgets/scene.py`. */

export type Lang = "fr" | "en";
export type Words = Readonly<Record<Lang, string>>;

/** `x, y, z` [m] and the unit quaternion `x, y, z, w`. */
export type PoseArray = readonly number[];
/** The sixteen numbers of a transform, row by row. */
export type Rows = readonly number[];

export interface Solid {
  kind: "box" | "cylinder";
  size?: readonly [number, number, number];
  radius?: number;
  height?: number;
  pose: PoseArray;
  role?: string;
}

export interface Body {
  name: string;
  kind: "link" | "table" | "fixture" | "part";
  label: Words;
  solids: readonly Solid[];
  checked: readonly Solid[];
  /** Links only: the joint it rides on, from 1; 0 for the base. */
  ride?: number;
  T_ride?: Rows;
  /** 1 or -1 for a finger, which slides along x by half the width. */
  side?: number;
  /** Things only. */
  colour?: readonly [number, number, number];
  pose?: PoseArray;
}

export interface ArmJoint {
  name: string;
  label: Words;
  T_origin: Rows;
  axis: readonly number[];
  q_min: number;
  q_max: number;
}

export interface Arm {
  title: string;
  joints: readonly ArmJoint[];
  T_WB: Rows;
  T_flange: Rows;
  T_FT: Rows;
  q_rest: readonly number[];
  width_min: number;
  width_max: number;
}

export interface Place {
  name: string;
  label: Words;
  pose: PoseArray;
}

export interface Zone {
  name: string;
  label: Words;
  solid: Solid;
}

export interface Scene {
  name: string;
  label: Words;
  arm: Arm;
  bodies: readonly Body[];
  places: readonly Place[];
  zones: readonly Zone[];
  signals: readonly { name: string; label: Words; kind: string; which: string }[];
  tool_speed: number;
}

export interface Span {
  line?: number;
  block?: string;
}

/** One passage of a step. */
export interface StepMark {
  step: number;
  number: string;
  t0: number;
  t1: number;
  span: Span | null;
  says: Words;
  trace: Words;
}

export interface FilmMeta {
  source: "physics" | "plan";
  rate: number;
  frames: number;
  names: readonly string[];
  signals: readonly string[];
  joints: number;
  duration: number;
  steps: readonly StepMark[];
  /** Which outcome of the sensors it shows; absent when there is only one. */
  outcome?: string;
  /** Where each finding shows in this film, in their order; nothing for one that it does not show. */
  marks?: readonly (Mark | null)[];
}

export interface Mark {
  t: number | null;
  point: readonly [number, number, number] | null;
}

export interface FindingMark {
  code: string;
  severity: "refusal" | "advice";
  step: number | null;
  span: Span | null;
  t: number | null;
  says: Words;
  help: Words;
  point: readonly [number, number, number] | null;
}

export interface Outcome {
  id: string;
  words: Words;
}

export interface TaughtPoint {
  name: string;
  /** Pose of the tool point in the world, row by row. */
  T_WP: number[];
  q: number[];
}

/** What the twin tells. */
export interface TwinEvents {
  onTime?(t: number): void;
  onStep?(step: number | null): void;
  onTeach?(point: TaughtPoint): void;
  onFinding?(finding: FindingMark): void;
  /** An outcome was chosen of which no film of the physics is here. */
  onOutcome?(id: string): void;
}
