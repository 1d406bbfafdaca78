/**
 * From checked solids to what is drawn. Edges are rounded inwards by at most 4 mm and joints get a seam; nothing stands
 * out of the solid that its shape was made from.
 */

import { BoxGeometry, type BufferGeometry, CylinderGeometry, LatheGeometry, Vector2 } from "three";
import { RoundedBoxGeometry } from "three/examples/jsm/geometries/RoundedBoxGeometry.js";

import type { Solid } from "./types";

const ROUND = 0.004;
const AROUND = 40;

/** A solid as it is drawn, around its own centre. */
export function drawn(solid: Solid): BufferGeometry {
  if (solid.kind === "box") {
    const [x, y, z] = solid.size!;
    return new RoundedBoxGeometry(x, y, z, 2, Math.min(ROUND, 0.22 * Math.min(x, y, z)));
  }
  const profile = solid.role === "cap" ? capProfile : solid.role === "tube" ? tubeProfile : roundProfile;
  const geometry = new LatheGeometry(profile(solid.radius!, solid.height!), AROUND);
  return geometry.rotateX(Math.PI / 2);
}

/** A solid exactly as it is checked. */
export function checked(solid: Solid): BufferGeometry {
  if (solid.kind === "box") return new BoxGeometry(...solid.size!);
  return new CylinderGeometry(solid.radius, solid.radius, solid.height!, 32).rotateX(Math.PI / 2);
}

/** A cylinder with rounded edges, from the bottom's middle to the top's. */
function roundProfile(radius: number, height: number, edge = ROUND): Vector2[] {
  const r = Math.min(edge, 0.35 * height, 0.5 * radius);
  const points = [new Vector2(0, -height / 2)];
  for (let i = 0; i <= 5; i++) {
    const a = (Math.PI / 2) * (i / 5);
    points.push(new Vector2(radius - r + r * Math.sin(a), -height / 2 + r - r * Math.cos(a)));
  }
  for (let i = 0; i <= 5; i++) {
    const a = (Math.PI / 2) * (i / 5);
    points.push(new Vector2(radius - r + r * Math.cos(a), height / 2 - r + r * Math.sin(a)));
  }
  points.push(new Vector2(0, height / 2));
  return points;
}

/** A tube, a little slimmer in its middle. */
function tubeProfile(radius: number, height: number): Vector2[] {
  if (height < 3 * radius) return roundProfile(radius, height);
  const points = [new Vector2(0, -height / 2), new Vector2(radius, -height / 2)];
  for (let i = 0; i <= 16; i++) {
    const s = i / 16;
    points.push(new Vector2(radius - 0.0025 * Math.sin(Math.PI * s) ** 2, -height / 2 + s * height));
  }
  points.push(new Vector2(radius, height / 2), new Vector2(0, height / 2));
  return points;
}

/** A cap with a ring let into both faces, as lids on joints have; the face that looks into the arm is not seen. */
function capProfile(radius: number, height: number): Vector2[] {
  const groove = Math.min(0.0012, 0.25 * height);
  const half = height / 2;
  const face = [
    new Vector2(0.0001, half),
    new Vector2(0.66 * radius, half),
    new Vector2(0.68 * radius, half - groove),
    new Vector2(0.74 * radius, half - groove),
    new Vector2(0.76 * radius, half),
  ];
  const rim: Vector2[] = [];
  const r = Math.min(0.003, 0.3 * height);
  for (let i = 0; i <= 5; i++) {
    const a = (Math.PI / 2) * (i / 5);
    rim.push(new Vector2(radius - r + r * Math.sin(a), half - r + r * Math.cos(a)));
  }
  const upper = [...face, ...rim];
  const lower = upper.map((point) => new Vector2(point.x, -point.y));
  return [...lower, ...upper.reverse()];
}
