/** What scrolls around a lesson in a notebook. */
export function scroller(root: HTMLElement): HTMLElement | null {
  return root.closest<HTMLElement>(".jp-WindowedPanel-outer, .jp-Notebook");
}

/**
 * Brings a lesson that has just appeared into view, unless somebody has scrolled already: its buttons lie below the first
 * screenful, and over the blocks and the cell the wheel moves these, not the page. The next Tab goes into it, unless
 * somebody is busy elsewhere.
 */
export function arrive(root: HTMLElement): void {
  root.tabIndex = -1;
  requestAnimationFrame(() => {
    const around = scroller(root);
    if (around?.scrollTop !== 0) return;
    root.scrollIntoView({ block: "start" });
    const at = document.activeElement;
    const idle = at === null || at === document.body || (around.contains(at) && !at.closest(".cm-editor"));
    if (idle) root.focus({ preventScroll: true });
  });
}
