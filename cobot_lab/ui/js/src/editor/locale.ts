import * as Blockly from "blockly/core";
import * as En from "blockly/msg/en";
import * as Fr from "blockly/msg/fr";
import french from "./french.json";
import type { Lang } from "./types";

/** Blockly's own words: French as pupils know it from Scratch, with what Blockly leaves in English. */
export function setLocale(lang: Lang): void {
  Blockly.setLocale((lang === "fr" ? { ...Fr, ...french } : { ...En }) as never);
}
