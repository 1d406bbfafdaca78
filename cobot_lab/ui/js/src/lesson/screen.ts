import { createEditor, type Editor, type Face, type Finding } from "../editor";
import { words as editorWords } from "../editor/words";
import { element, keepKeys } from "../shared/dom";
import { style } from "../shared/style";
import { createTwin, type FilmMeta, type FindingMark, type Twin } from "../twin";
import { Findings } from "./findings";
import { Header } from "./header";
import { Help } from "./help";
import css from "./lesson.css";
import { Button } from "./parts";
import { fitted } from "./room";
import { Split } from "./split";
import { keepTaste, taste } from "./taste";
import type { Lang, Message, ProgramState, Remark, Request, Start, State } from "./types";
import { forgetUnsent, keepUnsent, unsent } from "./unsent";
import { Verdict } from "./verdict";
import { words } from "./words";

const SIZES = [1, 1.2, 1.45];
/** The kernel is asked for a sign of life when it has been silent for so long [ms]. */
const SILENT = 8000;

/** The whole lesson: it shows what the kernel says and tells what the pupil does; it decides nothing. */
export class Screen {
  readonly root = element("section", { class: "cl" });
  private readonly header: Header;
  private readonly verdict = new Verdict();
  private readonly findings: Findings;
  private readonly help: Help;
  private readonly editor: Editor;
  private readonly twin: Twin;
  private readonly split: Split;
  private readonly sentences = element("ol", { class: "cl-sentences" });
  private readonly leftPane = element("section", { class: "cl-left" });
  private readonly rightPane = element("section", { class: "cl-right" });
  private readonly veil = element("div", { class: "cl-veil", role: "alert" });
  private readonly body = element("div", { class: "cl-body" });
  private readonly buttons: Record<"check" | "replay" | "hint" | "seek" | "handIn", Button>;
  private readonly unfit: () => void;
  private program: ProgramState;
  private remarks: Remark[] = [];
  private lang: Lang;
  private busy: "check" | "seek" | null = null;
  private notice: { state: State; says: string } | null = null;
  private filmed = false;
  private seq = 0;
  private waiting = 0;

  constructor(
    el: HTMLElement,
    private readonly given: Start,
    private readonly send: (request: Request) => void,
  ) {
    style("lesson", css);
    this.lang = given.lang;
    this.program = given.program;
    const liked = taste();
    this.header = new Header({
      language: (lang) => this.speakTo(lang),
      sentences: (on) => this.showSentences(on),
      size: (size) => this.look({ size }),
      easy: (easy) => this.look({ easy }),
      full: () => this.full(),
      back: () => this.showVersions(),
    });
    this.findings = new Findings((remark) => this.point(remark));
    this.help = new Help({
      accept: () => this.ask({ do: "accept" }),
      restore: (number) => this.ask({ do: "restore", number }),
      closed: () => this.labelHint(),
    });
    this.buttons = {
      check: new Button("primary", () => (this.busy ? this.stop() : this.check())),
      replay: new Button("plain", () => this.replay()),
      hint: new Button("plain", () => this.askHint()),
      seek: new Button("plain", () => this.seek()),
      handIn: new Button("plain", () => this.ask({ do: "hand_in" })),
    };
    const { check, replay, hint, seek, handIn } = this.buttons;
    const actions = element("div", { class: "cl-actions" }, check.root, replay.root, hint.root, seek.root, handIn.root);
    const notes = element("div", { class: "cl-notes" }, this.findings.root, this.help.root);
    const editorRoot = element("div", { class: "cl-editor" });
    const twinRoot = element("div", { class: "cl-twin" });
    this.sentences.hidden = true;
    this.leftPane.append(editorRoot, this.sentences, element("div", { class: "cl-dock" }, actions, this.verdict.root, notes));
    this.rightPane.append(twinRoot);
    const main = element("div", { class: "cl-main" });
    this.split = new Split(main, liked.part, (part) => keepTaste({ part }));
    main.append(this.leftPane, this.split.root, this.rightPane);
    this.veil.hidden = true;
    this.body.append(this.header.root, main);
    this.root.append(this.body, this.veil);
    el.replaceChildren(this.root);
    keepKeys(this.root);
    this.root.addEventListener("keydown", (event) => this.key(event), true); // before an editor takes the key
    this.root.addEventListener("fullscreenchange", () => this.header.fullScreen(document.fullscreenElement === this.root));
    this.unfit = fitted(this.root);
    this.editor = createEditor(
      editorRoot,
      { lang: given.lang, vocabulary: given.vocabulary, toolbox: given.toolbox, program: this.faces(given.program), within: this.root },
      {
        onBlocks: (json) => this.edit("blocks", json),
        onText: (text) => this.edit("python", text),
        onOpen: (block, content) => this.ask({ do: "open", seq: this.next(), block, content }),
      },
    );
    this.twin = createTwin(
      twinRoot,
      { lang: given.lang },
      {
        onStep: (step) => this.editor.highlightStep(step),
        onFinding: (finding) => this.found(finding),
        onOutcome: (id) => this.ask({ do: "outcome", id }),
      },
    );
    this.twin.setScene(given.scene);
    for (const beside of twinRoot.querySelectorAll("details")) beside.open = false;
    this.header.set(liked.size, liked.easy);
    this.look(liked);
    this.speak(given);
    this.show(given.program);
    this.recover();
  }

  /** The kernel is gone: nothing may be written that nobody keeps. */
  lost(): void {
    this.body.inert = true;
    const said = words(this.lang);
    this.veil.replaceChildren(element("strong", {}, said.lostTitle), element("p", {}, said.lostSays));
    this.veil.hidden = false;
  }

  take(message: Message, buffers: DataView[]): void {
    window.clearTimeout(this.waiting);
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
        this.listen();
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
      case "outcomes":
        this.twin.setOutcomes(message.outcomes);
        break;
      case "hint":
        this.help.hint(message.says, message.grade);
        this.labelHint();
        break;
      case "fix":
        this.settle(null);
        this.help.fix(message.says, message.rows);
        break;
      case "handed":
        this.settle({ state: message.handed_in ? "passed" : this.state(), says: message.says });
        break;
    }
  }

  dispose(): void {
    window.clearTimeout(this.waiting);
    this.unfit();
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
    this.editor.setProgram(this.faces(program));
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
    const steps = program.steps.map(({ step, says }) =>
      element("li", { value: String(step), "data-step": String(step), onpointerenter: () => this.twin.hoverStep(step), onpointerleave: () => this.twin.hoverStep(null) }, says),
    );
    this.sentences.replaceChildren(...(steps.length ? steps : [element("li", { class: "cl-none" }, words(this.lang).noSentences)]));
    this.tell();
  }

  private mark(remarks: Remark[]): void {
    this.remarks = remarks;
    this.editor.setFindings(remarks.map(forEditor));
    this.twin.setFindings(remarks.map(forTwin));
    this.findings.show(remarks, this.lang);
  }

  private state(): State {
    if (this.busy) return "verifying";
    const { judged, steps } = this.program;
    if (judged) return judged.passed ? "passed" : judged.verdict === "FAILED" ? "failed" : "unsure";
    return steps.length < 2 ? "empty" : "editing";
  }

  /** Says how the program stands, and which buttons help now. */
  private tell(): void {
    const said = words(this.lang);
    const state = this.notice && !this.busy ? this.notice.state : this.state();
    const refusals = this.remarks.filter((remark) => remark.severity === "refusal").length;
    const plain: Record<State, () => string> = {
      empty: () => (refusals ? said.editingRefusals(refusals) : said.emptySays),
      editing: () => (refusals ? said.editingRefusals(refusals) : said.editingSays),
      verifying: () => (this.busy === "seek" ? said.seekingSays : said.verifyingSays),
      failed: () => this.program.judged!.says,
      passed: () => this.program.judged!.says,
      unsure: () => this.program.judged!.says,
      trouble: () => "",
    };
    this.root.dataset.state = state;
    this.verdict.show(state, this.busy ? plain.verifying() : (this.notice?.says ?? plain[state]()), this.lang);
    const { check, replay, hint, seek, handIn } = this.buttons;
    check.say(this.busy ? "stop" : "check", this.busy ? said.stop : said.check, this.busy ? "" : said.checkHelp);
    replay.enabled = this.filmed && !this.busy;
    hint.enabled = this.remarks.length > 0 && !this.busy;
    seek.enabled = handIn.enabled = !this.busy;
    seek.root.hidden = refusals === 0;
    handIn.root.hidden = this.program.judged?.passed !== true;
    this.labelHint();
  }

  private labelHint(): void {
    const said = words(this.lang);
    const next = Math.min(this.help.hints + 1, 4);
    this.buttons.hint.say("hint", this.help.hints > 0 ? said.nextHint(next) : said.hint, this.help.hints === 4 ? said.noMoreHints : "");
    if (this.help.hints === 4) this.buttons.hint.enabled = false;
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
  }

  private film(meta: FilmMeta | null, told: DataView | undefined): void {
    const buffer = told && new Float32Array(told.buffer.slice(told.byteOffset, told.byteOffset + told.byteLength));
    this.twin.setRecording(meta, buffer);
    this.filmed = meta !== null;
    if (meta) {
      const first = this.remarks.find((remark) => remark.severity === "refusal" && remark.t !== null);
      this.twin.seek(first?.t ?? 0);
      if (this.program.judged?.passed && !matchMedia("(prefers-reduced-motion: reduce)").matches) this.twin.play();
    }
    this.tell();
  }

  private replay(): void {
    this.twin.seek(0);
    this.twin.play();
  }

  // Remarks and help

  private point(remark: Remark): void {
    this.editor.showFinding(remark.id);
    if (remark.t !== null && this.filmed) this.twin.seek(remark.t);
  }

  private found(mark: FindingMark): void {
    const { id } = mark as FindingMark & { id: string };
    this.findings.choose(id);
    this.editor.showFinding(id);
  }

  private askHint(): void {
    this.ask({ do: "hint", grade: Math.min(this.help.hints + 1, 4), index: this.findings.current });
  }

  private showVersions(): void {
    if (this.help.kind === "versions") this.help.clear();
    else this.help.versions(this.program.versions);
  }

  private showSentences(on: boolean): void {
    this.sentences.hidden = !on;
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
    this.leftPane.setAttribute("aria-label", mine.left);
    this.rightPane.setAttribute("aria-label", mine.right);
    this.sentences.setAttribute("aria-label", mine.sentences);
    this.split.label(mine.split);
    this.help.speak(said.lang);
    this.notice = null;
    const { replay, seek, handIn } = this.buttons;
    replay.say("replay", mine.replay, mine.replayHelp);
    seek.say("seek", mine.seek, mine.seekHelp);
    handIn.say("handIn", mine.handIn);
  }

  private look({ size, easy }: { size?: number; easy?: boolean }): void {
    if (size !== undefined) {
      keepTaste({ size });
      const times = SIZES[size] ?? 1;
      this.root.style.setProperty("--cl-times", String(times));
      this.editor.setSize(times);
    }
    if (easy !== undefined) {
      keepTaste({ easy });
      this.root.classList.toggle("cl-easy", easy);
    }
  }

  private full(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void this.root.requestFullscreen();
  }

  private key(event: KeyboardEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    if (event.key === "Enter" && !this.busy) {
      event.preventDefault();
      event.stopPropagation();
      this.check();
    } else if (event.key === "s") {
      event.preventDefault(); // it is saved already, and the browser would save the page
    }
  }

  // The kernel

  private ask(request: Request): void {
    this.send(request);
    this.listen();
  }

  /** Says so when nothing comes back. */
  private listen(): void {
    window.clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => this.settle({ state: "trouble", says: words(this.lang).silent }), this.busy ? 6 * SILENT : SILENT);
  }
}

function forEditor({ id, severity, block, text, says, help, t }: Remark): Finding {
  const same = text !== null && text.end_line === text.line;
  return {
    id,
    severity,
    blockId: block,
    line: text?.line ?? null,
    column: text?.column ?? null,
    endLine: text?.line ?? null,
    endColumn: same ? text.end_column : null,
    sentence: says,
    hint: help,
    t,
  };
}

function forTwin({ id, code, severity, step, says, help, t, point }: Remark): FindingMark & { id: string } {
  return { id, code, severity, step, span: null, t, says: { fr: says, en: says }, help: { fr: help, en: help }, point };
}
