import { type Range, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, GutterMarker, gutter, WidgetType } from "@codemirror/view";
import { element } from "../shared/dom";
import { REFUSAL_ICON, ADVICE_ICON } from "./icons";
import type { Finding, Lang } from "./types";
import { words } from "./words";

/** Remarks in the text: the words underlined, a sign in the margin, the sentence under the line. */

export interface Remarks {
  findings: Finding[];
  lang: Lang;
}

export const setRemarks = StateEffect.define<Remarks>();
export const setRunning = StateEffect.define<number | null>();

class Sentence extends WidgetType {
  constructor(
    private readonly finding: Finding,
    private readonly lang: Lang,
  ) {
    super();
  }

  override eq(other: Sentence): boolean {
    return JSON.stringify(other.finding) === JSON.stringify(this.finding) && other.lang === this.lang;
  }

  toDOM(): HTMLElement {
    const { severity, sentence, hint } = this.finding;
    const kind = element("span", { class: "cobot-kind" });
    kind.innerHTML = severity === "advice" ? ADVICE_ICON : REFUSAL_ICON;
    kind.append(words(this.lang)[severity]);
    const lines = [kind, element("span", { class: "cobot-said" }, sentence)];
    if (hint) lines.push(element("span", { class: "cobot-hint" }, hint));
    const box = element("div", { class: `cobot-remark cobot-${severity}`, role: "note" }, ...lines);
    return element("div", { class: "cobot-remark-line" }, box); // margins of a widget are not measured, paddings are
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

class Sign extends GutterMarker {
  constructor(private readonly severity: Finding["severity"]) {
    super();
  }

  override eq(other: Sign): boolean {
    return other.severity === this.severity;
  }

  override toDOM(): Node {
    const sign = element("span", { class: `cobot-sign cobot-${this.severity}` });
    sign.innerHTML = this.severity === "advice" ? ADVICE_ICON : REFUSAL_ICON;
    return sign;
  }
}

export const remarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    const moved = shown.map(transaction.changes);
    const effect = transaction.effects.find((one) => one.is(setRemarks));
    return effect ? drawn(effect.value as Remarks, transaction.newDoc) : moved;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export const running = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    const effect = transaction.effects.find((one) => one.is(setRunning));
    if (!effect) return shown.map(transaction.changes);
    const line = effect.value as number | null;
    if (!line || line > transaction.newDoc.lines) return Decoration.none;
    return Decoration.set([Decoration.line({ class: "cobot-running-line" }).range(transaction.newDoc.line(line).from)]);
  },
  provide: (field) => EditorView.decorations.from(field),
});

export const signs = gutter({
  class: "cobot-signs",
  lineMarker(view, line) {
    let found: Sign | null = null;
    view.state.field(remarks).between(line.from, line.to, (_from, _to, decoration) => {
      const severity = (decoration.spec as { severity?: Finding["severity"] }).severity;
      if (severity && found === null) found = new Sign(severity);
    });
    return found;
  },
  initialSpacer: () => new Sign("refusal"),
});

function drawn({ findings, lang }: Remarks, doc: Text): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const finding of findings) {
    const place = placeOf(finding, doc);
    if (!place) continue;
    const { severity } = finding;
    if (place.to > place.from) ranges.push(Decoration.mark({ class: `cobot-under cobot-${severity}`, severity }).range(place.from, place.to));
    const widget = new Sentence(finding, lang);
    ranges.push(Decoration.widget({ widget, block: true, side: 1, severity }).range(place.lineEnd));
  }
  return Decoration.set(ranges, true);
}

export function placeOf(finding: Finding, doc: Text): { from: number; to: number; lineEnd: number } | null {
  if (!finding.line || finding.line > doc.lines) return null;
  const line = doc.line(finding.line);
  const indent = line.text.length - line.text.trimStart().length;
  const from = Math.min(line.from + (finding.column ?? indent), line.to);
  const last = finding.endLine && finding.endLine <= doc.lines ? doc.line(finding.endLine) : line;
  const stop = finding.endColumn == null ? line.to : last.from + finding.endColumn;
  const to = Math.min(Math.max(stop, from), line.to);
  return { from: to > from ? from : line.from + indent, to, lineEnd: line.to };
}
