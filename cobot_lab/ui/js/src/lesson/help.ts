import { element } from "../shared/dom";
import { Button, sign } from "./parts";
import type { Lang, Row, Version } from "./types";
import { words } from "./words";

export interface HelpCalls {
  accept(): void;
  restore(number: number | null): void;
  closed(): void;
  /** It is gone, and the focus was in it. */
  left(kind: Shown["kind"]): void;
}

type Shown =
  | { kind: "hints"; said: string[]; others: number }
  | { kind: "fix"; says: string; rows: Row[] }
  | { kind: "versions"; versions: Version[] };

/** The panel for what was asked for: hints, a repair to take or leave, earlier versions. */
export class Help {
  readonly root = element("section", { class: "cl-help-panel" });
  private shown: Shown | null = null;
  private lang: Lang = "fr";

  constructor(private readonly calls: HelpCalls) {
    this.root.hidden = true;
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  get kind(): Shown["kind"] | null {
    return this.shown?.kind ?? null;
  }

  get hints(): number {
    return this.shown?.kind === "hints" ? this.shown.said.length : 0;
  }

  speak(lang: Lang): void {
    this.lang = lang;
    // Hints and repairs were said in the other language.
    if (this.shown && this.shown.kind !== "versions") this.clear();
    else if (this.shown) this.draw();
  }

  /** Shows a hint under the ones before it; the other remarks, whose number is given, make room for it. */
  hint(says: string, grade: number, others: number): void {
    const before = this.shown?.kind === "hints" && grade > 1 ? this.shown.said : [];
    this.show({ kind: "hints", said: [...before.slice(0, grade - 1), says], others });
  }

  fix(says: string, rows: Row[]): void {
    this.show({ kind: "fix", says, rows });
  }

  versions(versions: Version[]): void {
    this.show({ kind: "versions", versions });
  }

  /** Takes the panel away. */
  clear(): void {
    const { kind } = this;
    const left = this.root.contains(document.activeElement);
    this.shown = null;
    this.root.hidden = true;
    this.root.replaceChildren();
    if (left && kind) this.calls.left(kind);
  }

  private close(): void {
    this.clear();
    this.calls.closed();
  }

  private show(shown: Shown): void {
    this.shown = shown;
    this.draw();
    this.root.scrollIntoView({ block: "nearest" });
  }

  private draw(): void {
    const { shown } = this;
    if (!shown) return;
    const said = words(this.lang);
    const titles = { hints: said.hintsOf, fix: said.fix, versions: said.versions };
    const title = element("h3", { tabindex: "-1" }, titles[shown.kind]);
    const close = element("button", { type: "button", class: "cl-close", "aria-label": said.close, title: said.close, onclick: () => this.close() }, "×");
    const bodies = { hints: () => this.drawHints(), fix: () => this.drawFix(), versions: () => this.drawVersions() };
    this.root.dataset.kind = shown.kind;
    this.root.setAttribute("aria-label", titles[shown.kind]);
    const head = element("div", { class: "cl-panel-head" }, title, close);
    if (shown.kind === "hints" && shown.others > 0) close.before(this.others(shown.others));
    const held = this.root.contains(document.activeElement);
    this.root.replaceChildren(head, ...bodies[shown.kind]());
    this.root.hidden = false;
    if (held) title.focus();
  }

  private others(count: number): HTMLElement {
    const back = new Button("plain", () => this.close());
    back.say("back", words(this.lang).others(count));
    return back.root;
  }

  private drawHints(): HTMLElement[] {
    if (this.shown?.kind !== "hints") return [];
    const { grades } = words(this.lang);
    const list = element("ol", { class: "cl-hints" });
    list.append(
      ...this.shown.said.map((says, at) => element("li", {}, element("strong", {}, grades[at] ?? ""), element("span", {}, says))),
    );
    return [element("div", { role: "log", "aria-live": "polite" }, list)];
  }

  private drawFix(): HTMLElement[] {
    if (this.shown?.kind !== "fix") return [];
    const said = words(this.lang);
    const { says, rows } = this.shown;
    const told = element("p", { role: "status" }, says);
    if (rows.length === 0) return [told];
    const list = element("ol", { class: "cl-diff" }, ...rows.map((row) => this.row(row)));
    const accept = new Button("accept", () => this.calls.accept());
    accept.say("check", said.accept);
    const leave = new Button("plain", () => this.close());
    leave.say("back", said.leave);
    return [told, list, element("div", { class: "cl-choices" }, accept.root, leave.root)];
  }

  private row({ kind, number, says }: Row): HTMLElement {
    const said = words(this.lang);
    if (kind === "gap") return element("li", { class: "cl-row cl-row-gap", "aria-hidden": "true" }, "⋯");
    const step = element("span", { class: "cl-row-number" }, number);
    if (kind === "same") return element("li", { class: "cl-row" }, step, element("span", {}, says));
    const tag = element(kind === "in" ? "ins" : "del", {}, says);
    return element("li", { class: `cl-row cl-row-${kind}` }, sign(kind, kind), element("span", { class: "cl-row-word" }, said[kind]), step, tag);
  }

  private drawVersions(): HTMLElement[] {
    if (this.shown?.kind !== "versions") return [];
    const said = words(this.lang);
    const { versions } = this.shown;
    if (versions.length === 0) return [element("p", {}, said.noVersions)];
    const when = new Intl.DateTimeFormat(this.lang, { weekday: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
    const list = element("ol", { class: "cl-versions" });
    for (const { number, kept_at, says } of versions) {
      const at = when.format(new Date(1000 * kept_at));
      const take = element("button", { type: "button", class: "cl-button", "aria-label": said.restoreOf(`${at}, ${says}`), onclick: () => this.calls.restore(number) }, said.restore);
      list.append(element("li", {}, element("span", { class: "cl-when" }, at), element("span", {}, says), take));
    }
    return [list];
  }
}
