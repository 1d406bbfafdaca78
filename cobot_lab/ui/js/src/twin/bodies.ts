/** The bodies of a scene as meshes, and where they are put. */

import { Group, Mesh, MeshStandardMaterial, Object3D } from "three";

import { jointFrames } from "./kinematics";
import { type Looks, surface } from "./looks";
import { quaternion, shift, times, transform } from "./matrix";
import { checked, drawn } from "./solids";
import type { Arm, Body, Solid } from "./types";

/** One body: what it looks like, and what the checks take it for. */
export class BodyMesh {
  readonly root = new Group();
  private readonly nice = new Group();
  private readonly plain = new Group();

  constructor(
    readonly body: Body,
    looks: Looks,
    private readonly plainLook: MeshStandardMaterial,
  ) {
    this.root.name = body.name;
    for (const solid of body.solids) this.nice.add(placed(solid, new Mesh(drawn(solid), look(body, solid, looks))));
    for (const solid of body.checked) this.plain.add(placed(solid, new Mesh(checked(solid), this.plainLook)));
    this.nice.children.forEach((mesh) => {
      mesh.castShadow = body.kind !== "table";
      mesh.receiveShadow = true;
    });
    this.plain.visible = false;
    this.root.add(this.nice, this.plain);
  }

  showChecked(on: boolean): void {
    this.plain.visible = on && this.body.kind !== "table";
  }

  /** Put it at `x, y, z` and the quaternion `x, y, z, w`. */
  put(pose: ArrayLike<number>): void {
    this.root.position.set(pose[0]!, pose[1]!, pose[2]!);
    this.root.quaternion.set(pose[3]!, pose[4]!, pose[5]!, pose[6]!);
  }
}

function look(body: Body, solid: Solid, looks: Looks): MeshStandardMaterial {
  if (body.kind === "link") return looks.role(solid.role ?? "housing");
  if (body.kind === "table") {
    const material = looks.role("table");
    material.map ??= surface(solid.size?.[0] ?? 1, solid.size?.[1] ?? 1);
    return material;
  }
  return looks.coloured(body.colour ?? [0.6, 0.6, 0.6], body.kind === "part");
}

function placed<T extends Object3D>(solid: Solid, mesh: T): T {
  const [x, y, z, a, b, c, d] = solid.pose as [number, number, number, number, number, number, number];
  mesh.position.set(x, y, z);
  mesh.quaternion.set(a, b, c, d);
  return mesh;
}

/** Poses of the arm's links for a configuration, by name: for jogging, where there is no film. */
export function linkPoses(
  arm: Arm,
  bodies: readonly Body[],
  q: ArrayLike<number>,
  width: number,
): Map<string, number[]> {
  const frames = jointFrames(arm, q);
  const poses = new Map<string, number[]>();
  for (const body of bodies) {
    if (body.kind !== "link" || !body.T_ride) continue;
    let T = times(frames[body.ride ?? 0]!, transform(body.T_ride));
    if (body.side) T = times(T, shift(0.5 * body.side * width, 0, 0));
    const pose = [T[3]!, T[7]!, T[11]!, 0, 0, 0, 1];
    quaternion(T, pose, 3);
    poses.set(body.name, pose);
  }
  return poses;
}
