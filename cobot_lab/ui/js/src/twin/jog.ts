/** Driving the arm by hand: its axes, its tool, and teaching the point where the tool is. */

import { button, face, make, unique } from "./dom";
import { nudged, reach, toolPose } from "./kinematics";
import type { Arm, Lang, Place, TaughtPoint } from "./types";
import { number, pair, say } from "./words";

const DEGREES = 180 / Math.PI;
const STEPS_MM = [1, 5, 10, 50];
const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** Directions of the tool buttons in world axes: letter, sign, direction. */
const WAYS = (["x", "y", "z"] as const).flatMap((axis, i) =>
  ([1, -1] as const).map((sign) => ({ axis, sign, way: [0, 1, 2].map((k) => (k === i ? sign : 0)) })),
);

export interface JogCalls {
  /** The arm is to be shown like this; nothing when the film is to be shown again. */
  moved(q: number[] | null): void;
  /** Where the arm is in the film now. */
  here(): number[];
  teach(point: TaughtPoint): void;
}

export class Jog {
  readonly root: HTMLDetailsElement;
  private q: number[] = [];
  private arm: Arm | null = null;
  private readonly body: HTMLElement;
  private sliders: { input: HTMLInputElement; shown: HTMLOutputElement }[] = [];
  private position: HTMLElement | null = null;
  private offset: HTMLElement | null = null;
  private places: readonly Place[] = [];
  private said: HTMLElement | null = null;
  private stepMm = 10;

  constructor(
    private lang: Lang,
    private readonly calls: JogCalls,
  ) {
    this.root = make("details", "ct-jog");
    make("summary", "", this.root);
    this.body = make("div", "ct-jog-body", this.root);
    this.root.addEventListener("toggle", () => (this.root.open ? this.begin() : this.leave()));
    this.speak(lang);
  }

  get active(): boolean {
    return this.root.open && this.q.length > 0;
  }

  speak(lang: Lang): void {
    this.lang = lang;
    this.root.querySelector("summary")!.textContent = say(lang, "jog");
    this.build();
  }

  set(arm: Arm, places: readonly Place[]): void {
    this.arm = arm;
    this.places = places;
    this.q = [];
    this.root.open = false;
    this.build();
  }

  /** Back to the film, also when somebody moves in time. */
  leave(): void {
    if (!this.q.length) return;
    this.q = [];
    const held = this.body.contains(document.activeElement);
    this.root.open = false;
    if (held) this.root.querySelector("summary")!.focus();
    this.calls.moved(null);
  }

  private begin(): void {
    if (!this.arm || this.q.length) return;
    this.to(this.calls.here());
  }

  private to(q: number[]): void {
    if (!this.arm) return;
    this.q = q.map((value, i) => Math.min(Math.max(value, this.arm!.joints[i]!.q_min), this.arm!.joints[i]!.q_max));
    this.calls.moved(this.q);
    this.tell();
  }

  private build(): void {
    this.body.replaceChildren();
    if (!this.arm) return;
    const axes = make("fieldset", "ct-axes", this.body);
    make("legend", "", axes).textContent = say(this.lang, "joints");
    this.sliders = this.arm.joints.map((joint, i) => {
      const row = make("label", "ct-axis", axes);
      make("span", "", row).textContent = joint.label[this.lang];
      const input = make("input", "", row);
      [input.type, input.step] = ["range", "0.5"];
      [input.min, input.max] = [joint.q_min, joint.q_max].map((limit) => (limit * DEGREES).toFixed(2)) as [string, string];
      input.addEventListener("input", () => {
        const q = this.q.length ? [...this.q] : this.calls.here();
        q[i] = Number(input.value) / DEGREES;
        this.say("");
        this.to(q);
      });
      return { input, shown: make("output", "", row) };
    });
    const beside = make("div", "ct-jog-beside", this.body);
    this.tool(beside);
    this.point(beside);
    this.tell();
  }

  private tool(into: HTMLElement): void {
    const box = make("fieldset", "ct-tool", into);
    make("legend", "", box).textContent = say(this.lang, "tool");
    const by = make("label", "ct-select", box);
    make("span", "", by).textContent = say(this.lang, "by");
    const steps = make("select", "", by);
    for (const step of STEPS_MM) {
      const option = make("option", "", steps);
      [option.value, option.textContent, option.selected] = [String(step), `${step} mm`, step === this.stepMm];
    }
    steps.addEventListener("change", () => (this.stepMm = Number(steps.value)));
    const grid = make("div", "ct-ways", box);
    for (const { axis, sign, way } of WAYS) {
      const act = button(grid, "", () => this.shift(way, 0));
      const name = `${axis} ${sign > 0 ? "+" : "\u2212"}`;
      act.textContent = name;
      act.setAttribute("aria-label", `${say(this.lang, "tool")} ${name}`);
    }
    for (const sign of [1, -1]) {
      const act = button(grid, "", () => this.shift([0, 0, 0], (sign * 5) / DEGREES));
      act.textContent = `${sign > 0 ? "↺" : "↻"} 5°`;
      act.setAttribute("aria-label", `${say(this.lang, "turnTool")} ${sign > 0 ? "+" : "\u2212"}5°`);
    }
    const rest = button(grid, "ct-wide", () => this.to([...this.arm!.q_rest]));
    rest.textContent = say(this.lang, "rest");
    this.position = make("p", "ct-position", box);
    this.offset = make("p", "ct-position", box);
  }

  private point(into: HTMLElement): void {
    const box = make("form", "ct-teach", into);
    const id = unique("ct-name");
    const label = make("label", "", box);
    label.htmlFor = id;
    label.textContent = say(this.lang, "pointName");
    const name = make("input", "", box);
    [name.id, name.type, name.maxLength, name.autocomplete] = [id, "text", 40, "off"];
    const act = button(box, "ct-primary", () => undefined);
    act.type = "submit";
    face(act, say(this.lang, "teach"), "flag", true);
    const back = button(box, "ct-back", () => this.leave());
    back.textContent = say(this.lang, "back2film");
    this.said = make("p", "ct-said", box);
    this.said.setAttribute("role", "status");
    box.addEventListener("submit", (event) => {
      event.preventDefault();
      const given = name.value.trim();
      if (!given) return this.say(say(this.lang, "needsName"));
      if (!NAME.test(given)) return this.say(say(this.lang, "badName"));
      this.calls.teach({ name: given, T_WP: Array.from(toolPose(this.arm!, this.q)), q: [...this.q] });
      this.say(say(this.lang, "taught") + given);
      name.value = "";
    });
  }

  /** Move the tool along the world's axes [one step each], or turn it about its own z [rad]. */
  private shift(way: readonly number[], angle: number): void {
    if (!this.arm) return;
    const q = this.q.length ? this.q : this.calls.here();
    const target = nudged(toolPose(this.arm, q), 0, 0, 0, angle);
    [3, 7, 11].forEach((at, i) => (target[at]! += (way[i]! * this.stepMm) / 1000));
    const found = reach(this.arm, q, target);
    this.say(found ? "" : say(this.lang, "limit"));
    if (found) this.to(found);
  }

  private say(text: string): void {
    if (this.said) this.said.textContent = text;
  }

  private tell(): void {
    if (!this.arm || !this.q.length) return;
    this.sliders.forEach(({ input, shown }, i) => {
      input.value = String(this.q[i]! * DEGREES);
      shown.textContent = `${number(this.lang, this.q[i]! * DEGREES, 0)}°`;
    });
    const T = toolPose(this.arm, this.q);
    const mm = (at: number): string => number(this.lang, T[at]! * 1000, 0);
    const words = `x ${mm(3)}, y ${mm(7)}, z ${mm(11)}\u00a0mm`;
    if (this.position) this.position.textContent = pair(this.lang, say(this.lang, "at"), words);
    if (this.offset) this.offset.textContent = this.fromPoint([T[3]!, T[7]!, T[11]!]);
  }

  /** How far the tool is from the nearest point, as programs write it: a point shifted by x, y and z. */
  private fromPoint(at: readonly number[]): string {
    const shifts = this.places.map(({ name, pose }) => ({ name, by: at.map((value, i) => value - pose[i]!) }));
    const near = shifts.sort((one, other) => Math.hypot(...one.by) - Math.hypot(...other.by))[0];
    if (!near) return "";
    const [x, y, z] = near.by.map((value) => number(this.lang, 1000 * value, 0));
    return pair(this.lang, `${say(this.lang, "fromPoint")} ${near.name}`, `x ${x}, y ${y}, z ${z}\u00a0mm`);
  }
}
