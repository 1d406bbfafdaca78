/** The kernel is asked for a sign of life when it has been silent for so long [ms]. */
const SILENT = 8000;
/** How long that sign may take [ms]; while something is worked on, the machine may be busy with it. */
const PATIENCE = 8000;
const PATIENCE_AT_WORK = 45_000;

interface Calls {
  /** Asks for a sign of life. */
  ping(): void;
  /** Whether more is expected of the kernel. */
  expects(): boolean;
  /** Nothing came back. */
  silent(): void;
}

/** Whether somebody answers: silence alone says nothing, only a question without an answer does. */
export class Listening {
  private timer = 0;

  constructor(private readonly calls: Calls) {}

  /** Something was asked. */
  begin(): void {
    this.wait(SILENT, () => {
      this.calls.ping();
      this.wait(this.calls.expects() ? PATIENCE_AT_WORK : PATIENCE, () => this.calls.silent());
    });
  }

  /** Something was heard. */
  heard(): void {
    if (this.calls.expects()) this.begin();
    else this.end();
  }

  end(): void {
    window.clearTimeout(this.timer);
  }

  private wait(span: number, act: () => void): void {
    this.end();
    this.timer = window.setTimeout(act, span);
  }
}
