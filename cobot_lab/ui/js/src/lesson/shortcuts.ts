/** Keys of the whole lesson, taken before an editor takes them: Ctrl + Enter checks, Ctrl + S does nothing. */
export function shortcuts(root: HTMLElement, check: () => void): void {
  root.addEventListener(
    "keydown",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      if (event.key === "Enter") {
        event.preventDefault();
        event.stopPropagation();
        check();
      } else if (event.key === "s") {
        event.preventDefault(); // it is saved already, and the browser would save the page
      }
    },
    true,
  );
}
