/** The directions of the cell at the tool, while somebody drives it: what « x + » means is seen where the hand looks. */

import { ConeGeometry, CylinderGeometry, Group, Mesh, MeshBasicMaterial, Vector3 } from "three";

import type { Label, Labels } from "./labels";
import { discard } from "./marks";

const LONG = 0.085;
const HEAD = 0.022;
const RANK = 10;
const AXES = [
  { name: "x", way: new Vector3(1, 0, 0), colour: 0xb3261e },
  { name: "y", way: new Vector3(0, 1, 0), colour: 0x1b6b3a },
  { name: "z", way: new Vector3(0, 0, 1), colour: 0x1d5c8f },
] as const;
/** Cylinders and cones of three.js point that way. */
const UP = new Vector3(0, 1, 0);

export class Axes {
  readonly root = new Group();
  private readonly named: { way: Vector3; label: Label }[];

  constructor(private readonly labels: Labels) {
    this.root.visible = false;
    for (const { way, colour } of AXES) this.root.add(arrow(way, colour));
    this.named = AXES.map(({ name, way }) => ({ way, label: labels.add(name, "axis", new Vector3(), RANK) }));
    for (const { label } of this.named) label.shown = false;
  }

  /** Shows them at a point, or nowhere. */
  show(at: Vector3 | null): void {
    this.root.visible = at !== null;
    if (at) this.root.position.copy(at);
    for (const { way, label } of this.named) {
      label.shown = at !== null;
      if (at) label.at.copy(at).addScaledVector(way, LONG + HEAD);
    }
  }

  dispose(): void {
    for (const { label } of this.named) this.labels.remove(label);
    discard(this.root);
  }
}

/** An arrow that is seen through whatever stands before it. */
function arrow(way: Vector3, colour: number): Mesh {
  const material = new MeshBasicMaterial({ color: colour, depthTest: false, transparent: true });
  const shaft = new Mesh(new CylinderGeometry(0.0022, 0.0022, LONG, 12).translate(0, LONG / 2, 0), material);
  const head = new Mesh(new ConeGeometry(0.007, HEAD, 20).translate(0, LONG + HEAD / 2, 0), material);
  shaft.add(head);
  shaft.quaternion.setFromUnitVectors(UP, way);
  shaft.renderOrder = head.renderOrder = 3;
  return shaft;
}
