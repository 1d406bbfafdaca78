/** The arm as it is measured now, with a translucent arm where the plan has it at the same progress. */

import { Group, Mesh, MeshStandardMaterial, Vector3 } from "three";

import { linkPoses } from "../twin/bodies";
import { Camera } from "../twin/camera";
import { toolPose } from "../twin/kinematics";
import { Picture } from "../twin/picture";
import { drawn } from "../twin/solids";
import { Stage } from "../twin/stage";
import type { Lang, Scene } from "../twin/types";
import { say } from "../twin/words";
import { style } from "../shared/style";
import css from "./live.css";

/** Closer than this the two arms are one to the eye [rad]: the ghost would only flicker in the other's surface. */
const TOGETHER = 0.003;

export interface Live {
  setScene(scene: Scene): void;
  /** Measured and planned joint positions [rad], and the distance between the fingers [m]; null for what is unknown. */
  show(q: readonly number[], planned: readonly number[] | null, width: number | null): void;
  frames(): number;
  dispose(): void;
}

export function createLive(root: HTMLElement, options: { lang: Lang }): Live {
  style("live", css);
  return new LiveView(root, options.lang);
}

class LiveView implements Live {
  private readonly view: HTMLElement;
  private readonly ghost = new Group();
  private readonly look = new MeshStandardMaterial({ color: 0x2f74b5, transparent: true, opacity: 0.42, roughness: 0.6 });
  private parts: { name: string; group: Group }[] = [];
  private stage: Stage | null = null;
  private picture: Picture | null = null;
  private camera: Camera | null = null;
  private scene: Scene | null = null;
  private q: number[] = [];
  private said = "";

  constructor(root: HTMLElement, lang: Lang) {
    this.view = document.createElement("div");
    this.view.className = "cl-view";
    const layer = document.createElement("div");
    layer.className = "cl-over";
    layer.setAttribute("aria-hidden", "true");
    this.view.append(layer);
    root.append(this.view);
    try {
      this.stage = new Stage(this.view, () => undefined);
    } catch {
      // No WebGL here: the figures beside the picture still say everything.
      this.view.textContent = say(lang, "noWebgl");
      return;
    }
    this.stage.canvas.setAttribute("role", "img");
    this.stage.canvas.setAttribute("aria-label", say(lang, "view"));
    this.picture = new Picture(this.stage, layer, lang);
    this.camera = new Camera(this.stage, () => this.tool());
    this.stage.scene.add(this.ghost);
  }

  setScene(scene: Scene): void {
    this.scene = scene;
    this.said = "";
    this.picture?.set(scene);
    this.picture?.names(false);
    if (this.picture) this.camera?.look(this.picture.centre);
    this.ghost.clear();
    this.ghost.visible = false;
    this.parts = scene.bodies
      .filter((body) => body.kind === "link")
      .map((body) => {
        const group = new Group();
        for (const solid of body.solids) {
          const mesh = new Mesh(drawn(solid), this.look);
          const [x, y, z, a, b, c, d] = solid.pose as [number, number, number, number, number, number, number];
          mesh.position.set(x, y, z);
          mesh.quaternion.set(a, b, c, d);
          mesh.renderOrder = 4;
          group.add(mesh);
        }
        this.ghost.add(group);
        return { name: body.name, group };
      });
  }

  show(q: readonly number[], planned: readonly number[] | null, width: number | null): void {
    const said = JSON.stringify([q, planned, width]);
    if (!this.scene || said === this.said) return;
    this.said = said;
    this.q = [...q];
    const opening = width ?? this.scene.arm.width_max;
    this.picture?.byHand(this.q, opening);
    const apart = planned?.some((at, i) => Math.abs(at - q[i]!) > TOGETHER) ?? false;
    this.ghost.visible = apart;
    if (apart && planned) {
      const poses = linkPoses(this.scene.arm, this.scene.bodies, planned, opening);
      for (const { name, group } of this.parts) {
        const pose = poses.get(name);
        if (!pose) continue;
        group.position.set(pose[0]!, pose[1]!, pose[2]!);
        group.quaternion.set(pose[3]!, pose[4]!, pose[5]!, pose[6]!);
      }
    }
    this.stage?.draw(true);
  }

  frames(): number {
    return this.stage?.drawn ?? 0;
  }

  dispose(): void {
    this.picture?.clear();
    this.look.dispose();
    this.camera?.dispose();
    this.stage?.dispose();
    this.view.remove();
  }

  private tool(): Vector3 {
    const T = this.scene ? toolPose(this.scene.arm, this.q.length ? this.q : this.scene.arm.q_rest) : null;
    return T ? new Vector3(T[3], T[7], T[11]) : new Vector3(0.3, 0, 0.1);
  }
}
