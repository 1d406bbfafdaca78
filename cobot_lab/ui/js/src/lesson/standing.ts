import type { Lang, ProgramState, State } from "./types";
import { words } from "./words";

export type Busy = "check" | "seek" | null;

/** How a program stands, as far as the kernel has told. */
export function standing({ judged, steps }: ProgramState, busy: Busy): State {
  if (busy) return "verifying";
  if (judged) return judged.passed ? "passed" : judged.verdict === "FAILED" ? "failed" : "unsure";
  return steps.length < 2 ? "empty" : "editing";
}

/** The sentence for it. */
export function sentence(state: State, program: ProgramState, refusals: number, busy: Busy, lang: Lang): string {
  const said = words(lang);
  switch (state) {
    case "empty":
      return refusals ? said.editingRefusals(refusals) : said.emptySays;
    case "editing":
      return refusals ? said.editingRefusals(refusals) : said.editingSays;
    case "verifying":
      return busy === "seek" ? said.seekingSays : said.verifyingSays;
    case "trouble":
      return "";
    default:
      return program.judged?.says ?? "";
  }
}
