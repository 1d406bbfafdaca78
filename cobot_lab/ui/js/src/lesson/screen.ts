import { createEditor, type Editor, type Face } from "../editor";
import { words as editorWords } from "../editor/words";
import { arrive } from "../shared/arrival";
import { element, keepKeys, keepKeysOfPointer } from "../shared/dom";
import { knowFonts } from "../shared/fonts";
import { style } from "../shared/style";
import { keepTaste, taste } from "../shared/taste";
import { createTwin, type FilmMeta, type FindingMark, type Twin } from "../twin";
import { Actions } from "./actions";
import { Findings } from "./findings";
import { Header } from "./header";
import { Help } from "./help";
import css from "./lesson.css";
import { Listening } from "./listening";
import { fill, wear } from "./looks";
import { Panes } from "./panes";
import { forEditor, forTwin } from "./remarks";
import { fitted } from "./room";
import { Sentences } from "./sentences";
import { shortcuts } from "./shortcuts";
import { type Busy, sentence, standing } from "./standing";
import type { Lang, Message, ProgramState, Remark, Request, Start, State } from "./types";
import { forgetUnsent, keepUnsent, unsent } from "./unsent";
import { Verdict } from "./verdict";
import { words } from "./words";

/** The whole lesson: it shows what the kernel says and tells what the pupil does; it decides nothing. */
export class Screen {
  readonly root = element("section", { class: "cl" });
  private readonly header: Header;
  private readonly verdict = new Verdict();
  private readonly findings: Findings;
  private readonly help: Help;
  private readonly editor: Editor;
  private readonly twin: Twin;
  private readonly sentences = new Sentences((step) => this.twin.hoverStep(step));
  private readonly panes: Panes;
  private readonly actions: Actions;
  private readonly ends: (() => void)[];
  private program: ProgramState;
  private remarks: Remark[] = [];
  private lang: Lang;
  private busy: Busy = null;
  private notice: { state: State; says: string } | null = null;
  private filmed = false;
  /** While the instant of a remark is gone to. */
  private pointing = false;
  private seq = 0;
  private readonly listening = new Listening({
    ping: () => this.send({ do: "ping" }),
    expects: () => this.busy !== null,
    silent: () => this.settle({ state: "trouble", says: words(this.lang).silent }),
  });

  constructor(
    el: HTMLElement,
    private readonly given: Start,
    private readonly send: (request: Request) => void,
  ) {
    style("lesson", css);
    knowFonts();
    this.lang = given.lang;
    this.program = given.program;
    const liked = taste();
    this.header = new Header({
      language: (lang) => this.speakTo(lang),
      sentences: (on) => (this.sentences.shown = on),
      size: (size) => wear(this.root, this.editor, { size }),
      easy: (easy) => wear(this.root, this.editor, { easy }),
      full: () => fill(this.root),
      back: () => this.showVersions(),
    });
    this.findings = new Findings((remark) => this.point(remark));
    this.help = new Help({
      accept: () => this.ask({ do: "accept" }),
      restore: (number) => this.ask({ do: "restore", number }),
      closed: () => this.tell(),
      left: (kind) => this.actions.focus(kind === "hints" ? "hint" : "check"),
    });
    this.actions = new Actions({
      check: () => (this.busy ? this.stop() : this.check()),
      replay: () => this.replay(),
      hint: () => this.askHint(),
      seek: () => this.seek(),
      handIn: () => this.ask({ do: "hand_in" }),
    });
    const notes = element("div", { class: "cl-notes" }, this.findings.root, this.help.root);
    const dock = [this.actions.root, this.verdict.root, notes];
    this.panes = new Panes(this.root, this.header.root, this.sentences.root, dock, liked.part, (part) => keepTaste({ part }));
    el.replaceChildren(this.root);
    keepKeys(this.root);
    shortcuts(this.root, () => !this.busy && this.check());
    this.root.addEventListener("fullscreenchange", () => this.header.fullScreen(document.fullscreenElement === this.root));
    this.ends = [fitted(this.root), keepKeysOfPointer(this.root, () => this.editor.focus())];
    this.editor = createEditor(
      this.panes.editor,
      { lang: given.lang, vocabulary: given.vocabulary, toolbox: given.toolbox, program: this.faces(given.program), within: this.root },
      {
        onBlocks: (json) => this.edit("blocks", json),
        onText: (text) => this.edit("python", text),
        onOpen: (block, content) => this.ask({ do: "open", seq: this.next(), block, content }),
        onHover: (step) => this.twin.hoverStep(step),
        onFace: () => this.otherFace(),
      },
    );
    this.twin = createTwin(
      this.panes.twin,
      { lang: given.lang },
      {
        onStep: (step) => this.editor.highlightStep(step, !this.pointing),
        onFinding: (finding) => this.found(finding),
        onOutcome: (id) => this.ask({ do: "outcome", id }),
      },
    );
    this.twin.setScene(given.scene);
    for (const beside of this.panes.twin.querySelectorAll("details")) beside.open = false;
    this.header.set(liked.size, liked.easy);
    wear(this.root, this.editor, liked);
    this.speak(given);
    this.show(given.program);
    this.recover();
    arrive(this.root);
  }

  /** The kernel is gone: nothing may be written that nobody keeps. */
  lost(): void {
    this.panes.cover(this.lang);
  }

  take(message: Message, buffers: DataView[]): void {
    if (this.notice?.says === words(this.lang).silent) this.notice = null;
    switch (message.do) {
      case "program":
        this.takeProgram(message.seq, message.program);
        break;
      case "spoken":
        this.lang = message.lang;
        this.editor.setLang(message.lang);
        this.twin.setLang(message.lang);
        this.editor.setProgram(this.faces(message.program));
        this.speak(message);
        this.show(message.program);
        break;
      case "found":
        this.mark(message.findings);
        break;
      case "stage":
        this.verdict.at(message.says, message.fraction);
        break;
      case "verdict":
        this.judged(message.program);
        break;
      case "overtaken":
        this.settle({ state: "editing", says: words(this.lang).overtaken });
        break;
      case "trouble":
        this.settle({ state: "trouble", says: message.says });
        break;
      case "film":
        this.film(message.meta, buffers[0]);
        break;
      case "unwatched":
        this.settle({ state: standing(this.program, null), says: message.says });
        break;
      case "outcomes":
        this.twin.setOutcomes(message.outcomes);
        break;
      case "hint":
        this.hinted(message.says, message.grade);
        break;
      case "fix":
        this.settle(null);
        this.help.fix(message.says, message.rows);
        this.tell();
        break;
      case "handed":
        this.settle({ state: message.handed_in ? "passed" : standing(this.program, this.busy), says: message.says });
        break;
      case "pong":
        if (this.busy && !message.working) this.settle({ state: "trouble", says: words(this.lang).gone });
        break;
    }
    this.listening.heard();
  }

  dispose(): void {
    this.listening.end();
    for (const end of this.ends) end();
    this.editor.flush();
    this.editor.dispose();
    this.twin.dispose();
    this.root.remove();
  }

  // The program

  private edit(face: Face, content: string): void {
    const seq = this.next();
    keepUnsent(this.given.lesson, { face, content, lang: this.lang });
    if (this.busy === "check") this.send({ do: "stop" });
    if (this.busy) this.settle(null);
    this.ask({ do: "edit", seq, face, content, lang: this.lang });
  }

  private takeProgram(seq: number | null, program: ProgramState): void {
    if (seq !== null && seq !== this.seq) return; // overtaken by what was written meanwhile
    if (program.saved) forgetUnsent(this.given.lesson);
    this.notice = program.says ? { state: program.saved ? "editing" : "trouble", says: program.says } : null;
    if (this.help.kind === "versions") this.help.versions(program.versions);
    else this.help.clear();
    const overtaken = seq !== null && this.editor.writing;
    this.editor.setProgram(overtaken ? { blocks: null, text: null, steps: program.stands } : this.faces(program));
    this.show(program);
  }

  private faces({ blocks, text, stands }: ProgramState) {
    return { blocks, text, steps: stands };
  }

  /** Writes again what a kernel that died did not confirm. */
  private recover(): void {
    const left = unsent(this.given.lesson);
    if (!left) return;
    this.editor.setProgram(left.face === "blocks" ? { blocks: left.content, text: null } : { blocks: null, text: left.content });
    this.ask({ do: "edit", seq: this.next(), ...left });
  }

  private next(): number {
    this.seq += 1;
    return this.seq;
  }

  // What is shown

  private show(program: ProgramState): void {
    this.program = program;
    const said = editorWords(this.lang);
    this.editor.setNotice("blocks", program.waits === "blocks" ? said.blocksWait : "");
    this.editor.setNotice("python", program.waits === "python" ? said.textWait : "");
    this.header.show(program);
    this.mark(program.findings);
    this.sentences.show(program.steps, this.lang);
    this.tell();
  }

  private mark(remarks: Remark[]): void {
    this.remarks = remarks;
    this.editor.setFindings(remarks.map(forEditor));
    this.twin.setFindings(remarks.map(forTwin));
    this.findings.show(remarks, this.lang, this.editor.face);
  }

  /** The other face is looked at: it has other places, and hints may speak of them. */
  private otherFace(): void {
    this.findings.show(this.remarks, this.lang, this.editor.face);
    if (this.help.kind === "hints") this.help.clear();
    this.tell();
  }

  /** Says how the program stands, and which buttons help now. */
  private tell(): void {
    const notice = this.busy ? null : this.notice;
    const state = notice?.state ?? standing(this.program, this.busy);
    const refusals = this.remarks.filter((remark) => remark.severity === "refusal").length;
    this.root.dataset.state = state;
    this.findings.fold(this.help.kind === "hints" ? "current" : this.help.kind === "fix" ? "none" : "all");
    this.verdict.show(state, notice?.says ?? sentence(state, this.program, refusals, this.busy, this.lang), this.lang);
    const [remarks, passed] = [this.remarks.length, this.program.judged?.passed === true];
    this.actions.show({ busy: this.busy !== null, filmed: this.filmed, remarks, refusals, passed, hints: this.help.hints }, this.lang);
  }

  // Asking for a verdict

  private check(): void {
    this.editor.flush();
    this.begin("check", words(this.lang).verifyingSays);
  }

  private seek(): void {
    this.editor.flush();
    this.begin("seek", words(this.lang).seekingSays);
  }

  private begin(what: "check" | "seek", says: string): void {
    this.busy = what;
    this.notice = null;
    this.help.clear();
    this.twin.pause();
    this.verdict.begin(says, words(this.lang).states.verifying);
    this.tell();
    this.ask({ do: what });
  }

  private stop(): void {
    this.send({ do: "stop" });
    this.settle({ state: "editing", says: words(this.lang).stopped });
  }

  private settle(notice: { state: State; says: string } | null): void {
    this.busy = null;
    this.notice = notice;
    this.tell();
  }

  private judged(program: ProgramState): void {
    this.busy = null;
    this.notice = null;
    this.show(program);
    const first = this.remarks.find(({ severity }) => severity === "refusal");
    if (first) this.editor.bringFinding(first.id);
  }

  private film(meta: FilmMeta | null, told: DataView | undefined): void {
    const buffer = told && new Float32Array(told.buffer.slice(told.byteOffset, told.byteOffset + told.byteLength));
    const first = !this.filmed;
    this.pointing = true; // it is not somebody's doing which step this film shows
    this.twin.setRecording(meta, buffer);
    this.pointing = false;
    this.filmed = meta !== null;
    if (meta && first) this.beginFilm(meta);
    this.tell();
  }

  /** Where a film that comes with a verdict begins: at what was refused, or from the start when nothing was. */
  private beginFilm(meta: FilmMeta): void {
    const at = this.remarks.findIndex((remark, index) => remark.severity === "refusal" && meta.marks?.[index]?.t != null);
    if (at >= 0) this.lookAt(at, meta.outcome ?? "");
    else this.twin.seek(0);
    if (this.program.judged?.passed && !matchMedia("(prefers-reduced-motion: reduce)").matches) this.twin.play();
  }

  /** Shows the instant of a remark; the block that it is about stays in view, not the one that runs then. */
  private lookAt(index: number, outcome: string): void {
    this.pointing = true;
    this.twin.showFinding(index, outcome);
    this.pointing = false;
    this.editor.bringFinding(this.remarks[index]!.id);
  }

  private replay(): void {
    this.twin.seek(0);
    this.twin.play();
  }

  // Remarks and help

  private point(remark: Remark): void {
    this.editor.showFinding(remark.id);
    if (this.filmed) this.lookAt(this.remarks.indexOf(remark), remark.outcome);
  }

  private found(mark: FindingMark): void {
    const { id } = mark as FindingMark & { id: string };
    this.findings.choose(id);
    this.editor.showFinding(id);
  }

  private askHint(): void {
    this.ask({ do: "hint", grade: Math.min(this.help.hints + 1, 4), index: this.findings.current, face: this.editor.face });
  }

  private hinted(says: string, grade: number): void {
    const { chosenId, count } = this.findings;
    this.help.hint(says, grade, count - 1);
    if (chosenId) this.editor.bringFinding(chosenId);
    this.tell();
  }

  private showVersions(): void {
    if (this.help.kind === "versions") this.help.clear();
    else this.help.versions(this.program.versions);
  }

  // How it looks

  private speakTo(lang: Lang): void {
    this.editor.flush();
    this.ask({ do: "language", lang });
  }

  private speak(said: { lang: Lang; title: string; assignment: string }): void {
    const mine = words(said.lang);
    this.lang = said.lang;
    this.root.lang = said.lang;
    this.root.setAttribute("aria-label", `${mine.lesson} ${this.given.lesson}`);
    this.header.speak(this.given.lesson, said);
    this.panes.speak(said.lang);
    this.help.speak(said.lang);
    this.notice = null;
    this.actions.speak(said.lang);
  }

  // The kernel

  private ask(request: Request): void {
    this.send(request);
    this.listening.begin();
  }
}
