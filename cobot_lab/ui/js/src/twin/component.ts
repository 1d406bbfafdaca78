/** The twin as a whole: the 3D view, the line of time under it, the text and the hand beside it. */

import { Vector3 } from "three";

import { keepKeys } from "../shared/dom";
import { Camera, type View, VIEWS } from "./camera";
import { button, make, toggle } from "./dom";
import { Film } from "./film";
import { icon } from "./icons";
import { Jog } from "./jog";
import { toolPose } from "./kinematics";
import { COLOURS, toolPoint } from "./path";
import { Picture } from "./picture";
import { Player } from "./player";
import { Stage } from "./stage";
import { Timeline } from "./timeline";
import { Told } from "./told";
import type { FilmMeta, FindingMark, Lang, Outcome, Scene, StepMark, TwinEvents } from "./types";
import { number, say } from "./words";

export interface Twin {
  setScene(scene: Scene): void;
  /** A film, or nothing; one of several outcomes when `meta.outcome` says which. The same one again goes on where it is. */
  setRecording(meta: FilmMeta | null, buffer?: Float32Array): void;
  setFindings(findings: readonly FindingMark[]): void;
  setOutcomes(outcomes: readonly Outcome[]): void;
  seek(t: number): void;
  /** Go to where a finding shows, in the film of an outcome; asks for that film when it is not here. */
  showFinding(index: number, outcome: string): void;
  play(): void;
  pause(): void;
  /** Show how the arm stands at the end of a step of the program; nothing hides it. */
  hoverStep(step: number | null): void;
  setLang(lang: Lang): void;
  /** Where a body is drawn now, for tests: `x, y, z` [m] and the quaternion `x, y, z, w`. */
  bodyPose(name: string): number[] | null;
  /** Frames drawn so far. */
  frames(): number;
  dispose(): void;
}

export function createTwin(root: HTMLElement, options: { lang: Lang }, events: TwinEvents = {}): Twin {
  return new TwinView(root, options.lang, events);
}

class TwinView implements Twin {
  private readonly root: HTMLElement;
  private readonly view: HTMLElement;
  private readonly message: HTMLElement;
  private readonly badge: HTMLElement;
  private readonly legend: HTMLElement;
  private readonly viewButtons = new Map<View, HTMLButtonElement>();
  private readonly toggles: Record<"names" | "path" | "checked", HTMLButtonElement>;
  private readonly groups: HTMLElement[] = [];
  private readonly player: Player;
  private readonly timeline: Timeline;
  private readonly told: Told;
  private readonly jog: Jog;
  private stage: Stage | null = null;
  private camera: Camera | null = null;
  private picture: Picture | null = null;
  private scene: Scene | null = null;
  private film: Film | null = null;
  private films = new Map<string, Film>();
  private handled: number[] | null = null;
  private step: number | null | undefined;
  private findings: readonly FindingMark[] = [];
  /** The finding to go to once the film of an outcome is here. */
  private wanted: { index: number; outcome: string } | null = null;

  constructor(
    holder: HTMLElement,
    private lang: Lang,
    private readonly events: TwinEvents,
  ) {
    this.root = make("section", "ct", holder);
    keepKeys(this.root);
    const layout = make("div", "ct-layout", this.root);
    const main = make("div", "ct-main", layout);
    this.view = make("div", "ct-view", main);
    const layer = make("div", "ct-over", this.view);
    layer.setAttribute("aria-hidden", "true");
    const bar = make("div", "ct-bar", this.view);
    const cameras = this.group(bar);
    for (const view of VIEWS) this.viewButtons.set(view, button(cameras, "", () => this.camera?.go(view)));
    const shown = this.group(bar);
    this.toggles = {
      names: toggle(shown, "", true, (on) => this.picture?.names(on)),
      path: toggle(shown, "", true, (on) => this.showPath(on)),
      checked: toggle(shown, "", false, (on) => this.picture?.checked(on)),
    };
    this.legend = make("div", "ct-legend", this.view);
    this.badge = make("div", "ct-badge", this.view);
    this.message = make("div", "ct-message", this.view);
    this.message.setAttribute("role", "status");
    this.message.hidden = true;
    this.player = new Player(
      () => this.timeChanged(),
      () => {
        this.timeline.playing();
        this.stage?.animate(this.player.playing);
      },
    );
    this.timeline = new Timeline(this.player, lang, {
      hover: (mark) => this.hint(mark),
      finding: (finding) => this.events.onFinding?.(finding),
      outcome: (id) => this.choose(id),
    });
    main.append(this.timeline.root);
    const aside = make("div", "ct-aside-in", make("div", "ct-aside", layout));
    this.told = new Told(lang, (mark) => this.goTo(mark), (mark) => this.hint(mark));
    this.jog = new Jog(lang, {
      moved: (q) => this.byHand(q),
      here: () => this.film?.q(this.player.t) ?? [...(this.scene?.arm.q_rest ?? [])],
      teach: (point) => this.events.onTeach?.(point),
    });
    aside.append(this.told.root, this.jog.root);
    this.begin(layer);
    this.setLang(lang);
  }

  setScene(scene: Scene): void {
    this.scene = scene;
    this.jog.set(scene.arm, scene.places);
    this.picture?.set(scene);
    if (this.picture) this.camera?.look(this.picture.centre);
    this.films.clear();
    this.show(null);
    this.speakView();
  }

  setRecording(meta: FilmMeta | null, buffer?: Float32Array): void {
    if (!meta || !buffer) {
      this.films.clear();
      this.wanted = null;
      this.timeline.offer([], "");
      this.show(null);
      return;
    }
    const again = this.film !== null && this.film.meta.outcome === meta.outcome && this.player.playing;
    const film = new Film(meta, buffer);
    this.films.set(meta.outcome ?? "", film);
    this.show(film);
    if (again) this.player.play();
  }

  setFindings(findings: readonly FindingMark[]): void {
    this.findings = findings;
    this.picture?.findings(this.here());
    this.tell();
  }

  /** The findings that the film shows, with their instant and point in it. */
  private here(): readonly FindingMark[] {
    const marks = this.film?.meta.marks;
    if (!marks || marks.length !== this.findings.length) return this.findings;
    return this.findings.flatMap((finding, index) => (marks[index] ? [{ ...finding, ...marks[index] }] : []));
  }

  showFinding(index: number, outcome: string): void {
    if (this.film && outcome && (this.film.meta.outcome ?? "") !== outcome) {
      this.wanted = { index, outcome };
      this.choose(outcome);
      return;
    }
    const finding = this.findings[index];
    if (finding) this.picture?.prefer(finding);
    const t = this.film?.meta.marks ? this.film.meta.marks[index]?.t : finding?.t;
    if (this.film && t !== null && t !== undefined) this.seek(t);
  }

  setOutcomes(outcomes: readonly Outcome[]): void {
    this.films = new Map([...this.films].filter(([id]) => outcomes.some((outcome) => outcome.id === id)));
    this.timeline.offer(outcomes, this.film?.meta.outcome ?? outcomes[0]?.id ?? "");
  }

  seek(t: number): void {
    this.player.pause();
    this.player.seek(t);
  }

  play(): void {
    this.player.play();
  }

  pause(): void {
    this.player.pause();
  }

  hoverStep(step: number | null): void {
    const marks = this.film?.meta.steps.filter((mark) => mark.step === step) ?? [];
    // In a loop, the passage under way or the next one is meant.
    this.hint(marks.find((mark) => mark.t1 >= this.player.t) ?? marks[0] ?? null);
  }

  setLang(lang: Lang): void {
    this.lang = lang;
    this.root.lang = lang;
    this.root.setAttribute("aria-label", say(lang, "twin"));
    this.timeline.speak(lang);
    this.told.speak(lang);
    this.jog.speak(lang);
    this.picture?.speak(lang);
    this.speakView();
    this.tell();
  }

  bodyPose(name: string): number[] | null {
    return this.picture?.pose(name) ?? null;
  }

  frames(): number {
    return this.stage?.drawn ?? 0;
  }

  dispose(): void {
    this.player.pause();
    this.timeline.dispose();
    this.picture?.clear();
    this.camera?.dispose();
    this.stage?.dispose();
    this.root.remove();
  }

  private begin(layer: HTMLElement): void {
    try {
      this.stage = new Stage(this.view, (lost) => this.say(lost ? say(this.lang, "lost") : ""));
    } catch {
      // No WebGL here: everything else works, and the message says so.
      this.say(say(this.lang, "noWebgl"));
      return;
    }
    this.stage.canvas.tabIndex = 0;
    this.stage.canvas.setAttribute("role", "img");
    this.picture = new Picture(this.stage, layer, this.lang);
    this.camera = new Camera(this.stage, () => this.tool());
  }

  private group(bar: HTMLElement): HTMLElement {
    const group = make("div", "ct-group", bar);
    group.setAttribute("role", "group");
    this.groups.push(group);
    return group;
  }

  private speakView(): void {
    const { lang } = this;
    this.groups[0]!.setAttribute("aria-label", say(lang, "cameras"));
    this.groups[1]!.setAttribute("aria-label", say(lang, "shows"));
    for (const [view, made] of this.viewButtons) made.textContent = say(lang, view);
    for (const [key, made] of Object.entries(this.toggles)) {
      made.dataset.shows = key;
      made.textContent = say(lang, key as "names" | "path" | "checked");
    }
    this.toggles.checked.title = say(lang, "checkedHint");
    const cell = this.scene ? `${this.scene.label[lang]}. ` : "";
    this.stage?.canvas.setAttribute("aria-label", cell + say(lang, "view"));
    this.speakLegend();
    this.speakBadge();
  }

  private speakLegend(): void {
    this.legend.hidden = !this.film || this.toggles.path.getAttribute("aria-pressed") !== "true";
    if (!this.scene) return;
    const top = 1000 * this.scene.tool_speed;
    this.legend.replaceChildren();
    make("div", "", this.legend).textContent = say(this.lang, "speedLegend");
    make("div", "ct-legend-bar", this.legend).style.background = `linear-gradient(to right, ${COLOURS.join(", ")})`;
    const ends = make("div", "ct-legend-ends", this.legend);
    for (const part of [0, 0.5, 1]) make("span", "", ends).textContent = number(this.lang, part * top, 0);
  }

  private speakBadge(): void {
    this.badge.hidden = !this.film && !this.handled;
    this.badge.classList.toggle("ct-badge-jog", this.handled !== null);
    const kind = this.handled ? "hand" : (this.film?.meta.source ?? "plan");
    const words = this.handled ? say(this.lang, "jogging") : say(this.lang, kind === "physics" ? "physics" : "plan");
    this.badge.innerHTML = icon(kind);
    this.badge.append(words);
  }

  private show(film: Film | null): void {
    this.player.pause();
    this.film = film;
    this.player.end = film?.end ?? 0;
    this.picture?.film(film);
    if (!film && !this.handled) this.picture?.begin();
    this.picture?.findings(this.here());
    if (film) this.timeline.choose(film.meta.outcome ?? "");
    this.hint(null);
    this.step = undefined;
    this.tell();
    this.speakView();
    this.player.seek(Math.min(this.player.t, this.player.end));
    const wanted = this.wanted;
    if (wanted && film?.meta.outcome === wanted.outcome) {
      this.wanted = null;
      this.showFinding(wanted.index, wanted.outcome);
    }
  }

  private tell(): void {
    const steps = this.film?.meta.steps ?? [];
    this.timeline.set(steps, this.film ? this.here() : []);
    this.told.set(steps, this.here());
    this.told.now(this.film ? this.timeline.current() : null);
  }

  private choose(id: string): void {
    const film = this.films.get(id);
    if (film) this.show(film);
    if (film?.meta.source !== "physics") this.events.onOutcome?.(id);
  }

  private timeChanged(): void {
    if (this.handled) this.jog.leave();
    if (this.film) this.picture?.at(this.film, this.player.t);
    this.timeline.now();
    const current = this.film ? this.timeline.current() : null;
    this.told.now(current);
    this.events.onTime?.(this.player.t);
    if (this.step !== (current?.step ?? null)) {
      this.step = current?.step ?? null;
      this.events.onStep?.(this.step);
    }
  }

  private goTo(mark: StepMark): void {
    this.player.pause();
    // Just before its end: at the end itself the next step is under way.
    this.player.seek(Math.max(mark.t0, mark.t1 - 0.01));
  }

  private hint(mark: StepMark | null): void {
    this.picture?.hint(this.film, mark && !this.handled ? mark.t1 : null);
  }

  private byHand(q: number[] | null): void {
    const before = this.handled;
    this.handled = q;
    if (q) {
      this.player.pause();
      this.picture?.byHand(q, this.film?.width(this.player.t) ?? this.scene?.arm.width_max ?? 0);
    } else if (this.film) {
      this.picture?.at(this.film, this.player.t);
    } else if (this.scene) {
      this.picture?.byHand([...this.scene.arm.q_rest], this.scene.arm.width_max);
    }
    this.picture?.directions(q ? this.tool() : null);
    if ((before === null) !== (q === null)) this.speakBadge();
  }

  private tool(): Vector3 {
    if (this.film && this.scene && !this.handled) {
      const at = toolPoint(this.film, this.scene.arm, this.player.t);
      if (at) return at;
    }
    const T = this.scene ? toolPose(this.scene.arm, this.handled ?? this.scene.arm.q_rest) : null;
    return T ? new Vector3(T[3], T[7], T[11]) : new Vector3(0.3, 0, 0.1);
  }

  private showPath(on: boolean): void {
    this.picture?.way(on);
    this.speakLegend();
  }

  private say(text: string): void {
    this.message.textContent = text;
    this.message.hidden = !text;
  }
}
