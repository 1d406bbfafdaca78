/** What scrolls around a lesson in a notebook. */
export function scroller(root: HTMLElement): HTMLElement | null {
  return root.closest<HTMLElement>(".jp-WindowedPanel-outer, .jp-Notebook");
}

/**
 * Brings a lesson that has just appeared into view, unless somebody has scrolled already: its buttons lie below the first
 * screenful, and over the blocks and the cell the wheel moves these, not the page.
 */
export function arrive(root: HTMLElement): void {
  requestAnimationFrame(() => {
    if (scroller(root)?.scrollTop === 0) root.scrollIntoView({ block: "start" });
  });
}
