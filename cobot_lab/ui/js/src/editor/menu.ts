import * as Blockly from "blockly/core";
import { isDefinition, setParams } from "./functions";
import { words } from "./words";
import type { Lang } from "./types";

/** What one workspace adds to the menus of its blocks. */
export interface MenuActions {
  lang: Lang;
  opens(block: Blockly.BlockSvg): boolean;
  open(block: Blockly.BlockSvg): void;
}

const ACTIONS = new WeakMap<Blockly.Workspace, MenuActions>();

export function addMenu(workspace: Blockly.WorkspaceSvg, actions: MenuActions): void {
  ACTIONS.set(workspace, actions);
  register("cobot_open", 0.5, (block, own) => own.opens(block), (own) => words(own.lang).open, (block, own) => own.open(block));
  register(
    "cobot_add_parameter",
    0.6,
    (block) => isDefinition(block) && !block.isInFlyout && block.isEditable(),
    (own) => words(own.lang).addParameter,
    (block, own) => {
      if (!isDefinition(block)) return;
      Blockly.dialog.prompt(words(own.lang).parameterName, `n${block.params.length + 1}`, (name) => {
        const clean = (name ?? "").trim().normalize("NFC");
        if (clean && !block.params.includes(clean)) setParams(block, [...block.params, clean]);
      });
    },
  );
  register(
    "cobot_remove_parameter",
    0.7,
    (block) => isDefinition(block) && !block.isInFlyout && block.isEditable() && block.params.length > 0,
    (own) => words(own.lang).removeParameter,
    (block) => isDefinition(block) && setParams(block, block.params.slice(0, -1)),
  );
}

function register(
  id: string,
  weight: number,
  fits: (block: Blockly.BlockSvg, actions: MenuActions) => boolean,
  label: (actions: MenuActions) => string,
  act: (block: Blockly.BlockSvg, actions: MenuActions) => void,
): void {
  const registry = Blockly.ContextMenuRegistry.registry;
  if (registry.getItem(id)) return;
  const scope = ({ block }: Blockly.ContextMenuRegistry.Scope) => {
    const actions = block && ACTIONS.get(block.workspace);
    return block && actions ? { block, actions } : null;
  };
  registry.register({
    id,
    weight,
    scopeType: Blockly.ContextMenuRegistry.ScopeType.BLOCK,
    displayText: (place) => label(scope(place)!.actions),
    preconditionFn: (place) => {
      const at = scope(place);
      return at && fits(at.block, at.actions) ? "enabled" : "hidden";
    },
    callback: (place) => {
      const at = scope(place);
      if (at) act(at.block, at.actions);
    },
  });
}
