import type { Editor } from "../editor";
import { keepTaste, type Taste } from "../shared/taste";

const SIZES = [1, 1.2, 1.45];

/** Makes the screen look as somebody likes it, and keeps that for the next time. */
export function wear(root: HTMLElement, editor: Editor, { size, easy }: Partial<Taste>): void {
  if (size !== undefined) {
    keepTaste({ size });
    const times = SIZES[size] ?? 1;
    root.style.setProperty("--cl-times", String(times));
    editor.setSize(times);
  }
  if (easy !== undefined) {
    keepTaste({ easy });
    root.classList.toggle("cl-easy", easy);
  }
}

/** Fills the screen with it, or gives the screen back. */
export function fill(root: HTMLElement): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void root.requestFullscreen();
}
