import * as Blockly from "blockly/core";
import "blockly/blocks";
import { registerChoice, withWords } from "./choice";
import { registerFunctionMutators } from "./functions";
import { PLACE_FIELD, setPlaces } from "./place_field";
import type { Json, Lang, Vocabulary } from "./types";

const PLACE_BLOCK = "cobot_point";

/** Tells Blockly our blocks in one language; the blocks of a workspace already drawn keep their words. */
export function define(vocabulary: Vocabulary, lang: Lang): void {
  registerFunctionMutators(lang);
  registerChoice();
  setPlaces(vocabulary.places);
  const definitions = vocabulary.definitions[lang].map(withPlaces).map(withWords);
  for (const definition of definitions) delete Blockly.Blocks[definition.type as string];
  Blockly.common.defineBlocksWithJsonArray(definitions);
}

/** Lets a point be chosen by name instead of typed. */
function withPlaces(definition: Json): Json {
  if (definition.type !== PLACE_BLOCK) return definition;
  const fields = definition.args0 as Json[];
  return { ...definition, args0: fields.map((field) => ({ ...field, type: PLACE_FIELD })) };
}
