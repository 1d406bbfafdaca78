import * as Blockly from "blockly/core";
import type { Json } from "./types";

/** « si … alors … sinon »: each word on a row of its own, its steps under it, as pupils know it from Scratch. */

const CHOICE = "cobot_if";
const ROWS = "cobot_choice_rows";
/** What is drawn anew: all but the first question and its steps. */
const LATER = /^((IF|THEN|DO)[1-9]|OTHERWISE|ELSE)/;

/** A choice with the counts that Blockly's own mutator keeps. */
interface Choice extends Blockly.Block {
  elseifCount_: number;
  elseCount_: number;
  updateShape_(): void;
}

/** Draws the later cases; what Blockly draws puts the word beside the steps, which moves them far to the right. */
function drawCases(this: Choice): void {
  for (const { name } of [...this.inputList]) if (LATER.test(name)) this.removeInput(name);
  const check = this.getInput("IF0")?.connection?.getCheck() ?? null;
  const { Msg } = Blockly;
  for (let at = 1; at <= this.elseifCount_; at += 1) {
    this.appendValueInput(`IF${at}`).setCheck(check).appendField(Msg.CONTROLS_IF_MSG_ELSEIF!);
    this.appendDummyInput(`THEN${at}`).appendField(Msg.CONTROLS_IF_MSG_THEN!);
    this.appendStatementInput(`DO${at}`);
  }
  if (!this.elseCount_) return;
  this.appendDummyInput("OTHERWISE").appendField(Msg.CONTROLS_IF_MSG_ELSE!);
  this.appendStatementInput("ELSE");
}

export function registerChoice(): void {
  if (Blockly.Extensions.isRegistered(ROWS)) return;
  Blockly.Extensions.register(ROWS, function (this: Blockly.Block) {
    (this as Choice).updateShape_ = drawCases;
  });
}

/** Lets the block of a choice draw its cases like that. */
export function withWords(definition: Json): Json {
  return definition.type === CHOICE ? { ...definition, extensions: [ROWS] } : definition;
}
