/** The picture of one scene: bodies, marks, path, ghost, labels, put where a film or the hand says. */

import { Box3, MeshStandardMaterial, type Object3D, Vector3 } from "three";

import { Axes } from "./axes";
import { BodyMesh, linkPoses } from "./bodies";
import type { Film } from "./film";
import { Ghost } from "./ghost";
import { type Label, Labels } from "./labels";
import { Looks } from "./looks";
import { discard, pointMark, pointOf, spotMark, zoneMark } from "./marks";
import { toolPath } from "./path";
import type { Stage } from "./stage";
import type { Body, FindingMark, Lang, Scene, Words } from "./types";
import { short, told } from "./words";

/** Height of the row of buttons over the picture [pixels]. */
const HEAD = 44;
/** Nearer to the tool point than this, a part is between closed fingers [m]. */
const REACH = 0.02;

type Said = (lang: Lang, word: string) => string;

interface Spot {
  finding: FindingMark;
  mark: Object3D;
  label: Label;
}

export class Picture {
  private readonly labels: Labels;
  private looks = new Looks();
  private readonly plain = new MeshStandardMaterial({
    color: 0x8a3ffc,
    wireframe: true,
    transparent: true,
    opacity: 0.55,
  });
  private meshes: BodyMesh[] = [];
  private marks: Object3D[] = [];
  private named: { label: Label; words: Words; said: Said; follows?: BodyMesh; up: number }[] = [];
  private ghost: Ghost | null = null;
  private axes: Axes | null = null;
  private path: Object3D | null = null;
  /** The finding that somebody asked to see. */
  private wanted = "";
  private spots: Spot[] = [];
  private namesShown = true;
  private pathShown = true;
  private scene: Scene | null = null;

  constructor(
    private readonly stage: Stage,
    layer: HTMLElement,
    private lang: Lang,
  ) {
    this.labels = new Labels(layer);
    stage.onDrawn(() => {
      const { width, height } = stage.size;
      this.labels.place(stage.camera, width, height, HEAD);
    });
  }

  /** Build everything of a scene; bodies stand where the cell says and the arm at rest. */
  set(scene: Scene): void {
    this.clear();
    this.scene = scene;
    this.meshes = scene.bodies.map((body) => new BodyMesh(body, this.looks, this.plain));
    for (const mesh of this.meshes) {
      this.stage.scene.add(mesh.root);
      if (mesh.body.kind === "part") this.name(mesh.body.label, "part", mesh, top(mesh.body), 5);
    }
    for (const place of scene.places) {
      this.mark(pointMark(place));
      const words = { fr: place.name, en: place.name };
      this.name(words, "point", pointOf(place.pose), 0, 3);
    }
    for (const zone of scene.zones) {
      this.mark(zoneMark(zone));
      const { size, pose } = zone.solid;
      const corner = new Vector3(pose[0]! - size![0] / 2, pose[1]!, pose[2]! - size![2] / 2);
      this.name(zone.label, "zone", corner, 0, 2);
    }
    this.ghost = new Ghost(this.meshes);
    this.axes = new Axes(this.labels);
    this.stage.scene.add(this.ghost.root, this.axes.root);
    this.begin();
  }

  /** The middle of what one wants to see: all but the table and what stands far away. */
  get centre(): Vector3 {
    const box = new Box3();
    for (const { body, root } of this.meshes) {
      if (body.kind !== "table" && root.position.length() < 0.62) box.expandByObject(root);
    }
    return box.isEmpty() ? new Vector3(0.2, 0, 0.1) : box.getCenter(new Vector3()).setZ(0.15);
  }

  at(film: Film, t: number): void {
    const pose = [0, 0, 0, 0, 0, 0, 1];
    for (const mesh of this.meshes) if (film.pose(mesh.body.name, t, pose)) mesh.put(pose);
    let latest: Spot | null = null;
    for (const spot of this.spots) {
      const { finding, mark, label } = spot;
      mark.visible = finding.t === null || t >= finding.t - 0.02;
      label.shown = false;
      // Of several at one instant, the one that was asked for is told.
      if (mark.visible && !(latest && latest.finding.t === finding.t && named(latest.finding) === this.wanted)) latest = spot;
    }
    if (latest) latest.label.shown = true;
    this.moved();
  }

  /** Tell this finding first where several show. */
  prefer(finding: FindingMark): void {
    this.wanted = named(finding);
  }

  /** Put everything where it stands before a program begins. */
  begin(): void {
    if (!this.scene) return;
    for (const mesh of this.meshes) if (mesh.body.pose) mesh.put(mesh.body.pose);
    this.byHand([...this.scene.arm.q_rest], this.scene.arm.width_max);
  }

  /** Put the arm where the hand says; a part between the fingers comes along. */
  byHand(q: number[], width: number): void {
    if (!this.scene) return;
    const before = this.meshes.find(({ body }) => body.name === "tool")?.root;
    const held = before && width < this.scene.arm.width_max - 1e-3 ? this.between(before) : [];
    const hangs = held.map((mesh) => before!.worldToLocal(mesh.root.position.clone()));
    const turned = held.map((mesh) => before!.quaternion.clone().invert().multiply(mesh.root.quaternion));
    const poses = linkPoses(this.scene.arm, this.scene.bodies, q, width);
    for (const mesh of this.meshes) {
      const pose = poses.get(mesh.body.name);
      if (pose) mesh.put(pose);
    }
    before?.updateMatrixWorld();
    held.forEach((mesh, i) => {
      mesh.root.position.copy(before!.localToWorld(hangs[i]!));
      mesh.root.quaternion.copy(before!.quaternion).multiply(turned[i]!);
    });
    this.moved();
  }

  /** Show the directions of the cell at a point, or nowhere. */
  directions(at: Vector3 | null): void {
    this.axes?.show(at);
    this.stage.draw();
  }

  film(film: Film | null): void {
    if (this.path) discard(this.path);
    this.path = film && this.scene ? toolPath(film, this.scene.arm, this.scene.tool_speed) : null;
    if (this.path) {
      this.path.visible = this.pathShown;
      this.stage.scene.add(this.path);
    }
    this.stage.draw();
  }

  findings(findings: readonly FindingMark[]): void {
    for (const { mark, label } of this.spots) {
      discard(mark);
      this.labels.remove(label);
    }
    this.spots = [];
    for (const finding of findings) {
      if (!finding.point || finding.severity !== "refusal") continue;
      const mark = spotMark(finding.point);
      this.stage.scene.add(mark);
      const label = this.labels.add(told(this.lang, finding.says), "spot", pointOf(finding.point), 9);
      label.beside = true;
      this.spots.push({ finding, mark, label });
    }
    this.stage.draw();
  }

  hint(film: Film | null, t: number | null): void {
    if (!this.ghost) return;
    if (film && t !== null) this.ghost.show(film, t, (name) => this.pose(name));
    else if (this.ghost.root.visible) this.ghost.hide();
    else return; // nothing to draw anew, each time that a pointer passes over a block
    this.stage.draw();
  }

  names(on: boolean): void {
    this.namesShown = on;
    this.named.forEach(({ label }) => (label.shown = on));
    this.stage.draw();
  }

  way(on: boolean): void {
    this.pathShown = on;
    if (this.path) this.path.visible = on;
    this.stage.draw();
  }

  checked(on: boolean): void {
    this.meshes.forEach((mesh) => mesh.showChecked(on));
    this.stage.draw();
  }

  speak(lang: Lang): void {
    this.lang = lang;
    for (const { label, words, said } of this.named) label.element.textContent = said(lang, words[lang]);
    for (const { finding, label } of this.spots) label.element.textContent = told(lang, finding.says);
    this.stage.draw();
  }

  /** Where a body is drawn now: `x, y, z` [m] and the quaternion `x, y, z, w`. */
  pose(name: string): number[] | null {
    const root = this.meshes.find(({ body }) => body.name === name)?.root;
    return root ? [...root.position.toArray(), ...root.quaternion.toArray()] : null;
  }

  clear(): void {
    this.ghost?.dispose();
    this.axes?.dispose();
    this.findings([]);
    this.film(null);
    [...this.meshes.map(({ root }) => root), ...this.marks].forEach(discard);
    this.labels.clear();
    this.looks.dispose();
    this.looks = new Looks();
    [this.meshes, this.marks, this.named, this.ghost, this.axes] = [[], [], [], null, null];
  }

  private between(hand: Object3D): BodyMesh[] {
    hand.updateMatrixWorld();
    const { T_FT } = this.scene!.arm;
    const tool = hand.localToWorld(new Vector3(T_FT[3], T_FT[7], T_FT[11]));
    return this.meshes.filter(({ body, root }) => body.kind === "part" && root.position.distanceTo(tool) < REACH);
  }

  private mark(mark: Object3D): void {
    this.marks.push(mark);
    this.stage.scene.add(mark);
  }

  private name(words: Words, kind: string, at: BodyMesh | Vector3, up: number, rank: number): void {
    // A point is called as programs write it, letter for letter.
    const said: Said = kind === "point" ? (_, word) => word : short;
    const follows = at instanceof BodyMesh ? at : undefined;
    const spot = at instanceof BodyMesh ? new Vector3() : at;
    const label = this.labels.add(said(this.lang, words[this.lang]), kind, spot, rank);
    label.shown = this.namesShown;
    this.named.push({ label, words, said, up, ...(follows ? { follows } : {}) });
  }

  private moved(): void {
    for (const { label, follows, up } of this.named) {
      if (follows) label.at.copy(follows.root.position).setZ(follows.root.position.z + up);
    }
    this.stage.draw(true);
  }
}

function named({ code, step, says }: FindingMark): string {
  return `${code} ${step} ${says.fr}`;
}

function top(body: Body): number {
  return Math.max(...body.solids.map(({ size, height, pose }) => pose[2]! + (size ? size[2] : height!) / 2));
}

