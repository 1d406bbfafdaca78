/** The line of time: a native range, a segment for each step, a sign for each finding, and the buttons that play. */

import { button, face, make, toggle, unique } from "./dom";
import { icon } from "./icons";
import { type Player, SPEEDS } from "./player";
import type { FindingMark, Lang, Outcome, StepMark } from "./types";
import { number, pair, say, told } from "./words";

/** Narrower segments are ticks; the range and the text below reach every step as well. */
const TARGET = 24;
/** What takes less time has no segment of its own [s]. */
const INSTANT = 0.02;

export interface TimelineCalls {
  hover(mark: StepMark | null): void;
  finding(finding: FindingMark): void;
  outcome(id: string): void;
}

export class Timeline {
  readonly root: HTMLElement;
  private readonly range: HTMLInputElement;
  private readonly clock: HTMLElement;
  private readonly sentence: HTMLElement;
  private readonly track: HTMLElement;
  private readonly signs: HTMLElement;
  private readonly buttons: Record<"start" | "back" | "play" | "forward" | "loop", HTMLButtonElement>;
  private readonly speed: HTMLSelectElement;
  private readonly speedLabel: HTMLElement;
  private readonly outcomeBox: HTMLElement;
  private readonly outcomes: HTMLSelectElement;
  private readonly outcomeLabel: HTMLElement;
  private readonly observer: ResizeObserver;
  private steps: readonly StepMark[] = [];
  private findings: readonly FindingMark[] = [];
  private parts: StepMark[][] = [];
  private segments: HTMLElement[] = [];
  private offered: readonly Outcome[] = [];

  constructor(
    private readonly player: Player,
    private lang: Lang,
    private readonly calls: TimelineCalls,
  ) {
    this.root = make("div", "ct-timeline");
    const head = make("div", "ct-now", this.root);
    this.sentence = make("p", "ct-sentence", head);
    this.clock = make("output", "ct-clock", head);
    const rail = make("div", "ct-rail", this.root);
    this.signs = make("div", "ct-signs", rail);
    this.track = make("div", "ct-track", rail);
    this.range = make("input", "ct-range", rail);
    this.range.type = "range";
    this.range.min = "0";
    this.range.step = "0.01";
    this.range.addEventListener("input", () => {
      player.pause();
      player.seek(Number(this.range.value));
    });
    this.range.addEventListener("keydown", (event) => this.key(event));
    const row = make("div", "ct-buttons", this.root);
    this.buttons = {
      start: button(row, "", () => player.seek(0)),
      back: button(row, "", () => this.jump(-1)),
      play: button(row, "ct-play", () => (player.playing ? player.pause() : player.play())),
      forward: button(row, "", () => this.jump(1)),
      loop: toggle(row, "", false, (on) => (player.loop = on)),
    };
    const speedBox = make("label", "ct-select", row);
    this.speedLabel = make("span", "", speedBox);
    this.speed = make("select", "", speedBox);
    this.speed.addEventListener("change", () => (player.speed = Number(this.speed.value)));
    this.outcomeBox = make("label", "ct-select ct-outcome", row);
    this.outcomeLabel = make("span", "", this.outcomeBox);
    this.outcomes = make("select", "", this.outcomeBox);
    this.outcomes.id = unique("ct-outcome");
    this.outcomes.addEventListener("change", () => calls.outcome(this.outcomes.value));
    this.outcomeBox.hidden = true;
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(this.track);
    this.speak(lang);
  }

  dispose(): void {
    this.observer.disconnect();
  }

  speak(lang: Lang): void {
    this.lang = lang;
    const { start, back, forward, loop } = this.buttons;
    face(start, say(lang, "start"), "start");
    face(back, say(lang, "back"), "back");
    face(forward, say(lang, "forward"), "forward");
    face(loop, say(lang, "loop"), "loop");
    this.range.setAttribute("aria-label", say(lang, "time"));
    this.speedLabel.textContent = say(lang, "speed");
    this.speed.replaceChildren(
      ...SPEEDS.map((speed) => {
        const option = make("option");
        option.value = String(speed);
        option.textContent = `× ${String(speed).replace(".", lang === "fr" ? "," : ".")}`;
        option.selected = speed === this.player.speed;
        return option;
      }),
    );
    this.outcomeLabel.textContent = say(lang, "outcome");
    this.offer(this.offered, this.outcomes.value);
    this.playing();
    this.set(this.steps, this.findings);
  }

  offer(outcomes: readonly Outcome[], chosen: string): void {
    this.offered = outcomes;
    this.outcomeBox.hidden = outcomes.length < 2;
    this.outcomes.replaceChildren(
      ...outcomes.map(({ id, words }) => {
        const option = make("option");
        [option.value, option.textContent, option.selected] = [id, words[this.lang], id === chosen];
        return option;
      }),
    );
  }

  /** Mark the outcome whose film is shown. */
  choose(id: string): void {
    this.outcomes.value = id;
  }

  set(steps: readonly StepMark[], findings: readonly FindingMark[]): void {
    this.steps = steps;
    this.findings = findings;
    this.range.max = String(this.player.end || 1);
    this.root.classList.toggle("ct-empty", !(this.player.end > 0));
    [this.range, ...Object.values(this.buttons)].forEach((each) => (each.disabled = !(this.player.end > 0)));
    this.parts = grouped(steps);
    this.segments = this.parts.map((part) => this.segment(part));
    this.track.replaceChildren(...this.segments);
    const timed = findings.filter((finding) => finding.t !== null);
    this.signs.replaceChildren(...timed.map((finding) => this.sign(finding)));
    this.signs.hidden = !timed.length;
    this.fit();
    this.now();
  }

  /** Show the instant. */
  now(): void {
    const { t, end } = this.player;
    this.range.value = String(t);
    const seconds = (value: number): string => `${number(this.lang, value, 1)}\u00a0s`;
    this.clock.textContent = end > 0 ? `${seconds(t)} / ${seconds(end)}` : "";
    const current = this.current();
    const words = current ? this.sentenceOf(current) : "";
    this.range.setAttribute("aria-valuetext", `${seconds(t)}. ${words}`);
    this.sentence.textContent = end > 0 ? words : say(this.lang, "none");
    this.range.style.setProperty("--part", `${end > 0 ? (100 * t) / end : 0}%`);
    this.segments.forEach((segment, index) => segment.classList.toggle("ct-on", current !== null && this.parts[index]!.includes(current)));
    this.signs.querySelectorAll<HTMLElement>("[data-t]").forEach((sign) => {
      sign.classList.toggle("ct-reached", Number(sign.dataset["t"]) <= t + 1e-3);
    });
  }

  playing(): void {
    const { playing } = this.player;
    face(this.buttons.play, say(this.lang, playing ? "pause" : "play"), playing ? "pause" : "play");
  }

  /** The passage under way; at its very end it is still that one. */
  current(): StepMark | null {
    const { t } = this.player;
    const begun = this.steps.filter((mark) => mark.t0 <= t + 1e-6);
    return begun[begun.length - 1] ?? null;
  }

  private sentenceOf(mark: StepMark): string {
    return pair(this.lang, `${say(this.lang, "step")} ${mark.number}`, told(this.lang, mark.says));
  }

  private jump(direction: 1 | -1): void {
    this.player.pause();
    const { t, end } = this.player;
    const instants = [0, ...this.steps.map((mark) => mark.t0), this.steps[this.steps.length - 1]?.t1 ?? end];
    const next =
      direction > 0 ? instants.filter((each) => each > t + 1e-3)[0] : instants.filter((each) => each < t - 1e-3).pop();
    this.player.seek(next ?? (direction > 0 ? end : 0));
  }

  private key(event: KeyboardEvent): void {
    const tenth = event.shiftKey ? 1 : 0.1;
    const keys: Record<string, () => void> = {
      ArrowLeft: () => this.nudge(-tenth),
      ArrowDown: () => this.nudge(-tenth),
      ArrowRight: () => this.nudge(tenth),
      ArrowUp: () => this.nudge(tenth),
      PageUp: () => this.jump(1),
      PageDown: () => this.jump(-1),
      " ": () => (this.player.playing ? this.player.pause() : this.player.play()),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  private nudge(by: number): void {
    this.player.pause();
    this.player.seek(this.player.t + by);
  }

  private segment(part: StepMark[]): HTMLElement {
    const mark = part[part.length - 1]!;
    const words = part.map((each) => this.sentenceOf(each)).join(" ");
    const segment = button(this.track, "ct-segment", () => {
      this.player.pause();
      this.player.seek(mark.t0);
    });
    segment.setAttribute("aria-label", words);
    segment.title = words;
    // A question and the first step of its answer are one: « 3.3 » is said in « 3.3.1 ».
    const numbers = part.map(({ number }) => number);
    segment.dataset["numbers"] = numbers.filter((one, index) => !numbers[index + 1]?.startsWith(`${one}.`)).join(" · ");
    for (const [event, shown] of [["pointerenter", mark], ["focus", mark], ["pointerleave", null], ["blur", null]] as const) {
      segment.addEventListener(event, () => this.calls.hover(shown));
    }
    return segment;
  }

  private sign(finding: FindingMark): HTMLElement {
    const refusal = finding.severity === "refusal";
    const words = pair(this.lang, say(this.lang, refusal ? "problem" : "advice"), told(this.lang, finding.says));
    const sign = button(this.signs, `ct-sign ct-${finding.severity}`, () => {
      this.player.pause();
      this.player.seek(finding.t ?? 0);
      this.calls.finding(finding);
    });
    sign.innerHTML = icon(refusal ? "problem" : "advice");
    sign.dataset["t"] = String(finding.t);
    sign.dataset["code"] = finding.code;
    sign.setAttribute("aria-label", `${words} ${say(this.lang, "lookHere")}`);
    sign.title = words;
    return sign;
  }

  /** Put segments and signs at their instants; what would be too narrow to hit is a tick, signs do not overlap. */
  private fit(): void {
    const { end } = this.player;
    const width = this.track.clientWidth;
    if (!(end > 0) || !width) return;
    this.segments.forEach((segment, index) => {
      const { t0, t1 } = this.parts[index]!.at(-1)!;
      const wide = ((t1 - t0) / end) * width;
      segment.style.left = `${(100 * t0) / end}%`;
      segment.style.width = `${(100 * (t1 - t0)) / end}%`;
      const tick = wide < TARGET;
      segment.classList.toggle("ct-tick", tick);
      segment.toggleAttribute("inert", tick);
      label(segment);
    });
    const signs = [...this.signs.querySelectorAll<HTMLElement>("[data-t]")];
    const feet = signs.map((sign) => (Number(sign.dataset["t"]) / end) * width);
    apart(feet, width).forEach((x, index) => {
      signs[index]!.style.left = `${x}px`;
      signs[index]!.style.setProperty("--foot", `${feet[index]! - x}px`);
    });
  }
}

/** Writes as much of its numbers on a segment as has room there: all, the last one, or none. */
function label(segment: HTMLElement): void {
  const all = segment.dataset["numbers"]!;
  segment.textContent = all;
  if (segment.scrollWidth > segment.clientWidth) segment.textContent = all.split(" · ").at(-1)!;
  if (segment.scrollWidth > segment.clientWidth) segment.textContent = "";
}

/** Where signs begin that stand over their feet: beside each other, and none over the right edge [px]. */
function apart(feet: readonly number[], width: number): number[] {
  const wide = TARGET + 2;
  let free = -Infinity;
  const placed = feet.map((foot) => (free = Math.max(foot - TARGET / 2, free + wide, 0)));
  let edge = width - TARGET / 2 + wide;
  for (let index = placed.length - 1; index >= 0; index -= 1) edge = placed[index] = Math.min(placed[index]!, edge - wide);
  return placed;
}

/** Passages that take no time (a text shown) share the segment of the one that follows. */
function grouped(steps: readonly StepMark[]): StepMark[][] {
  const parts: StepMark[][] = [];
  let waiting: StepMark[] = [];
  for (const mark of steps) {
    waiting.push(mark);
    if (mark.t1 - mark.t0 < INSTANT) continue;
    parts.push(waiting);
    waiting = [];
  }
  if (waiting.length) parts.push(waiting);
  return parts;
}
