import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory, redo, undo } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, LanguageSupport, syntaxHighlighting } from "@codemirror/language";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completion } from "./completion";
import { placeOf, remarks, running, setRemarks, setRunning, signs } from "./remarks";
import type { Finding, Lang, Vocabulary } from "./types";
import { words } from "./words";

const SETTLED = 80; // ms without a key before the text is told
const THINKING = 1200; // ms without a key before a remark comes on the very line that is being typed
const fromOutside = Annotation.define<boolean>();

// Each has a contrast of at least 4.5 on white; what is quoted and what is a number differ by weight and slant too.
const COLOURS = HighlightStyle.define([
  { tag: tags.comment, color: "#4d5966", fontStyle: "italic" },
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword], color: "#7a1f7a", fontWeight: "700" },
  { tag: tags.string, color: "#0b5c2f" },
  { tag: [tags.number, tags.bool], color: "#9a3a00" },
  { tag: tags.function(tags.variableName), color: "#1d4f9c", fontWeight: "600" },
  { tag: tags.invalid, color: "#a8001f" },
]);

const PHRASES = {
  "Control character": "Caractère de commande",
  "Completions": "Propositions",
  "Selection deleted": "Sélection effacée",
  "replaced $ matches": "$ remplacements",
};

/** The program in Python: one CodeMirror view. */
export class PythonFace {
  private readonly view: EditorView;
  private readonly spoken = new Compartment();
  private timer = 0;
  private later = 0;
  private typed = -Infinity;
  private findings: Finding[] = [];
  private hovered: number | null = null;

  constructor(
    root: HTMLElement,
    private readonly vocabulary: Vocabulary,
    private lang: Lang,
    readOnly: boolean,
    private readonly told: { onChange(text: string): void; onHover(line: number | null): void },
  ) {
    const state = EditorState.create({ extensions: [...this.extensions(readOnly), this.spoken.of(this.inLang())] });
    this.view = new EditorView({ state, parent: root });
    const { contentDOM } = this.view;
    contentDOM.addEventListener("pointermove", (event) => this.hover(this.view.posAtCoords({ x: event.clientX, y: event.clientY })));
    contentDOM.addEventListener("pointerleave", () => this.hover(null));
  }

  private hover(at: number | null): void {
    const line = at === null ? null : this.view.state.doc.lineAt(at).number;
    if (line === this.hovered) return;
    this.hovered = line;
    this.told.onHover(line);
  }

  private extensions(readOnly: boolean): Extension[] {
    return [
      EditorState.readOnly.of(readOnly),
      EditorState.allowMultipleSelections.of(false),
      EditorState.tabSize.of(4),
      indentUnit.of("    "),
      signs,
      lineNumbers(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      new LanguageSupport(pythonLanguage),
      syntaxHighlighting(COLOURS),
      remarks,
      running,
      EditorView.lineWrapping,
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !update.transactions.some((one) => one.annotation(fromOutside))) this.changed();
      }),
    ];
  }

  private inLang(): Extension {
    return [
      completion(this.vocabulary.completions[this.lang], this.vocabulary.places),
      EditorView.contentAttributes.of({ "aria-label": words(this.lang).pythonLabel, lang: this.lang, spellcheck: "false" }),
      this.lang === "fr" ? EditorState.phrases.of(PHRASES) : [],
    ];
  }

  // Program

  get text(): string {
    return this.view.state.doc.toString();
  }

  /** Shows a text; only what differs is changed, so that the caret and “undo” stay. */
  load(text: string): void {
    const old = this.text;
    if (text === old) return;
    window.clearTimeout(this.timer);
    this.timer = 0;
    let from = 0;
    while (from < old.length && from < text.length && old[from] === text[from]) from += 1;
    let end = 0;
    while (end < old.length - from && end < text.length - from && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
    this.view.dispatch({
      changes: { from, to: old.length - end, insert: text.slice(from, text.length - end) },
      annotations: [fromOutside.of(true), isolateHistory.of("full")],
    });
  }

  /** Whether something was written and not yet told. */
  get writing(): boolean {
    return this.timer !== 0;
  }

  flush(): void {
    if (!this.timer) return;
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.told.onChange(this.text);
  }

  private changed(): void {
    this.typed = performance.now();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.flush(), SETTLED);
  }

  // What is said about it

  /** A half-typed line is left alone for a moment: nobody has finished it yet. */
  setFindings(findings: Finding[]): void {
    this.findings = findings;
    window.clearTimeout(this.later);
    const { doc, selection } = this.view.state;
    const left = this.typed + THINKING - performance.now();
    const typing = left > 0 && this.view.hasFocus ? doc.lineAt(selection.main.head).number : 0;
    const shown = findings.filter((finding) => finding.line !== typing);
    this.view.dispatch({ effects: setRemarks.of({ findings: shown, lang: this.lang }) });
    if (shown.length < findings.length) this.later = window.setTimeout(() => this.setFindings(this.findings), left + 20);
  }

  highlight(line: number | null): void {
    this.view.dispatch({ effects: setRunning.of(line) });
    if (line && line <= this.view.state.doc.lines) {
      this.view.dispatch({ effects: EditorView.scrollIntoView(this.view.state.doc.line(line).from, { y: "nearest" }) });
    }
  }

  /** Brings the line of a remark into view, and leaves the caret where it is. */
  bring(finding: Finding): void {
    const place = placeOf(finding, this.view.state.doc);
    if (place) this.view.dispatch({ effects: EditorView.scrollIntoView(place.from, { y: "center" }) });
  }

  show(finding: Finding): void {
    const place = placeOf(finding, this.view.state.doc);
    if (!place) return;
    this.view.dispatch({ selection: { anchor: place.from, head: place.to }, effects: EditorView.scrollIntoView(place.from, { y: "center" }) });
    this.view.focus();
  }

  // Commands

  undo(again: boolean): void {
    (again ? redo : undo)(this.view);
    this.view.focus();
  }

  setLang(lang: Lang, findings: Finding[]): void {
    this.lang = lang;
    this.view.dispatch({ effects: this.spoken.reconfigure(this.inLang()) });
    this.setFindings(findings);
  }

  focus(): void {
    this.view.focus();
  }

  resize(): void {
    this.view.requestMeasure();
  }

  dispose(): void {
    window.clearTimeout(this.timer);
    window.clearTimeout(this.later);
    this.view.destroy();
  }
}
