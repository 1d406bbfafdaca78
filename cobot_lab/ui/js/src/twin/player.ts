/** The clock of a film: an instant that is set, or runs. */

export const SPEEDS = [0.25, 0.5, 1, 2, 4];

export class Player {
  t = 0;
  end = 0;
  speed = 1;
  loop = false;
  private frame = 0;
  private last = 0;

  constructor(
    private readonly onTime: () => void,
    private readonly onPlaying: () => void,
  ) {}

  get playing(): boolean {
    return this.frame !== 0;
  }

  seek(t: number): void {
    this.t = Math.min(Math.max(Number.isFinite(t) ? t : 0, 0), this.end);
    this.onTime();
  }

  play(): void {
    if (this.playing || !(this.end > 0)) return;
    if (this.t >= this.end - 1e-6) this.t = 0;
    this.last = performance.now();
    this.frame = requestAnimationFrame(this.run);
    this.onPlaying();
  }

  pause(): void {
    if (!this.playing) return;
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.onPlaying();
  }

  private readonly run = (now: number): void => {
    // A page that was hidden comes back where it was, not minutes later.
    const passed = Math.min((now - this.last) / 1000, 0.25) * this.speed;
    this.last = now;
    let t = this.t + Math.max(passed, 0);
    if (t >= this.end && this.loop) t = 0;
    this.frame = requestAnimationFrame(this.run);
    this.seek(t);
    if (t >= this.end) this.pause();
  };
}
