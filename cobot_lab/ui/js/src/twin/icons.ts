/** Icons, drawn here: 20 units wide, in the colour of the text. */

const SHAPES = {
  play: '<path d="M6 4l10 6-10 6z"/>',
  pause: '<path d="M5 4h4v12H5zM11 4h4v12h-4z"/>',
  forward: '<path d="M4 4l8 6-8 6zM13 4h3v12h-3z"/>',
  back: '<path d="M16 4l-8 6 8 6zM4 4h3v12H4z"/>',
  start: '<path d="M17 4l-6 6 6 6zM11 4l-6 6 6 6zM3 4h2v12H3z"/>',
  loop: '<path d="M4 9a5 5 0 0 1 5-5h3V2l4 3.5L12 9V7H9a2.5 2.5 0 0 0-2.5 2.5zM16 11a5 5 0 0 1-5 5H8v2l-4-3.5L8 11v2h3a2.5 2.5 0 0 0 2.5-2.5z"/>',
  problem: '<path d="M6.5 1.5h7l5 5v7l-5 5h-7l-5-5v-7z"/><path d="M7 7l6 6M13 7l-6 6" stroke="#fff" stroke-width="2.2" stroke-linecap="round"/>',
  advice: '<path d="M10 2l9 16H1z"/><path d="M10 8v4.5M10 15v.6" stroke="#fff" stroke-width="2" stroke-linecap="round"/>',
  physics: '<path d="M10 2l7 4v8l-7 4-7-4V6zM10 10l7-4M10 10v8M10 10L3 6" fill="none" stroke="currentColor" stroke-width="1.6"/>',
  plan: '<path d="M3 16C6 4 12 16 17 4" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="3 2"/>',
  hand: '<path d="M8 2h4v5h4v4h-2V9h-3v2H9V9H6v2H4V7h4zM4 12h3v5H4zM13 12h3v5h-3z"/>',
  flag: '<path d="M5 2h2v16H5zM8 3h8l-2.5 3.5L16 10H8z"/>',
};

export type Icon = keyof typeof SHAPES;

/** An icon as SVG text; it is decoration, the button around it has the words. */
export function icon(name: Icon): string {
  return `<svg viewBox="0 0 20 20" width="18" height="18" fill="currentColor" aria-hidden="true" focusable="false">${SHAPES[name]}</svg>`;
}
