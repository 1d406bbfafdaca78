import type { Face, Lang } from "../editor";

/** What was written and not yet confirmed by the kernel, kept by this browser for when it died in between. */
export interface Unsent {
  face: Face;
  content: string;
  lang: Lang;
}

function key(lesson: string): string {
  return `cobot-lab-unsent:${location.pathname}:${lesson}`;
}

export function keepUnsent(lesson: string, unsent: Unsent): void {
  try {
    localStorage.setItem(key(lesson), JSON.stringify(unsent));
  } catch {
    // a browser that keeps nothing: the kernel has it in a moment
  }
}

export function forgetUnsent(lesson: string): void {
  try {
    localStorage.removeItem(key(lesson));
  } catch {
    // nothing was kept
  }
}

export function unsent(lesson: string): Unsent | null {
  try {
    return JSON.parse(localStorage.getItem(key(lesson)) ?? "null") as Unsent | null;
  } catch {
    return null;
  }
}
