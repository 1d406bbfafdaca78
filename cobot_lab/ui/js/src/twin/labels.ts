/** Words that stand at points of the picture, as HTML: sharp, in the page's font; those that would overlap move or hide. */

import { Vector3, type PerspectiveCamera } from "three";

export interface Label {
  readonly element: HTMLElement;
  /** Where it belongs, in the world. */
  at: Vector3;
  /** Higher ones get their place first. */
  rank: number;
  shown: boolean;
  /** Whether it stands beside its point rather than above it. */
  beside: boolean;
}

const GAP = 2;
/** Distance of a label beside its point [pixels]. */
const ASIDE = 46;

export class Labels {
  private readonly all = new Set<Label>();

  constructor(private readonly layer: HTMLElement) {}

  add(text: string, kind: string, at: Vector3, rank: number): Label {
    const element = document.createElement("div");
    element.className = `ct-label ct-label-${kind}`;
    element.textContent = text;
    this.layer.append(element);
    const label = { element, at, rank, shown: true, beside: false };
    this.all.add(label);
    return label;
  }

  remove(label: Label): void {
    label.element.remove();
    this.all.delete(label);
  }

  clear(): void {
    this.all.forEach((label) => label.element.remove());
    this.all.clear();
  }

  /** Put every label where its point is seen now, none above `top`. */
  place(camera: PerspectiveCamera, width: number, height: number, top: number): void {
    const taken: Spot[] = [];
    const seen = new Vector3();
    for (const label of [...this.all].sort((a, b) => b.rank - a.rank)) {
      seen.copy(label.at).project(camera);
      const hidden = !label.shown || seen.z > 1 || Math.abs(seen.x) > 1.02 || Math.abs(seen.y) > 1.02;
      label.element.hidden = hidden;
      if (hidden) continue;
      const w = label.element.offsetWidth;
      const h = label.element.offsetHeight;
      const x = Math.min(Math.max((0.5 + 0.5 * seen.x) * width, w / 2 + 4), width - w / 2 - 4);
      const y = (0.5 - 0.5 * seen.y) * height;
      const point = { x: (0.5 + 0.5 * seen.x) * width, y };
      const spot = spots(label.beside, { x, y }, w, h, width).find(
        (box) => box.y0 >= top && !taken.some((other) => overlap(box, other)),
      );
      label.element.hidden = !spot;
      if (!spot) continue;
      taken.push(spot);
      label.element.style.transform = `translate(${Math.round(spot.x0)}px, ${Math.round(spot.y0)}px)`;
      stem(label.element, spot, point);
    }
  }
}

interface Spot {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** Where a label may stand, best first: above its point, or first at its sides, so that what is above stays in sight. */
function spots(beside: boolean, at: { x: number; y: number }, w: number, h: number, width: number): Spot[] {
  const box = (x0: number, y0: number): Spot => ({ x0, y0, x1: x0 + w, y1: y0 + h });
  const above = [0, 1, 2, 3].map((lift) => box(at.x - w / 2, at.y - h - 9 - lift * (h + GAP)));
  if (!beside) return above;
  const sides = [at.x - w - ASIDE, at.x + ASIDE].filter((x0) => x0 >= 4 && x0 + w <= width - 4);
  return [...sides.flatMap((x0) => [box(x0, at.y - h - 12), box(x0, at.y + 12)]), ...above];
}

function overlap(a: Spot, b: Spot): boolean {
  return a.x0 < b.x1 && a.x1 > b.x0 && a.y0 < b.y1 + GAP && a.y1 > b.y0 - GAP;
}

/** A line from the label's edge to its point. */
function stem(element: HTMLElement, spot: Spot, point: { x: number; y: number }): void {
  const x = Math.min(Math.max(point.x, spot.x0), spot.x1);
  const y = Math.min(Math.max(point.y, spot.y0), spot.y1);
  const style = element.style;
  style.setProperty("--stem-x", `${Math.round(x - spot.x0)}px`);
  style.setProperty("--stem-y", `${Math.round(y - spot.y0)}px`);
  style.setProperty("--stem", `${Math.round(Math.hypot(point.x - x, point.y - y))}px`);
  style.setProperty("--stem-turn", `${Math.atan2(point.y - y, point.x - x)}rad`);
}
