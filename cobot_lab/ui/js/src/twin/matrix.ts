/** Rigid transforms in double precision: sixteen numbers, row by row. */

import type { PoseArray, Rows } from "./types";

export type Transform = Float64Array;

export function transform(rows: Rows): Transform {
  return Float64Array.from(rows);
}

export function identity(): Transform {
  return Float64Array.from([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
}

/** `A @ B` of two rigid transforms. */
export function times(A: Transform, B: Transform): Transform {
  const C = new Float64Array(16);
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 4; column++) {
      let sum = column === 3 ? A[row * 4 + 3]! : 0;
      for (let k = 0; k < 3; k++) sum += A[row * 4 + k]! * B[k * 4 + column]!;
      C[row * 4 + column] = sum;
    }
  }
  C[15] = 1;
  return C;
}

/** A turn about a unit axis through the origin (Rodrigues' formula). */
export function turn(axis: readonly number[], angle: number): Transform {
  const [x, y, z] = axis as [number, number, number];
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const v = 1 - c;
  return Float64Array.from([
    c + x * x * v, x * y * v - z * s, x * z * v + y * s, 0,
    y * x * v + z * s, c + y * y * v, y * z * v - x * s, 0,
    z * x * v - y * s, z * y * v + x * s, c + z * z * v, 0,
    0, 0, 0, 1,
  ]);
}

export function shift(x: number, y: number, z: number): Transform {
  const T = identity();
  T[3] = x;
  T[7] = y;
  T[11] = z;
  return T;
}

/** The quaternion `x, y, z, w` of a transform's rotation (Shepperd, 1978), into an array at an offset. */
export function quaternion(T: Transform, into: number[] | Float32Array, offset: number): void {
  const [a, b, c] = [T[0]!, T[5]!, T[10]!];
  const trace = a + b + c;
  const q = [0, 0, 0, 0];
  const best = Math.max(a, b, c, trace);
  if (best === trace) {
    q[0] = T[9]! - T[6]!;
    q[1] = T[2]! - T[8]!;
    q[2] = T[4]! - T[1]!;
    q[3] = 1 + trace;
  } else {
    const i = best === a ? 0 : best === b ? 1 : 2;
    const j = (i + 1) % 3;
    const k = (i + 2) % 3;
    q[i] = 1 - trace + 2 * T[i * 5]!;
    q[j] = T[j * 4 + i]! + T[i * 4 + j]!;
    q[k] = T[k * 4 + i]! + T[i * 4 + k]!;
    q[3] = T[k * 4 + j]! - T[j * 4 + k]!;
  }
  const norm = Math.hypot(...q);
  for (let i = 0; i < 4; i++) into[offset + i] = q[i]! / norm;
}

export function fromPose(pose: PoseArray): Transform {
  const [px, py, pz, x, y, z, w] = pose as [number, number, number, number, number, number, number];
  return Float64Array.from([
    1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w), px,
    2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w), py,
    2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y), pz,
    0, 0, 0, 1,
  ]);
}
