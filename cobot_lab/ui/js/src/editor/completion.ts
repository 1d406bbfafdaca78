import { autocompletion, type Completion as Proposal, type CompletionContext, type CompletionResult, snippetCompletion } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { element } from "../shared/dom";
import type { Completion } from "./types";

/** Proposes the words of the activity, and the names of the cell's points between quotes. */
export function completion(offered: Completion[], places: string[]): Extension {
  const steps = offered.map(proposal);
  const names = places.map((name): Proposal => ({ label: name, type: "constant" }));
  return autocompletion({
    override: [(context) => quoted(context, names) ?? named(context, steps)],
    icons: false,
    tooltipClass: () => "cobot-completion",
  });
}

function proposal(one: Completion): Proposal {
  return snippetCompletion(one.template, {
    label: one.name,
    detail: one.wording,
    type: one.value ? "function" : "method",
    info: () => element("div", {}, one.help),
  });
}

function quoted(context: CompletionContext, options: Proposal[]): CompletionResult | null {
  const before = context.matchBefore(/\(\s*(?:[^()"]*,\s*)?"[^"\n]*$/);
  if (!before || options.length === 0) return null;
  return { from: before.from + before.text.lastIndexOf('"') + 1, options, validFor: /^[^"\n]*$/ };
}

function named(context: CompletionContext, options: Proposal[]): CompletionResult | null {
  const word = context.matchBefore(/[\p{L}_][\p{L}\p{N}_]*/u);
  if (!word && !context.explicit) return null;
  const line = context.state.doc.lineAt(context.pos).text.slice(0, (word?.from ?? context.pos) - context.state.doc.lineAt(context.pos).from);
  if (/^[^"]*("[^"]*"[^"]*)*"[^"]*$/.test(line) || line.includes("#")) return null;
  return { from: word?.from ?? context.pos, options, validFor: /^[\p{L}_][\p{L}\p{N}_]*$/u };
}
