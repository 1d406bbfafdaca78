/** What is in the picture and is no body: named points, forbidden zones, the spot of a finding. */

import {
  BoxGeometry,
  BufferGeometry,
  CircleGeometry,
  ConeGeometry,
  DoubleSide,
  EdgesGeometry,
  Float32BufferAttribute,
  Group,
  LineBasicMaterial,
  LineSegments,
  Mesh,
  MeshBasicMaterial,
  type Object3D,
  PlaneGeometry,
  RingGeometry,
  SphereGeometry,
  Vector3,
} from "three";

import { hatching } from "./looks";
import type { Place, Zone } from "./types";

const POINT = 0x1d5c8f;
const DANGER = 0xb3261e;

/** A named point: a disc and a ring in its plane, and a small tick along its x axis. */
export function pointMark(place: Place): Group {
  const mark = new Group();
  const flat = { transparent: true, side: DoubleSide, depthWrite: false } as const;
  const ring = new Mesh(new RingGeometry(0.0105, 0.0135, 40), new MeshBasicMaterial({ color: POINT, ...flat }));
  const dot = new Mesh(new CircleGeometry(0.0045, 24), new MeshBasicMaterial({ color: POINT, ...flat }));
  const tick = new Mesh(new PlaneGeometry(0.012, 0.003), new MeshBasicMaterial({ color: POINT, ...flat }));
  tick.position.x = 0.0195;
  mark.add(ring, dot, tick);
  const [x, y, z, a, b, c, d] = place.pose as [number, number, number, number, number, number, number];
  mark.position.set(x, y, z);
  mark.quaternion.set(a, b, c, d);
  mark.renderOrder = 2;
  return mark;
}

/** A forbidden zone: its edges, its hatched floor, and hatched walls that fade with height, so that one sees through. */
export function zoneMark(zone: Zone): Group {
  const [x, y, z] = zone.solid.size!;
  const mark = new Group();
  const floor = new Mesh(new PlaneGeometry(x, y), hatched(x, y, 0.3));
  floor.position.z = -z / 2 + 0.012;
  mark.add(floor);
  for (const [across, angle, dx, dy] of [
    [y, Math.PI / 2, x / 2, 0],
    [y, Math.PI / 2, -x / 2, 0],
    [x, 0, 0, y / 2],
    [x, 0, 0, -y / 2],
  ] as const) {
    const wall = new Mesh(fading(across, z), hatched(across, z, 1));
    wall.rotation.set(Math.PI / 2, angle, 0);
    wall.position.set(dx, dy, 0);
    mark.add(wall);
  }
  const line = new LineBasicMaterial({ color: DANGER, transparent: true, opacity: 0.35 });
  mark.add(new LineSegments(new EdgesGeometry(new BoxGeometry(x, y, z)), line));
  const [px, py, pz, a, b, c, d] = zone.solid.pose as [number, number, number, number, number, number, number];
  mark.position.set(px, py, pz);
  mark.quaternion.set(a, b, c, d);
  return mark;
}

function hatched(across: number, up: number, opacity: number): MeshBasicMaterial {
  const map = hatching("#b3261e");
  map.repeat.set(across / 0.1, up / 0.1);
  const look = { map, opacity, transparent: true, side: DoubleSide, depthWrite: false };
  return new MeshBasicMaterial({ ...look, vertexColors: opacity === 1 });
}

/** An upright plane whose colour fades from its foot to nothing. */
function fading(across: number, up: number): PlaneGeometry {
  const plane = new PlaneGeometry(across, up, 1, 24);
  const place = plane.getAttribute("position");
  const colours: number[] = [];
  for (let i = 0; i < place.count; i++) {
    const height = place.getY(i) / up + 0.5;
    colours.push(1, 1, 1, 0.2 * Math.max(0, 1 - 4 * height) ** 2);
  }
  plane.setAttribute("color", new Float32BufferAttribute(colours, 4));
  return plane;
}

/** The spot of a finding: a ball that shines through what is before it, and an arrow on it. */
export function spotMark(at: readonly [number, number, number]): Group {
  const mark = new Group();
  const look = { color: DANGER, transparent: true, depthTest: false } as const;
  const ball = new Mesh(new SphereGeometry(0.006, 20, 14), new MeshBasicMaterial({ ...look, opacity: 0.95 }));
  const halo = new Mesh(new SphereGeometry(0.016, 24, 16), new MeshBasicMaterial({ ...look, opacity: 0.22 }));
  const arrow = new Mesh(new ConeGeometry(0.009, 0.026, 20).rotateX(-Math.PI / 2), new MeshBasicMaterial(look));
  arrow.position.z = 0.03;
  mark.add(halo, ball, arrow);
  mark.position.set(...at);
  mark.traverse((each) => (each.renderOrder = 10));
  return mark;
}

/** Let go of everything that a mark holds on the graphics card. */
export function discard(root: Object3D): void {
  root.removeFromParent();
  root.traverse((each) => {
    const mesh = each as Partial<Mesh>;
    (mesh.geometry as BufferGeometry | undefined)?.dispose();
    const materials = mesh.material ? (Array.isArray(mesh.material) ? mesh.material : [mesh.material]) : [];
    for (const material of materials) {
      (material as MeshBasicMaterial).map?.dispose();
      material.dispose();
    }
  });
}

export function pointOf(pose: ArrayLike<number>, up = 0): Vector3 {
  return new Vector3(pose[0], pose[1], pose[2]! + up);
}
