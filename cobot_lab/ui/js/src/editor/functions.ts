import * as Blockly from "blockly/core";
import type { Lang } from "./types";
import { words } from "./words";

/** The pupil's own blocks: what a definition takes, and the calls that follow it. */

const DEFINE = "cobot_define";
const CALLS = ["cobot_call", "cobot_call_value"];
const TAKES = "COBOT_TAKES";
const HEAD = "COBOT_HEAD";

export interface DefineBlock extends Blockly.BlockSvg {
  params: string[];
  showParams(): void;
}

interface CallBlock extends Blockly.BlockSvg {
  called: string;
  given: number;
  showCall(): void;
}

let lang: Lang = "fr";

const defineMutator = {
  params: [] as string[],
  saveExtraState(this: DefineBlock): { params: string[] } | null {
    return this.params.length > 0 ? { params: [...this.params] } : null;
  },
  loadExtraState(this: DefineBlock, state: { params?: string[] }): void {
    this.params = [...(state.params ?? [])];
    this.showParams();
  },
  showParams(this: DefineBlock): void {
    this.removeInput(TAKES, true);
    if (this.params.length === 0) return;
    this.appendDummyInput(TAKES).appendField(`${words(lang).with} ${this.params.join(", ")}`);
    const first = this.inputList.find((input) => input.name === "DO");
    if (first) this.moveInputBefore(TAKES, "DO");
  },
};

const callMutator = {
  called: "",
  given: 0,
  saveExtraState(this: CallBlock): { name: string; arguments: number } {
    return { name: this.called, arguments: this.given };
  },
  loadExtraState(this: CallBlock, state: { name?: string; arguments?: number }): void {
    this.called = state.name ?? "";
    this.given = state.arguments ?? 0;
    this.showCall();
  },
  showCall(this: CallBlock): void {
    this.removeInput(HEAD, true);
    this.appendDummyInput(HEAD).appendField(this.called);
    if (this.inputList.length > 1) this.moveInputBefore(HEAD, this.inputList.find((input) => input.name.startsWith("ARG"))?.name ?? null);
    for (let at = 0; at < this.given; at += 1) if (!this.getInput(`ARG${at}`)) this.appendValueInput(`ARG${at}`);
    for (let at = this.given; this.getInput(`ARG${at}`); at += 1) this.removeInput(`ARG${at}`);
  },
};

export function registerFunctionMutators(shown: Lang): void {
  lang = shown;
  for (const [name, mutator] of [["cobot_define_mutator", defineMutator], ["cobot_call_mutator", callMutator]] as const) {
    if (!Blockly.Extensions.isRegistered(name)) Blockly.Extensions.registerMutator(name, mutator);
  }
}

export function isDefinition(block: Blockly.Block | null | undefined): block is DefineBlock {
  return block?.type === DEFINE;
}

/** Changes what a definition takes, and every call of it; one step for “undo”. */
export function setParams(block: DefineBlock, params: string[]): void {
  Blockly.Events.setGroup(true);
  const name = block.getFieldValue("NAME") as string;
  mutate(block, () => {
    block.params = params;
    block.showParams();
  });
  for (const call of callsOf(block.workspace, name)) {
    mutate(call, () => {
      call.given = params.length;
      call.showCall();
    });
  }
  Blockly.Events.setGroup(false);
}

/** Lets the calls of a definition follow its name. */
export function followNames(workspace: Blockly.WorkspaceSvg): void {
  workspace.addChangeListener((event) => {
    if (event.type !== Blockly.Events.BLOCK_CHANGE || !event.recordUndo) return;
    const change = event as Blockly.Events.BlockChange;
    const block = change.blockId ? workspace.getBlockById(change.blockId) : null;
    if (!isDefinition(block) || change.name !== "NAME") return;
    const group = Blockly.Events.getGroup();
    Blockly.Events.setGroup(event.group);
    for (const call of callsOf(workspace, change.oldValue as string)) {
      mutate(call, () => {
        call.called = change.newValue as string;
        call.showCall();
      });
    }
    Blockly.Events.setGroup(group);
  });
}

/** The calls that a drawer offers: one for each definition on the workspace. */
export function calls(workspace: Blockly.WorkspaceSvg): { kind: "block"; type: string; extraState: object }[] {
  const defined = workspace.getTopBlocks(true).filter((block) => isDefinition(block)) as DefineBlock[];
  return defined.map((block) => ({
    kind: "block",
    type: hasReturn(block) ? CALLS[1]! : CALLS[0]!,
    extraState: { name: block.getFieldValue("NAME"), arguments: block.params.length },
  }));
}

function hasReturn(block: Blockly.Block): boolean {
  return block.getDescendants(false).some((inner) => inner.type === "cobot_return");
}

function callsOf(workspace: Blockly.Workspace, name: string): CallBlock[] {
  return workspace.getAllBlocks(false).filter((block) => CALLS.includes(block.type) && (block as CallBlock).called === name) as CallBlock[];
}

function mutate(block: DefineBlock | CallBlock, change: () => void): void {
  const before = JSON.stringify(block.saveExtraState?.(true) ?? null);
  change();
  const after = JSON.stringify(block.saveExtraState?.(true) ?? null);
  if (before === after) return;
  Blockly.Events.fire(new (Blockly.Events.get(Blockly.Events.BLOCK_CHANGE))(block, "mutation", null, before, after));
}
