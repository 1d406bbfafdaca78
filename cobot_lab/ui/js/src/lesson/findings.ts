import { element } from "../shared/dom";
import { sign } from "./parts";
import type { Face, Lang, Remark } from "./types";
import { words } from "./words";

/** The list of remarks: a click on one shows its block or line, and its instant. */
export class Findings {
  readonly root = element("ol", { class: "cl-findings" });
  private remarks: Remark[] = [];
  private at = 0;
  private face: Face = "blocks";

  constructor(private readonly chosen: (remark: Remark) => void) {}

  /** The remark that help is about. */
  get current(): number {
    return this.at;
  }

  get count(): number {
    return this.remarks.length;
  }

  /** The remark itself. */
  get chosenId(): string | null {
    return this.remarks[this.at]?.id ?? null;
  }

  /** Shows remarks with their places in the face that is looked at: only text has lines. */
  show(remarks: Remark[], lang: Lang, face: Face): void {
    const same = JSON.stringify(remarks) === JSON.stringify(this.remarks);
    if (same && this.root.lang === lang && this.face === face) return;
    this.remarks = remarks;
    if (!same) this.at = Math.max(0, remarks.findIndex((remark) => remark.severity === "refusal"));
    this.root.lang = lang;
    this.face = face;
    this.root.hidden = remarks.length === 0;
    this.root.setAttribute("aria-label", words(lang).findings);
    this.root.replaceChildren(...remarks.map((remark, index) => element("li", {}, this.button(remark, index, lang))));
    this.mark();
  }

  /** Leaves only some of them: the one that hints are about, or none beside a repair, which is about all. */
  fold(kept: "all" | "current" | "none"): void {
    this.root.dataset.kept = kept;
  }

  choose(id: string): void {
    const index = this.remarks.findIndex((remark) => remark.id === id);
    if (index < 0) return;
    this.at = index;
    this.mark();
    this.root.children[index]!.scrollIntoView({ block: "nearest" });
  }

  private button(remark: Remark, index: number, lang: Lang): HTMLElement {
    const { severity, says, help } = remark;
    const where = remark.where[this.face];
    const said = words(lang);
    const head = element("span", { class: "cl-where" }, where || said[severity]);
    const kind = element("span", { class: "cl-unseen" }, `${said[severity]}. `);
    const body = element("span", { class: "cl-finding-body" }, kind, head, element("span", { class: "cl-says" }, says));
    if (help) body.append(element("span", { class: "cl-help" }, help));
    return element(
      "button",
      {
        type: "button",
        class: `cl-finding cl-${severity}`,
        title: said.show,
        "data-code": remark.code,
        onclick: () => {
          this.at = index;
          this.mark();
          this.chosen(remark);
        },
      },
      sign(severity === "refusal" ? "failed" : "advice", severity),
      body,
    );
  }

  private mark(): void {
    [...this.root.querySelectorAll("button")].forEach((button, index) => {
      button.parentElement!.classList.toggle("cl-current", index === this.at);
      if (index === this.at && this.remarks.length > 1) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
  }
}
