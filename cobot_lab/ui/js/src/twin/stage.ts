/** The 3D view itself: one WebGL context, light, floor; draws only when something changed. */

import {
  NeutralToneMapping,
  DirectionalLight,
  HemisphereLight,
  Mesh,
  PCFShadowMap,
  PerspectiveCamera,
  PlaneGeometry,
  PMREMGenerator,
  Scene,
  ShadowMaterial,
  WebGLRenderer,
} from "three";
import { RoomEnvironment } from "three/examples/jsm/environments/RoomEnvironment.js";

const RATIO_MAX = 2;
/** A moving picture that takes longer than this is drawn more coarsely [ms]. */
const SLOW = 90;
/** How coarse a moving picture may become: resolution, and whether its shadows move along. */
const MOVING = [
  { ratio: RATIO_MAX, shadows: true },
  { ratio: 1, shadows: true },
  { ratio: 0.8, shadows: false },
  { ratio: 0.55, shadows: false },
];

export class Stage {
  readonly scene = new Scene();
  readonly camera = new PerspectiveCamera(36, 1, 0.02, 12);
  readonly canvas: HTMLCanvasElement;
  /** Frames drawn so far. */
  drawn = 0;
  private readonly renderer: WebGLRenderer;
  private readonly sun = new DirectionalLight(0xfffaf3, 2.3);
  private readonly observer: ResizeObserver;
  private asked = 0;
  private level = 0;
  private lively = false;
  private last = 0;
  private slow = 0;
  private dark = false;
  private lost = false;
  private readonly after: (() => void)[] = [];

  /** Throws when the browser gives no WebGL. */
  constructor(
    private readonly holder: HTMLElement,
    private readonly onLost: (lost: boolean) => void,
  ) {
    this.renderer = new WebGLRenderer({ antialias: true, alpha: true, powerPreference: "low-power" });
    this.canvas = this.renderer.domElement;
    this.renderer.toneMapping = NeutralToneMapping;
    this.renderer.toneMappingExposure = 1.0;
    this.renderer.shadowMap.enabled = true;
    this.renderer.shadowMap.type = PCFShadowMap;
    this.renderer.shadowMap.autoUpdate = false;
    this.camera.up.set(0, 0, 1);
    this.light();
    holder.prepend(this.canvas);
    this.canvas.addEventListener("webglcontextlost", this.contextLost);
    this.canvas.addEventListener("webglcontextrestored", this.contextRestored);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(holder);
    this.resize();
  }

  /** Called after each drawn frame: labels follow the picture. */
  onDrawn(call: () => void): void {
    this.after.push(call);
  }

  /** Ask for one frame; asking twice before it is drawn is asking once. */
  draw(moved = false): void {
    if (moved) this.dark = true;
    if (this.asked || this.lost) return;
    this.asked = requestAnimationFrame((now) => {
      this.asked = 0;
      this.judge(now);
      if (this.dark && (!this.lively || MOVING[this.level]!.shadows)) {
        this.renderer.shadowMap.needsUpdate = true;
        this.dark = false;
      }
      this.renderer.render(this.scene, this.camera);
      this.drawn += 1;
      this.after.forEach((call) => call());
    });
  }

  /** Told when the film runs and when it stands: a standing picture is always drawn at its best. */
  animate(on: boolean): void {
    if (this.lively === on) return;
    [this.lively, this.last, this.slow] = [on, 0, 0];
    this.resize();
  }

  get size(): { width: number; height: number } {
    return { width: this.holder.clientWidth, height: this.holder.clientHeight };
  }

  dispose(): void {
    cancelAnimationFrame(this.asked);
    this.observer.disconnect();
    this.canvas.removeEventListener("webglcontextlost", this.contextLost);
    this.canvas.removeEventListener("webglcontextrestored", this.contextRestored);
    this.scene.environment?.dispose();
    this.sun.shadow.map?.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
    this.canvas.remove();
  }

  private light(): void {
    const room = new RoomEnvironment();
    const generator = new PMREMGenerator(this.renderer);
    this.scene.environment = generator.fromScene(room, 0.04).texture;
    this.scene.environmentIntensity = 0.5;
    generator.dispose();
    room.dispose();
    this.scene.add(new HemisphereLight(0xffffff, 0xb9c2ca, 0.25));
    this.sun.position.set(0.9, -1.3, 2.4);
    this.sun.target.position.set(0.2, 0, 0);
    this.sun.castShadow = true;
    this.sun.shadow.mapSize.set(2048, 2048);
    this.sun.shadow.radius = 5;
    this.sun.shadow.bias = -0.0004;
    this.sun.shadow.normalBias = 0.006;
    const box = this.sun.shadow.camera;
    [box.left, box.right, box.top, box.bottom, box.near, box.far] = [-1, 1, 1, -1, 0.5, 5];
    const fill = new DirectionalLight(0xdfeaff, 0.35);
    fill.position.set(-1.4, 1.2, 1.2);
    this.scene.add(this.sun, this.sun.target, fill);
    const floor = new Mesh(new PlaneGeometry(8, 8), new ShadowMaterial({ opacity: 0.18 }));
    floor.position.z = -0.042;
    floor.receiveShadow = true;
    this.scene.add(floor);
  }

  /** Several slow pictures in a row make the moving ones coarser. */
  private judge(now: number): void {
    if (!this.lively) return;
    const took = this.last ? now - this.last : 0;
    this.slow = took > SLOW ? this.slow + (took > 4 * SLOW ? 2 : 1) : 0; // where it crawls, nobody waits long
    this.last = now;
    if (this.slow < 3 || this.level === MOVING.length - 1) return;
    this.level += 1;
    this.slow = 0;
    this.last = 0;
    this.resize();
  }

  private resize(): void {
    const { width, height } = this.size;
    if (!width || !height) return;
    this.renderer.setPixelRatio(Math.min(window.devicePixelRatio || 1, this.lively ? MOVING[this.level]!.ratio : RATIO_MAX));
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
    this.draw(true);
  }

  private readonly contextLost = (event: Event): void => {
    event.preventDefault();
    this.lost = true;
    this.onLost(true);
  };

  private readonly contextRestored = (): void => {
    this.lost = false;
    this.onLost(false);
    this.draw(true);
  };
}
