/** A translucent arm: how it stands at the end of a step that one points at. */

import { Group, Mesh, MeshStandardMaterial } from "three";

import type { BodyMesh } from "./bodies";
import type { Film } from "./film";

export class Ghost {
  readonly root = new Group();
  private readonly look = new MeshStandardMaterial({
    color: 0x2f74b5,
    transparent: true,
    opacity: 0.38,
    roughness: 0.6,
    depthWrite: true,
  });
  private readonly parts: { name: string; group: Group }[] = [];

  constructor(bodies: readonly BodyMesh[]) {
    this.root.visible = false;
    for (const { body, root } of bodies) {
      if (body.kind !== "link" && body.kind !== "part") continue;
      const group = new Group();
      root.children[0]!.children.forEach((mesh) => {
        const copy = new Mesh((mesh as Mesh).geometry, this.look);
        copy.position.copy(mesh.position);
        copy.quaternion.copy(mesh.quaternion);
        copy.renderOrder = 4;
        group.add(copy);
      });
      this.parts.push({ name: body.name, group });
      this.root.add(group);
    }
  }

  /** Show everything as it is at an instant of a film, but what stands there already. */
  show(film: Film, t: number, now: (name: string) => number[] | null): void {
    const pose = [0, 0, 0, 0, 0, 0, 1];
    for (const { name, group } of this.parts) {
      const there = now(name);
      group.visible = film.pose(name, t, pose) && !there?.every((value, i) => Math.abs(value - pose[i]!) < 2e-3);
      group.position.set(pose[0]!, pose[1]!, pose[2]!);
      group.quaternion.set(pose[3]!, pose[4]!, pose[5]!, pose[6]!);
    }
    this.root.visible = true;
  }

  hide(): void {
    this.root.visible = false;
  }

  /** Its geometries belong to the bodies. */
  dispose(): void {
    this.root.removeFromParent();
    this.look.dispose();
  }
}
