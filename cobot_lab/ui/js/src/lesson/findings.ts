import { element } from "../shared/dom";
import { sign } from "./parts";
import type { Lang, Remark } from "./types";
import { words } from "./words";

/** The list of remarks: a click on one shows its block or line, and its instant. */
export class Findings {
  readonly root = element("ol", { class: "cl-findings" });
  private remarks: Remark[] = [];
  private at = 0;

  constructor(private readonly chosen: (remark: Remark) => void) {}

  /** The remark that help is about. */
  get current(): number {
    return this.at;
  }

  get count(): number {
    return this.remarks.length;
  }

  show(remarks: Remark[], lang: Lang): void {
    const same = JSON.stringify(remarks) === JSON.stringify(this.remarks) && this.root.lang === lang;
    if (same) return;
    this.remarks = remarks;
    this.at = Math.max(
      0,
      remarks.findIndex((remark) => remark.severity === "refusal"),
    );
    this.root.lang = lang;
    this.root.hidden = remarks.length === 0;
    this.root.setAttribute("aria-label", words(lang).findings);
    this.root.replaceChildren(...remarks.map((remark, index) => element("li", {}, this.button(remark, index, lang))));
    this.mark();
  }

  choose(id: string): void {
    const index = this.remarks.findIndex((remark) => remark.id === id);
    if (index < 0) return;
    this.at = index;
    this.mark();
    this.root.children[index]!.scrollIntoView({ block: "nearest" });
  }

  private button(remark: Remark, index: number, lang: Lang): HTMLElement {
    const { severity, where, says, help } = remark;
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
      if (index === this.at && this.remarks.length > 1) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
  }
}
