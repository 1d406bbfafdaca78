import * as Blockly from "blockly/core";
import { define } from "./definitions";
import { calls, followNames } from "./functions";
import { setLocale } from "./locale";
import { Marks, toStart } from "./marks";
import { addMenu } from "./menu";
import { THEME } from "./theme";
import type { Finding, Json, Lang, Toolbox, Vocabulary } from "./types";

const OWN_BLOCKS = "COBOT_OWN_BLOCKS";
const SCALE = 0.85;
const BESIDE = 40; // between a stack that was moved aside and the one that it lay over
const SETTLED = 60; // ms without a change before it is told
const POINTED = 400; // ms in which a loss of focus is the doing of a pointer elsewhere
const LATER = 250; // ms until the room is looked at again

interface Told {
  onChange(json: string): void;
  onOpen(blockId: string): void;
  onSelect(): void;
  /** The block under the pointer, or none. */
  onHover(blockId: string | null): void;
}

/** The program in blocks: one Blockly workspace, injected anew for another language. */
export class BlocksFace {
  private workspace: Blockly.WorkspaceSvg;
  private marks: Marks;
  private timer = 0;
  private fitting = 0;
  private usual = SCALE;
  private pressed = -Infinity;
  /** What was asked for last, and what Blockly made of it or the pupil after it. */
  private asked = "";
  private known = "";
  private last: string | null = null;
  private begun = false;
  private hovered: string | null = null;
  private readonly observer: ResizeObserver;

  constructor(
    private readonly root: HTMLElement,
    private readonly vocabulary: Vocabulary,
    private readonly toolbox: Toolbox,
    private lang: Lang,
    private readonly readOnly: boolean,
    private readonly told: Told,
  ) {
    this.workspace = this.inject();
    this.marks = new Marks(this.workspace);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(root);
    root.addEventListener("pointerover", (event) => this.hover((event.target as Element).closest(".blocklyBlockCanvas .blocklyDraggable")));
    root.addEventListener("pointerleave", () => this.hover(null));
    document.addEventListener("pointerdown", this.pointed, true);
    root.addEventListener("focusout", (event) => event.relatedTarget === null && this.held());
  }

  private readonly pointed = (event: Event): void => {
    if (!this.root.contains(event.target as Node)) this.pressed = performance.now();
  };

  /** Blockly takes the focused element away now and then; what is pressed next must not go to the page around. */
  private held(): void {
    if (performance.now() - this.pressed < POINTED) return;
    queueMicrotask(() => {
      if (document.activeElement === document.body && document.hasFocus() && this.root.isConnected) this.focus();
    });
  }

  /** A block in a gap is part of the step that it stands in: the nearest one that stands for itself is meant. */
  private hover(shape: Element | null): void {
    let block = shape ? this.workspace.getBlockById(shape.getAttribute("data-id") ?? "") : null;
    while (block?.outputConnection) block = block.getParent();
    const id = block?.id ?? null;
    if (id === this.hovered) return;
    this.hovered = id;
    this.told.onHover(id);
  }

  private inject(): Blockly.WorkspaceSvg {
    setLocale(this.lang);
    define(this.vocabulary, this.lang);
    const workspace = Blockly.inject(this.root, {
      renderer: "zelos",
      theme: THEME,
      toolbox: this.readOnly ? undefined : (drawers(this.toolbox[this.lang]) as never),
      readOnly: this.readOnly,
      media: "",
      sounds: false,
      comments: true,
      collapse: true,
      disable: false,
      trashcan: true,
      zoom: { controls: false, wheel: false, pinch: true, startScale: SCALE, minScale: 0.4, maxScale: 2.5 },
      move: { scrollbars: true, drag: true, wheel: true },
    });
    workspace.registerToolboxCategoryCallback(OWN_BLOCKS, () => [...ownBlocks(this.toolbox[this.lang]), ...calls(workspace)] as never);
    workspace.addChangeListener((event) => this.heard(event));
    followNames(workspace);
    addMenu(workspace, { lang: this.lang, opens: (block) => this.opens(block), open: (block) => this.told.onOpen(block.id) });
    return workspace;
  }

  // Program

  /** Shows a workspace; one step for “undo”, the view and the layout stay. */
  load(json: string): void {
    if (json === this.asked && this.json === this.known) return;
    window.clearTimeout(this.timer);
    this.timer = 0;
    const first = this.asked === "";
    Blockly.Events.setGroup(true);
    try {
      Blockly.serialization.workspaces.load(JSON.parse(json) as never, this.workspace, { recordUndo: !first });
    } finally {
      Blockly.Events.setGroup(false);
    }
    this.asked = json;
    this.known = this.json;
    this.marks.draw(this.lang);
    void Blockly.renderManagement.finishQueuedRenders().then(() => this.spread());
  }

  /** Moves stacks that lie over others aside: where each begins was said before anybody knew how wide they are. */
  private spread(): void {
    if (this.writing || this.json !== this.known) return;
    Blockly.Events.disable();
    let edge = -Infinity;
    for (const stack of this.workspace.getTopBlocks(true).sort((one, other) => one.getRelativeToSurfaceXY().x - other.getRelativeToSurfaceXY().x)) {
      const { left, right, top } = stack.getBoundingRectangle();
      if (left < edge && this.covers(stack, top)) stack.moveBy(edge + BESIDE - left, 0);
      edge = Math.max(edge, right + Math.max(0, stack.getBoundingRectangle().left - left));
    }
    Blockly.Events.enable();
    this.known = this.json;
  }

  private covers(stack: Blockly.BlockSvg, top: number): boolean {
    const { left, bottom } = stack.getBoundingRectangle();
    return this.workspace.getTopBlocks(false).some((other) => {
      const at = other.getBoundingRectangle();
      return other !== stack && at.left <= left && left < at.right && at.top < bottom && top < at.bottom;
    });
  }

  /** Whether something is in the pupil's hand, or changed and not yet told. */
  get writing(): boolean {
    return this.timer !== 0 || this.workspace.isDragging();
  }

  get json(): string {
    return JSON.stringify(Blockly.serialization.workspaces.save(this.workspace));
  }

  /** Tells at once what was changed and not yet told. */
  flush(): void {
    if (!this.timer) return;
    window.clearTimeout(this.timer);
    this.timer = 0;
    const json = this.json;
    if (json === this.known) return;
    this.asked = this.known = json;
    this.told.onChange(json);
  }

  private heard(event: Blockly.Events.Abstract): void {
    if (event.type === Blockly.Events.SELECTED || event.type === Blockly.Events.BLOCK_DELETE) this.select();
    if (event.isUiEvent || event.type === Blockly.Events.FINISHED_LOADING) return;
    this.marks.letGo();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => (this.workspace.isDragging() ? this.heard(event) : this.flush()), SETTLED);
  }

  // What is said about it

  setFindings(findings: Finding[]): void {
    this.marks.set(findings, this.lang);
  }

  highlight(blockId: string | null, follow: boolean): void {
    this.marks.run(blockId, follow);
  }

  show(finding: Finding): void {
    this.marks.show(finding);
  }

  bring(finding: Finding): void {
    this.marks.bring(finding);
  }

  // Commands

  undo(redo: boolean): void {
    this.workspace.undo(redo);
  }

  /** The chosen block that opens into others; it stays chosen while somebody goes to a button beside the blocks. */
  get chosen(): Blockly.BlockSvg | null {
    const block = this.last ? this.workspace.getBlockById(this.last) : null;
    return block && this.opens(block) ? block : null;
  }

  private select(): void {
    const selected = Blockly.common.getSelected();
    if (selected instanceof Blockly.BlockSvg && selected.workspace === this.workspace) this.last = selected.id;
    else if (this.root.contains(document.activeElement)) this.last = null;
    this.told.onSelect();
  }

  private opens(block: Blockly.BlockSvg): boolean {
    return !this.readOnly && !block.isInFlyout && this.vocabulary.macros.includes(block.type);
  }

  setSize(times: number): void {
    this.usual = SCALE * times;
    this.workspace.setScale(this.usual);
  }

  /** Makes the blocks larger (1) or smaller (-1). */
  zoom(way: 1 | -1): void {
    this.workspace.zoomCenter(way);
  }

  /** Shows the whole program, not larger than usual. */
  zoomToFit(): void {
    this.workspace.zoomToFit();
    if (this.workspace.scale <= this.usual) return;
    this.workspace.setScale(this.usual);
    toStart(this.workspace);
  }

  focus(): void {
    Blockly.getFocusManager().focusTree(this.workspace);
  }

  /** Fits the blocks into their room; not while a menu is open, which Blockly would close under the pupil's hand. */
  resize(): void {
    window.clearTimeout(this.fitting);
    if (Blockly.DropDownDiv.isVisible() || Blockly.WidgetDiv.isVisible() || this.workspace.isDragging()) {
      this.fitting = window.setTimeout(() => this.resize(), LATER);
      return;
    }
    Blockly.svgResize(this.workspace);
    if (!this.asked || this.workspace.getParentSvg().clientWidth === 0) return;
    if (this.begun) {
      this.marks.again();
      return;
    }
    this.begun = true;
    toStart(this.workspace);
  }

  setLang(lang: Lang, findings: Finding[]): void {
    const json = this.json;
    const { scrollX, scrollY, scale } = this.workspace;
    this.workspace.dispose();
    this.lang = lang;
    this.workspace = this.inject();
    this.marks = new Marks(this.workspace);
    this.asked = "";
    this.load(json);
    this.workspace.setScale(scale);
    this.workspace.scroll(scrollX, scrollY);
    this.setFindings(findings);
  }

  dispose(): void {
    document.removeEventListener("pointerdown", this.pointed, true);
    window.clearTimeout(this.timer);
    window.clearTimeout(this.fitting);
    this.observer.disconnect();
    this.workspace.dispose();
  }
}

type Drawer = { contents: { kind: string; type?: string }[] };

/** Lets the drawer of the pupil's own blocks offer a call for each definition. */
function drawers(toolbox: Json): Json {
  const contents = (toolbox.contents as (Json & Drawer)[]).map((drawer) =>
    holdsOwn(drawer) ? { ...drawer, contents: undefined, custom: OWN_BLOCKS } : drawer,
  );
  return { ...toolbox, contents };
}

function ownBlocks(toolbox: Json): Drawer["contents"] {
  return (toolbox.contents as Drawer[]).find(holdsOwn)?.contents ?? [];
}

function holdsOwn(drawer: Drawer): boolean {
  return drawer.contents.some((item) => item.type === "cobot_define");
}
