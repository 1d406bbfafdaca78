// Blockly leaves part of its French in English, nearly all of what it tells a screen reader. Every phrase that its core
// uses has to differ from the English one, in Blockly's French or in ours; when one does not, the build stops.
import { readFile } from "node:fs/promises";

const SAME = new Set(["ALT_KEY", "CHROME_OS", "COMMAND_KEY", "CONTROL_KEY", "LINUX", "MAC_OS", "OPTION_KEY", "PAUSE_KEY", "WINDOWS"]);
// Asked for by a name that is put together from parts.
const COMPOSED = /^(WORKSPACE_CONTENTS|ANNOUNCE|ARIA|BLOCK_LABEL|BUBBLE_LABEL|FIELD_LABEL|ICON_LABEL|KEYBOARD_NAV|SCREENREADER)_/;
// Of blocks and fields that the pupils' language has not.
const ABSENT = /(BITMAP|COLOUR|_DATE|_ANGLE|_GRID|LIST_ITEM|(ADD|REMOVE)_TEXT)/;

export async function untranslated(ours) {
  const core = await readFile("node_modules/blockly/blockly_compressed.js", "utf8");
  const [en, fr] = await Promise.all(["en", "fr"].map((lang) => import(`../node_modules/blockly/msg/${lang}.mjs`)));
  const used = (key) => new RegExp(`[.'"{}]${key}\\b`).test(core) || COMPOSED.test(key);
  const letters = /[a-z]/i;
  return Object.keys(en).filter(
    (key) =>
      !SAME.has(key) && !ABSENT.test(key) && !/HELPURL|_HUE$/.test(key) && letters.test(en[key]) && used(key) && ({ ...fr, ...ours }[key] ?? en[key]) === en[key],
  );
}

export async function checkFrench(file = "src/editor/french.json") {
  const left = await untranslated(JSON.parse(await readFile(file, "utf8")));
  if (left.length > 0) throw new Error(`Blockly says this in English to French pupils: ${left.join(", ")}`);
}
