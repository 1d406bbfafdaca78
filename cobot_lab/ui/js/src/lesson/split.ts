import { element } from "../shared/dom";

const LEAST = 28;
const MOST = 72;

/** The bar between two panes: dragged, or moved with the arrows. */
export class Split {
  readonly root = element("div", {
    class: "cl-split",
    role: "separator",
    tabindex: "0",
    "aria-orientation": "vertical",
    "aria-valuemin": String(LEAST),
    "aria-valuemax": String(MOST),
  });
  private part = 0;

  constructor(
    private readonly main: HTMLElement,
    start: number,
    private readonly moved: (part: number) => void,
  ) {
    this.set(start);
    this.root.addEventListener("pointerdown", (event) => this.drag(event));
    this.root.addEventListener("keydown", (event) => this.key(event));
  }

  label(name: string): void {
    this.root.setAttribute("aria-label", name);
  }

  private set(part: number): void {
    this.part = Math.min(Math.max(Math.round(part), LEAST), MOST);
    this.main.style.setProperty("--cl-part", `${this.part}%`);
    this.root.setAttribute("aria-valuenow", String(this.part));
  }

  private drag(event: PointerEvent): void {
    event.preventDefault();
    this.root.focus();
    this.root.setPointerCapture(event.pointerId);
    const move = (at: PointerEvent) => {
      const { left, width } = this.main.getBoundingClientRect();
      this.set((100 * (at.clientX - left)) / width);
    };
    const end = () => {
      this.root.removeEventListener("pointermove", move);
      this.moved(this.part);
    };
    this.root.addEventListener("pointermove", move);
    this.root.addEventListener("pointerup", end, { once: true });
    this.root.addEventListener("pointercancel", end, { once: true });
  }

  private key(event: KeyboardEvent): void {
    const goals: Record<string, number> = { ArrowLeft: this.part - 2, ArrowRight: this.part + 2, Home: LEAST, End: MOST };
    const goal = goals[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    this.set(goal);
    this.moved(this.part);
  }
}
