import { scroller } from "../shared/arrival";

/** The room that a notebook gives to a lesson: its height follows what is visible of the notebook. */

const LEAST = 520;
const MOST = 1000;
/** Kept free around it, so that the notebook can still be scrolled. */
const AROUND = 20;

/** Fits a lesson into what scrolls around it; gives what ends that. */
export function fitted(root: HTMLElement): () => void {
  const around = scroller(root);
  const fit = (): void => {
    const height = around?.clientHeight ?? window.innerHeight;
    root.style.setProperty("--cl-height", `${Math.min(Math.max(height - AROUND, LEAST), MOST)}px`);
  };
  fit();
  const observer = new ResizeObserver(fit);
  observer.observe(around ?? document.documentElement);
  return () => observer.disconnect();
}
