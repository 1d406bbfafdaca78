/** The arm's own arithmetic: where the tool is for a configuration, and which configuration brings it somewhere. */

import { shift, times, transform, turn, type Transform } from "./matrix";
import type { Arm } from "./types";

const DAMPING = 1e-2;
const ROUNDS = 60;
/** What counts as arrived: [m] and [rad] taken together. */
const ARRIVED = 1e-7;
/** Largest change of a joint in one round [rad]. */
const STRIDE = 0.2;

/** Pose of the base and of every joint's frame in the world, joint moved: `joints + 1` transforms. */
export function jointFrames(arm: Arm, q: ArrayLike<number>): Transform[] {
  const frames = [transform(arm.T_WB)];
  arm.joints.forEach((joint, i) => {
    frames.push(times(times(frames[i]!, transform(joint.T_origin)), turn(joint.axis, q[i]!)));
  });
  return frames;
}

/** `T_WT`: pose of the tool point in the world. */
export function toolPose(arm: Arm, q: ArrayLike<number>): Transform {
  const frames = jointFrames(arm, q);
  return times(times(frames[frames.length - 1]!, transform(arm.T_flange)), transform(arm.T_FT));
}

/** The geometric Jacobian at the tool point in world axes, 6 rows of one number a joint. */
export function jacobian(arm: Arm, q: ArrayLike<number>): number[][] {
  const frames = jointFrames(arm, q);
  const tool = times(times(frames[frames.length - 1]!, transform(arm.T_flange)), transform(arm.T_FT));
  const rows: number[][] = [[], [], [], [], [], []];
  arm.joints.forEach((joint, i) => {
    const T = frames[i + 1]!;
    const axis = [0, 1, 2].map((r) => [0, 1, 2].reduce((sum, c) => sum + T[r * 4 + c]! * joint.axis[c]!, 0));
    const [x, y, z] = axis as [number, number, number];
    const [a, b, c] = [tool[3]! - T[3]!, tool[7]! - T[7]!, tool[11]! - T[11]!];
    [y * c - z * b, z * a - x * c, x * b - y * a, x, y, z].forEach((value, row) => rows[row]!.push(value));
  });
  return rows;
}

/**
 * Joint positions that bring the tool point to `target`, starting from `q`: damped least squares, inside the limits.
 * Nothing when it does not get there.
 */
export function reach(arm: Arm, q: ArrayLike<number>, target: Transform): number[] | null {
  const found = Array.from(q);
  for (let round = 0; round < ROUNDS; round++) {
    const error = difference(toolPose(arm, found), target);
    const size = Math.hypot(...error);
    if (size < ARRIVED) return found;
    const step = damped(jacobian(arm, found), error, Math.min(DAMPING, size));
    const largest = Math.max(...step.map(Math.abs), STRIDE);
    for (let i = 0; i < found.length; i++) {
      const { q_min, q_max } = arm.joints[i]!;
      found[i] = Math.min(Math.max(found[i]! + (step[i]! * STRIDE) / largest, q_min), q_max);
    }
  }
  return null;
}

/** `T` after a small motion in its own axes: a shift [m] and a turn about its z [rad]. */
export function nudged(T: Transform, dx: number, dy: number, dz: number, angle: number): Transform {
  return times(times(T, shift(dx, dy, dz)), turn([0, 0, 1], angle));
}

/** Way and rotation vector from one pose to another, world axes. */
function difference(from: Transform, to: Transform): number[] {
  const R = [0, 1, 2].map((r) =>
    [0, 1, 2].map((c) => [0, 1, 2].reduce((sum, k) => sum + to[r * 4 + k]! * from[c * 4 + k]!, 0)),
  );
  const axis = [R[2]![1]! - R[1]![2]!, R[0]![2]! - R[2]![0]!, R[1]![0]! - R[0]![1]!].map((value) => value / 2);
  const sine = Math.hypot(...axis);
  const angle = Math.atan2(sine, (R[0]![0]! + R[1]![1]! + R[2]![2]! - 1) / 2);
  const factor = sine > 1e-12 ? angle / sine : 1;
  return [to[3]! - from[3]!, to[7]! - from[7]!, to[11]! - from[11]!, ...axis.map((value) => value * factor)];
}

/** `Jᵀ (J Jᵀ + λ² I)⁻¹ e`. */
function damped(J: number[][], error: number[], damping: number): number[] {
  const A = J.map((row, r) =>
    J.map((other, c) => row.reduce((sum, value, k) => sum + value * other[k]!, r === c ? damping * damping : 0)),
  );
  const y = solved(A, error);
  return J[0]!.map((_, column) => J.reduce((sum, row, r) => sum + row[column]! * y[r]!, 0));
}

/** Gauss elimination with row exchange. */
function solved(A: number[][], b: number[]): number[] {
  const n = b.length;
  const M = A.map((row, r) => [...row, b[r]!]);
  for (let i = 0; i < n; i++) {
    let best = i;
    for (let r = i + 1; r < n; r++) if (Math.abs(M[r]![i]!) > Math.abs(M[best]![i]!)) best = r;
    [M[i], M[best]] = [M[best]!, M[i]!];
    for (let r = 0; r < n; r++) {
      if (r === i) continue;
      const factor = M[r]![i]! / M[i]![i]!;
      for (let c = i; c <= n; c++) M[r]![c]! -= factor * M[i]![c]!;
    }
  }
  return M.map((row, i) => row[n]! / row[i]!);
}
