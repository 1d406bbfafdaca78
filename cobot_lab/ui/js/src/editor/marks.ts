import * as Blockly from "blockly/core";
import type { Finding } from "./types";
import { words } from "./words";
import type { Lang } from "./types";

const RUNNING = "cobot-running";
const ICON = "cobot-finding";
const SHOWN = ["cobot-refusal", "cobot-advice"];
/** Around the program when its beginning is shown [px]. */
const MARGIN = 18;
/** What of a tall block has to be seen: its question [in units of the workspace]. */
const HEAD = 70;

/** Shows where the program begins; Blockly shows its middle, which long comments push out of sight. */
export function toStart(workspace: Blockly.WorkspaceSvg): void {
  const { left, top } = workspace.getBlocksBoundingBox();
  workspace.scroll(MARGIN - left * workspace.scale, MARGIN - top * workspace.scale);
}

/** Remarks on the very blocks, each with an outline, an icon and its sentence; and the step that runs. */
export class Marks {
  private findings: Finding[] = [];
  private running: string | null = null;
  /** The block that was brought into view last; it stays there when the room changes. */
  private kept: string | null = null;

  constructor(private readonly workspace: Blockly.WorkspaceSvg) {}

  set(findings: Finding[], lang: Lang): void {
    this.findings = findings;
    this.draw(lang);
  }

  /** Draws everything anew, after the blocks were. */
  draw(lang: Lang): void {
    for (const block of this.workspace.getAllBlocks(false)) {
      block.setWarningText(null, ICON);
      for (const name of SHOWN) block.removeClass(name);
    }
    const sentences = new Map<Blockly.BlockSvg, string[]>();
    for (const finding of this.findings) {
      const block = this.blockOf(finding);
      if (!block) continue;
      block.addClass(`cobot-${finding.severity}`);
      const carrier = carrierOf(block);
      const said = finding.hint ? `${finding.sentence}\n${finding.hint}` : finding.sentence;
      const label = finding.severity === "advice" ? `${words(lang).advice}. ${said}` : said;
      sentences.set(carrier, [...(sentences.get(carrier) ?? []), label]);
    }
    for (const [block, said] of sentences) block.setWarningText([...new Set(said)].map(wrapped).join("\n\n"), ICON);
    this.run(this.running, false);
  }

  run(id: string | null, follow = true): void {
    if (this.running) this.workspace.getBlockById(this.running)?.removeClass(RUNNING);
    this.running = id;
    const block = id ? this.workspace.getBlockById(id) : null;
    if (!block) return;
    block.addClass(RUNNING);
    if (follow) this.reveal(block);
  }

  /** Brings the block of a remark into view, chooses it and opens its sentence. */
  show(finding: Finding): void {
    const block = this.blockOf(finding);
    if (!block) return;
    const carrier = carrierOf(block);
    this.reveal(carrier);
    Blockly.getFocusManager().focusNode(carrier);
    const icon = carrier.getIcon(Blockly.icons.WarningIcon.TYPE);
    void icon?.setBubbleVisible(true);
  }

  /** Brings the block of a remark into view, and leaves the focus where it is. */
  bring(finding: Finding): void {
    const block = this.blockOf(finding);
    if (block) this.reveal(carrierOf(block));
  }

  /** Brings the block that was in view last into view again, after the room around it has changed. */
  again(): void {
    const block = this.kept ? this.workspace.getBlockById(this.kept) : null;
    if (block) this.reveal(block);
  }

  /** Leaves the view to whoever moves blocks now. */
  letGo(): void {
    this.kept = null;
  }

  private blockOf(finding: Finding): Blockly.BlockSvg | null {
    return finding.blockId ? this.workspace.getBlockById(finding.blockId) : null;
  }

  private reveal(block: Blockly.BlockSvg): void {
    this.kept = block.id;
    const view = this.workspace.getMetricsManager().getViewMetrics(true);
    const at = block.getBoundingRectangleWithoutChildren();
    const head = Math.min(at.bottom - at.top, HEAD);
    const inside = at.top >= view.top && at.left >= view.left && at.top + head <= view.top + view.height && at.left + 80 <= view.left + view.width;
    const whole = this.workspace.getBlocksBoundingBox();
    const fits = whole.bottom - whole.top + 2 * MARGIN < view.height && at.left - whole.left + 80 < view.width;
    const seen = whole.top - MARGIN / 2 >= view.top && whole.bottom <= view.top + view.height;
    if (inside && (seen || !fits)) return;
    const { scale } = this.workspace;
    if (fits) toStart(this.workspace);
    else if (at.bottom - at.top < view.height) this.workspace.centerOnBlock(block.id, true);
    else this.workspace.scroll(MARGIN - at.left * scale, MARGIN - at.top * scale); // of a tall one, what it asks
  }
}

/** The block that has room for an icon: a shadow in a gap has none. */
function carrierOf(block: Blockly.BlockSvg): Blockly.BlockSvg {
  let carrier = block;
  while (carrier.outputConnection && carrier.getParent()) carrier = carrier.getParent()!;
  return carrier;
}

/** Lines of a bubble, which Blockly does not break. */
function wrapped(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replace(/(.{1,52})(?: |$)/g, "$1\n").trimEnd())
    .join("\n");
}
