/** Where one looks from: presets, the mouse (orbit), the keyboard. */

import { Vector3 } from "three";
import { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";

import type { Stage } from "./stage";

export type View = "overview" | "front" | "top" | "side" | "hand";
export const VIEWS: readonly View[] = ["overview", "front", "top", "side", "hand"];

const TURN = Math.PI / 24;
const STEP = 0.04;

/** Direction from what is looked at to the eye, and how far away [m]. */
const FROM: Record<Exclude<View, "hand">, { way: [number, number, number]; far: number }> = {
  overview: { way: [0.86, -0.72, 0.6], far: 1.38 },
  front: { way: [1, 0, 0.3], far: 1.55 },
  top: { way: [0.001, 0, 1], far: 1.4 },
  side: { way: [0, -1, 0.26], far: 1.55 },
};

export class Camera {
  readonly controls: OrbitControls;
  private centre = new Vector3(0.22, 0, 0.15);
  private readonly still = window.matchMedia("(prefers-reduced-motion: reduce)");
  private flight = 0;

  constructor(
    private readonly stage: Stage,
    private readonly toolPoint: () => Vector3,
  ) {
    this.controls = new OrbitControls(stage.camera, stage.canvas);
    this.controls.minDistance = 0.15;
    this.controls.maxDistance = 4;
    this.controls.maxPolarAngle = Math.PI * 0.53;
    this.controls.addEventListener("change", () => stage.draw());
    this.controls.addEventListener("start", () => cancelAnimationFrame(this.flight));
    stage.canvas.addEventListener("keydown", (event) => this.key(event));
    this.go("overview", false);
  }

  look(centre: Vector3): void {
    this.centre.copy(centre);
    this.go("overview", false);
  }

  /** Go to a preset, in a short flight unless motion is to be reduced. */
  go(view: View, fly = true): void {
    const at = view === "hand" ? this.toolPoint().clone().add(new Vector3(0, 0, 0.03)) : this.centre.clone();
    const { way, far } = view === "hand" ? { way: [0.75, -0.8, 0.42], far: 0.42 } : FROM[view];
    const narrow = Math.max(1, 1.25 / this.stage.camera.aspect);
    const eye = new Vector3(...(way as [number, number, number])).normalize().multiplyScalar(far * narrow).add(at);
    if (!fly || this.still.matches) {
      this.set(eye, at);
      return;
    }
    const [eye0, at0] = [this.stage.camera.position.clone(), this.controls.target.clone()];
    const begun = performance.now();
    cancelAnimationFrame(this.flight);
    const step = (): void => {
      const s = Math.min(1, (performance.now() - begun) / 350);
      const eased = s * s * (3 - 2 * s);
      this.set(eye0.clone().lerp(eye, eased), at0.clone().lerp(at, eased));
      if (s < 1) this.flight = requestAnimationFrame(step);
    };
    step();
  }

  dispose(): void {
    cancelAnimationFrame(this.flight);
    this.controls.dispose();
  }

  private set(eye: Vector3, at: Vector3): void {
    this.stage.camera.position.copy(eye);
    this.controls.target.copy(at);
    this.controls.update();
    this.stage.draw();
  }

  private key(event: KeyboardEvent): void {
    const moves: Record<string, () => void> = {
      ArrowLeft: () => this.around(-TURN, 0),
      ArrowRight: () => this.around(TURN, 0),
      ArrowUp: () => this.around(0, -TURN),
      ArrowDown: () => this.around(0, TURN),
      "+": () => this.nearer(0.88),
      "=": () => this.nearer(0.88),
      "-": () => this.nearer(1 / 0.88),
      Home: () => this.go("overview"),
    };
    const shifted: Record<string, () => void> = {
      ArrowLeft: () => this.pan(-STEP, 0),
      ArrowRight: () => this.pan(STEP, 0),
      ArrowUp: () => this.pan(0, STEP),
      ArrowDown: () => this.pan(0, -STEP),
    };
    const move = (event.shiftKey && shifted[event.key]) || moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  }

  private around(azimuth: number, polar: number): void {
    const { position } = this.stage.camera;
    const at = this.controls.target;
    const way = position.clone().sub(at);
    const far = way.length();
    const phi = Math.min(Math.max(Math.acos(way.z / far) + polar, 0.01), Math.PI * 0.53);
    const theta = Math.atan2(way.y, way.x) + azimuth;
    const flat = far * Math.sin(phi);
    this.set(at.clone().add(new Vector3(flat * Math.cos(theta), flat * Math.sin(theta), far * Math.cos(phi))), at);
  }

  private nearer(factor: number): void {
    const at = this.controls.target;
    const way = this.stage.camera.position.clone().sub(at).multiplyScalar(factor);
    way.clampLength(this.controls.minDistance, this.controls.maxDistance);
    this.set(at.clone().add(way), at);
  }

  private pan(right: number, up: number): void {
    const { camera } = this.stage;
    const move = new Vector3(right, up, 0).applyQuaternion(camera.quaternion);
    this.set(camera.position.clone().add(move), this.controls.target.clone().add(move));
  }
}
