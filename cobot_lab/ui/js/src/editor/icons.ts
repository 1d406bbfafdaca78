/** Pictures drawn here; they take the colour of the text around them. */
const svg = (body: string) =>
  `<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${body}</svg>`;

export const REFUSAL_ICON = svg('<path d="M8 1.5 15 14.5H1Z"/><path d="M8 6v4M8 12.4v.1"/>');
export const ADVICE_ICON = svg('<circle cx="8" cy="8" r="6.5"/><path d="M8 7.5v4M8 4.6v.1"/>');
export const UNDO_ICON = svg('<path d="M5.5 3 2.5 6l3 3"/><path d="M2.5 6H9a4 4 0 0 1 0 8H6"/>');
export const REDO_ICON = svg('<path d="m10.5 3 3 3-3 3"/><path d="M13.500 6H7a4 4 0 0 0 0 8h3"/>');
export const OPEN_ICON = svg('<rect x="2" y="2" width="12" height="4" rx="1"/><path d="M5 6v8M5 10h6M5 14h6"/>');
export const SMALLER_ICON = svg('<circle cx="6.500" cy="6.500" r="5"/><path d="m10.500 10.500 4 4M4.300 6.500h4.400"/>');
export const LARGER_ICON = svg('<circle cx="6.500" cy="6.500" r="5"/><path d="m10.500 10.500 4 4M4.300 6.500h4.400M6.500 4.300v4.400"/>');
export const FIT_ICON = svg('<path d="M2 5.500V2h3.500M10.500 2H14v3.500M14 10.500V14h-3.500M5.500 14H2v-3.500"/><rect x="5.500" y="5.500" width="5" height="5"/>');
export const LANG_ICON = svg('<circle cx="8" cy="8" r="6.500"/><path d="M1.500 8h13M8 1.500c4.500 4 4.500 9 0 13-4.500-4-4.500-9 0-13"/>');
