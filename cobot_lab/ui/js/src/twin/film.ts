/** One recording: where every body is at any instant, read from the one buffer that came with it. */

import type { FilmMeta } from "./types";

export class Film {
  private readonly poses: Float32Array;
  private readonly widths: Float32Array;
  private readonly positions: Float32Array;
  private readonly columns: Map<string, number>;

  constructor(
    readonly meta: FilmMeta,
    buffer: Float32Array,
  ) {
    const { frames, names, signals, joints } = meta;
    const sizes = [frames * names.length * 7, frames, frames * signals.length, frames * joints];
    const wanted = sizes.reduce((sum, size) => sum + size, 0);
    if (frames < 1 || buffer.length !== wanted) {
      throw new Error(`a film of ${buffer.length} numbers; its description announces ${wanted}`);
    }
    this.poses = buffer.subarray(0, sizes[0]);
    this.widths = buffer.subarray(sizes[0]!, sizes[0]! + frames);
    this.positions = buffer.subarray(wanted - sizes[3]!);
    this.columns = new Map(names.map((name, column) => [name, column]));
  }

  /** The instant of the last frame [s]. */
  get end(): number {
    return (this.meta.frames - 1) / this.meta.rate;
  }

  has(name: string): boolean {
    return this.columns.has(name);
  }

  /** Write the pose of a body at an instant: straight between two frames, the quaternion normalised. */
  pose(name: string, t: number, into: number[]): boolean {
    const column = this.columns.get(name);
    if (column === undefined) return false;
    const [low, high, part] = this.around(t);
    const stride = this.meta.names.length * 7;
    const a = low * stride + column * 7;
    const b = high * stride + column * 7;
    const P = this.poses;
    for (let i = 0; i < 3; i++) into[i] = P[a + i]! + part * (P[b + i]! - P[a + i]!);
    let dot = 0;
    for (let i = 3; i < 7; i++) dot += P[a + i]! * P[b + i]!;
    const sign = dot < 0 ? -1 : 1;
    let norm = 0;
    for (let i = 3; i < 7; i++) {
      into[i] = P[a + i]! + part * (sign * P[b + i]! - P[a + i]!);
      norm += into[i]! * into[i]!;
    }
    for (let i = 3; i < 7; i++) into[i]! /= Math.sqrt(norm);
    return true;
  }

  /** Distance between the fingers [m]. */
  width(t: number): number {
    const [low, high, part] = this.around(t);
    return this.widths[low]! + part * (this.widths[high]! - this.widths[low]!);
  }

  /** Joint positions commanded [rad]. */
  q(t: number): number[] {
    const [low, high, part] = this.around(t);
    const n = this.meta.joints;
    return Array.from({ length: n }, (_, i) => {
      const a = this.positions[low * n + i]!;
      return a + part * (this.positions[high * n + i]! - a);
    });
  }

  private around(t: number): [number, number, number] {
    const at = Math.min(Math.max(t * this.meta.rate, 0), this.meta.frames - 1);
    const low = Math.floor(at);
    return [low, Math.min(low + 1, this.meta.frames - 1), at - low];
  }
}
