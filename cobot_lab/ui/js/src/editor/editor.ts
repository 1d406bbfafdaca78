import { element, keepKeys } from "../shared/dom";
import { Tabs } from "../shared/tabs";
import { style } from "../shared/style";
import { BlocksFace } from "./blocks_face";
import css from "./editor.css";
import { FIT_ICON, LANG_ICON, OPEN_ICON, REDO_ICON, SMALLER_ICON, LARGER_ICON, UNDO_ICON } from "./icons";
import { parentOfMenus } from "./menus";
import { PythonFace } from "./python_face";
import type { Callbacks, Editor, Face, Finding, Lang, Options, Program, Step } from "./types";
import { words } from "./words";

/** Shows one program in two faces, both to be written in; it decides nothing about the program. */
export function createEditor(root: HTMLElement, options: Options, callbacks: Callbacks): Editor {
  style("editor", css);
  return new TwoFaces(root, options, callbacks);
}

class TwoFaces implements Editor {
  private readonly panels: Record<Face, HTMLElement>;
  private readonly surfaces: Record<Face, HTMLElement>;
  private readonly notices: Record<Face, HTMLElement>;
  private readonly tabs: Tabs<Face>;
  private readonly blocks: BlocksFace;
  private readonly python: PythonFace;
  private readonly undoButton = button("undo", UNDO_ICON, () => this.undo(false));
  private readonly redoButton = button("redo", REDO_ICON, () => this.undo(true));
  private readonly openButton = button("open", OPEN_ICON, () => this.openChosen());
  /** These stand beside the blocks, not on them: Blockly's own would lie over the end of a long block. */
  private readonly zoomButtons = [
    button("smaller", SMALLER_ICON, () => this.blocks.zoom(-1)),
    button("larger", LARGER_ICON, () => this.blocks.zoom(1)),
    button("fit", FIT_ICON, () => this.blocks.zoomToFit()),
  ];
  private readonly langButton = button("lang", LANG_ICON, () => this.setLang(this.language === "fr" ? "en" : "fr"));
  private readonly live = element("div", { class: "cobot-unseen", "aria-live": "polite" });
  private findings: Finding[] = [];
  private steps: Step[] = [];
  private running: number | null = null;
  private language: Lang;

  constructor(
    private readonly root: HTMLElement,
    options: Options,
    private readonly callbacks: Callbacks,
  ) {
    const { lang, vocabulary, toolbox, program, readOnly = false, face = "blocks" } = options;
    this.language = lang;
    this.notices = { blocks: notice(), python: notice() };
    this.surfaces = { blocks: element("div", { class: "cobot-surface" }), python: element("div", { class: "cobot-surface" }) };
    this.panels = {
      blocks: element("div", { class: "cobot-panel cobot-panel-blocks" }, this.notices.blocks, this.surfaces.blocks),
      python: element("div", { class: "cobot-panel cobot-panel-python" }, this.notices.python, this.surfaces.python),
    };
    const faces: Face[] = ["blocks", "python"];
    this.tabs = new Tabs(faces.map((key) => ({ key, panel: this.panels[key] })), face, (key) => this.shown(key));
    const buttons = [this.openButton, this.undoButton, this.redoButton, ...this.zoomButtons, this.langButton];
    const tools = element("div", { class: "cobot-tools", role: "group" }, ...buttons);
    const bar = element("div", { class: "cobot-bar" }, this.tabs.list, tools);
    if (options.within) parentOfMenus(options.within);
    root.classList.add("cobot-editor");
    root.replaceChildren(bar, element("div", { class: "cobot-panels" }, ...Object.values(this.panels)), this.live);
    keepKeys(root);
    this.python = new PythonFace(this.surfaces.python, vocabulary, lang, readOnly, {
      onChange: (text) => callbacks.onText(text, this.language),
      onHover: (line) => callbacks.onHover?.(this.steps.find((one) => one.line === line)?.number ?? null),
    });
    this.blocks = new BlocksFace(this.surfaces.blocks, vocabulary, toolbox, lang, readOnly, {
      onChange: (json) => callbacks.onBlocks(json),
      onOpen: (blockId) => this.open(blockId),
      onSelect: () => this.chosen(),
      onHover: (blockId) => this.callbacks.onHover?.(this.steps.find((one) => one.blockId === blockId)?.number ?? null),
    });
    for (const one of [this.openButton, this.undoButton, this.redoButton]) one.hidden = readOnly;
    this.label();
    this.setProgram(program);
  }

  get face(): Face {
    return this.tabs.chosen;
  }

  get lang(): Lang {
    return this.language;
  }

  // Program

  setProgram({ blocks, text, steps }: Program): void {
    if (blocks !== null) this.blocks.load(blocks);
    if (text !== null) this.python.load(text);
    if (steps) this.steps = steps;
    this.chosen();
  }

  setFindings(findings: Finding[]): void {
    const before = this.findings.length;
    this.findings = findings;
    this.blocks.setFindings(findings);
    this.python.setFindings(findings);
    if (before === 0 && findings.length === 0) return;
    const said = words(this.language);
    this.live.textContent = findings.length === 0 ? said.none : findings.length === 1 ? said.one : said.many(findings.length);
  }

  setNotice(face: Face, text: string): void {
    this.notices[face].textContent = text;
    this.notices[face].hidden = text === "";
  }

  setSize(times: number): void {
    this.blocks.setSize(times);
  }

  highlightStep(step: number | null, follow = true): void {
    this.running = step;
    const place = this.steps.find((one) => one.number === step);
    this.blocks.highlight(place?.blockId ?? null, follow);
    this.python.highlight(place?.line ?? null);
  }

  showFinding(id: string): void {
    const finding = this.findings.find((one) => one.id === id);
    if (!finding) return;
    if (this.face === "blocks") this.blocks.show(finding);
    else this.python.show(finding);
  }

  bringFinding(id: string): void {
    const finding = this.findings.find((one) => one.id === id);
    if (!finding) return;
    if (this.face === "blocks") this.blocks.bring(finding);
    else this.python.bring(finding);
  }

  get writing(): boolean {
    return this.blocks.writing || this.python.writing;
  }

  flush(): void {
    this.blocks.flush();
    this.python.flush();
  }

  // Faces and languages

  showFace(face: Face): void {
    this.tabs.choose(face);
  }

  private shown(face: Face): void {
    this.flush();
    this.blocks.resize();
    this.python.resize();
    this.chosen();
    this.callbacks.onFace?.(face);
  }

  setLang(lang: Lang): void {
    if (lang === this.language) return;
    this.flush();
    this.language = lang;
    this.label();
    this.blocks.setLang(lang, this.findings);
    this.python.setLang(lang, this.findings);
    this.highlightStep(this.running);
    this.chosen();
    this.callbacks.onLang?.(lang);
  }

  private label(): void {
    const said = words(this.language);
    this.root.lang = this.language;
    this.tabs.label(said.faces, { blocks: said.blocks, python: said.python });
    name(this.undoButton, said.undo, false);
    name(this.redoButton, said.redo, false);
    [said.smaller, said.larger, said.fit].forEach((text, i) => name(this.zoomButtons[i]!, text, false));
    name(this.openButton, said.open, true);
    this.openButton.title = said.openHelp;
    name(this.langButton, said.other, true);
    this.langButton.lang = said.otherLang;
  }

  // Commands

  private undo(again: boolean): void {
    if (this.face === "blocks") this.blocks.undo(again);
    else this.python.undo(again);
  }

  private chosen(): void {
    const open = this.face === "blocks" && this.blocks?.chosen;
    this.openButton.disabled = !open;
    for (const one of [this.openButton, ...this.zoomButtons]) one.classList.toggle("cobot-away", this.face !== "blocks");
  }

  private openChosen(): void {
    const block = this.blocks.chosen;
    if (block) this.open(block.id);
  }

  private open(blockId: string): void {
    this.flush();
    this.callbacks.onOpen?.(blockId, this.blocks.json);
  }

  focus(): void {
    if (this.face === "blocks") this.blocks.focus();
    else this.python.focus();
  }

  dispose(): void {
    this.blocks.dispose();
    this.python.dispose();
    this.root.replaceChildren();
  }
}

function notice(): HTMLElement {
  const made = element("p", { class: "cobot-notice", role: "status" });
  made.hidden = true;
  return made;
}

function button(kind: string, icon: string, act: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", class: `cobot-tool cobot-tool-${kind}`, onclick: act });
  made.innerHTML = icon;
  return made;
}

function name(tool: HTMLButtonElement, text: string, shown: boolean): void {
  tool.querySelector(".cobot-tool-name")?.remove();
  if (shown) tool.append(element("span", { class: "cobot-tool-name" }, text));
  else tool.setAttribute("aria-label", text);
  tool.title = text;
}
