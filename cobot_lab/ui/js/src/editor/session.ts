import type { Editor, Face, Finding, Lang, Program } from "./types";
import { words } from "./words";

/** The conversation with the kernel: what was written goes there, the other face and the remarks come back. */

export type Request =
  | { do: "edit"; seq: number; face: Face; content: string; lang: Lang }
  | { do: "open"; seq: number; block: string; content: string; lang: Lang }
  | { do: "language"; seq: number; lang: Lang };

export interface Answer extends Program {
  do: "program";
  /** Of the request answered; null when the kernel speaks first. */
  seq: number | null;
  /** The face that was written in; null when both are given anew. */
  face: Face | null;
  findings: Finding[];
}

export class Session {
  private seq = 0;

  constructor(
    private readonly editor: () => Editor,
    private readonly send: (request: Request) => void,
  ) {}

  edit(face: Face, content: string): void {
    this.send({ do: "edit", seq: this.next(), face, content, lang: this.editor().lang });
  }

  open(block: string, content: string): void {
    this.send({ do: "open", seq: this.next(), block, content, lang: this.editor().lang });
  }

  language(lang: Lang): void {
    this.send({ do: "language", seq: this.next(), lang });
  }

  /** Takes an answer in; gives false for one that came too late: something newer was written meanwhile. */
  take(answer: Answer): boolean {
    if (answer.seq !== null && answer.seq !== this.seq) return false;
    const editor = this.editor();
    editor.setProgram({
      blocks: answer.face === "blocks" ? null : answer.blocks,
      text: answer.face === "python" ? null : answer.text,
      ...(answer.steps ? { steps: answer.steps } : {}),
    });
    const said = words(editor.lang);
    editor.setNotice("blocks", answer.blocks === null ? said.blocksWait : "");
    editor.setNotice("python", answer.text === null ? said.textWait : "");
    editor.setFindings(answer.findings);
    return true;
  }

  private next(): number {
    this.seq += 1;
    return this.seq;
  }
}
