import type { Finding } from "../editor";
import type { FindingMark } from "../twin";
import type { Remark } from "./types";

/** A remark as the editor takes it. */
export function forEditor({ id, severity, block, text, says, help, t }: Remark): Finding {
  const same = text !== null && text.end_line === text.line;
  return {
    id,
    severity,
    blockId: block,
    line: text?.line ?? null,
    column: text?.column ?? null,
    endLine: text?.line ?? null,
    endColumn: same ? text.end_column : null,
    sentence: says,
    hint: help,
    t,
  };
}

/** A remark as the twin takes it; where it shows in a film comes with the film. */
export function forTwin({ id, code, severity, step, says, help, t }: Remark): FindingMark & { id: string } {
  return { id, code, severity, step, span: null, t, says: { fr: says, en: says }, help: { fr: help, en: help }, point: null };
}
