/** What the editor, its faces and the kernel tell each other. */

export type Lang = "fr" | "en";
export type Face = "blocks" | "python";

/** One remark on the program, already a sentence in the language of the page. */
export interface Finding {
  id: string;
  severity: "refusal" | "advice";
  blockId?: string | null;
  /** Counted from 1. */
  line?: number | null;
  /** Counted from 0, in characters. */
  column?: number | null;
  endLine?: number | null;
  endColumn?: number | null;
  sentence: string;
  hint?: string;
  /** Instant on the plan's timeline [s]. */
  t?: number | null;
}

/** Where a step stands in each face. */
export interface Step {
  number: number;
  blockId: string | null;
  line: number | null;
}

/** One program in both faces; a face that cannot show it is null and keeps what it shows. */
export interface Program {
  /** The workspace as Blockly saves it, JSON. */
  blocks: string | null;
  text: string | null;
  steps?: Step[];
}

export interface Completion {
  /** What is typed, `prendre`. */
  name: string;
  /** What is put in, with `${…}` for the gaps: `prendre("${magasin}")`. */
  template: string;
  /** The block's own wording. */
  wording: string;
  help: string;
  /** Whether it stands for a value. */
  value: boolean;
}

export type Json = Record<string, unknown>;

export interface Vocabulary {
  /** Blockly's definitions of every block, by language. */
  definitions: Record<Lang, Json[]>;
  completions: Record<Lang, Completion[]>;
  /** Names of the points of the cell. */
  places: string[];
  /** Types of the blocks that open into others. */
  macros: string[];
}

export type Toolbox = Record<Lang, Json>;

export interface Options {
  lang: Lang;
  vocabulary: Vocabulary;
  toolbox: Toolbox;
  program: Program;
  face?: Face;
  readOnly?: boolean;
  /** What Blockly's menus and fields are put into; by default the page, which a full screen does not show. */
  within?: HTMLElement;
}

export interface Callbacks {
  /** The pupil changed the blocks. */
  onBlocks(json: string): void;
  /** The pupil changed the text. */
  onText(text: string, lang: Lang): void;
  /** The pupil asked to see the steps inside a block; `json` is the workspace it stands in. */
  onOpen?(blockId: string, json: string): void;
  onLang?(lang: Lang): void;
  /** A step is pointed at, by its number; null when none is any more. */
  onHover?(step: number | null): void;
  onFace?(face: Face): void;
}

export interface Editor {
  setProgram(program: Program): void;
  setFindings(findings: Finding[]): void;
  /** Says above a face why it does not follow the other; an empty text takes it away. */
  setNotice(face: Face, text: string): void;
  showFace(face: Face): void;
  setLang(lang: Lang): void;
  /** How large the blocks are, 1 being usual. */
  setSize(times: number): void;
  /** Shows which step runs, by its number; null for none. Brings it into view, unless told not to follow. */
  highlightStep(step: number | null, follow?: boolean): void;
  /** Brings a remark into view in the face shown. */
  showFinding(id: string): void;
  /** The same without taking the focus; in blocks it stays in view while the room around it changes. */
  bringFinding(id: string): void;
  /** Tells at once what was changed and not yet told. */
  flush(): void;
  /** Whether a block is in the pupil's hand, or anything changed and not yet told: then an answer about what was told
   * before may not take the place of what is there. */
  readonly writing: boolean;
  focus(): void;
  readonly face: Face;
  readonly lang: Lang;
  dispose(): void;
}
