/** The way of the tool point, coloured by its speed. */

import { Color, Vector3 } from "three";
import { Line2 } from "three/examples/jsm/lines/Line2.js";
import { LineGeometry } from "three/examples/jsm/lines/LineGeometry.js";
import { LineMaterial } from "three/examples/jsm/lines/LineMaterial.js";

import type { Film } from "./film";
import { fromPose, times, transform, type Transform } from "./matrix";
import type { Arm } from "./types";

/** From slow to fast; dark enough on a light ground at every speed, and told apart by lightness too. */
export const COLOURS = ["#1a2a6c", "#6a1b9a", "#c2185b", "#e65100"];

const STOPS = COLOURS.map((colour) => new Color(colour));

function colourAt(part: number): Color {
  const at = Math.min(Math.max(part, 0), 1) * (STOPS.length - 1);
  const low = Math.min(Math.floor(at), STOPS.length - 2);
  return STOPS[low]!.clone().lerp(STOPS[low + 1]!, at - low);
}

/** Where the tool point is at an instant of a film; the flange is told by the gripper's body, whose frame it is. */
export function toolPoint(film: Film, arm: Arm, t: number): Vector3 | null {
  const pose: number[] = [0, 0, 0, 0, 0, 0, 1];
  if (!film.pose("tool", t, pose)) return null;
  const T: Transform = times(fromPose(pose), transform(arm.T_FT));
  return new Vector3(T[3], T[7], T[11]);
}

/** The way as a line of constant width on the screen; `fastest` is the speed that the last colour stands for [m/s]. */
export function toolPath(film: Film, arm: Arm, fastest: number): Line2 | null {
  const points: Vector3[] = [];
  const speeds: number[] = [];
  const dt = 1 / film.meta.rate;
  for (let frame = 0; frame < film.meta.frames; frame++) {
    const point = toolPoint(film, arm, frame * dt);
    if (!point) return null;
    const last = points[points.length - 1];
    if (last && point.distanceTo(last) < 5e-4) continue;
    const [before, after] = [toolPoint(film, arm, (frame - 1) * dt)!, toolPoint(film, arm, (frame + 1) * dt)!];
    points.push(point);
    speeds.push(after.distanceTo(before) / (2 * dt));
  }
  if (points.length < 2) return null;
  const geometry = new LineGeometry();
  geometry.setPositions(points.flatMap((point) => point.toArray()));
  geometry.setColors(speeds.flatMap((speed) => colourAt(speed / fastest).toArray()));
  const line = new Line2(geometry, new LineMaterial({ vertexColors: true, linewidth: 3, transparent: true, opacity: 0.9 }));
  line.renderOrder = 3;
  return line;
}
