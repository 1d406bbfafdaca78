/** Pictures drawn here; they take the colour of the text around them and say nothing that words do not say. */
const svg = (body: string) =>
  `<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">${body}</svg>`;

export const ICONS = {
  empty: svg('<path d="M10 3v9M6.500 8.500 10 12l3.500-3.500M3 16.500h14"/>'),
  editing: svg('<path d="M3 17l1-4L13.500 3.500l3 3L7 16z"/>'),
  verifying: svg('<circle cx="10" cy="10" r="7.500" stroke-opacity=".25"/><path d="M10 2.500A7.500 7.500 0 0 1 17.500 10"/>'),
  failed: svg('<path d="M6.500 1.800h7l4.700 4.700v7l-4.700 4.700h-7L1.800 13.500v-7z"/><path d="m7 7 6 6m0-6-6 6"/>'),
  passed: svg('<circle cx="10" cy="10" r="8"/><path d="m6 10.300 2.800 2.800L14.200 7.500"/>'),
  unsure: svg('<circle cx="10" cy="10" r="8"/><path d="M7.700 7.700a2.300 2.300 0 1 1 3.300 2.100c-.7.400-1 .9-1 1.700M10 14.200v.1"/>'),
  trouble: svg('<path d="M10 2.500 18.500 17h-17z"/><path d="M10 8v4.300M10 14.500v.1"/>'),
  advice: svg('<circle cx="10" cy="10" r="8"/><path d="M10 9v5M10 6v.1"/>'),
  check: svg('<path d="m4 10.500 4 4 8-9"/>'),
  stop: svg('<rect x="5" y="5" width="10" height="10" rx="1" fill="currentColor"/>'),
  replay: svg('<path d="M6 4l10 6-10 6z" fill="currentColor"/>'),
  hint: svg('<path d="M7 13.500c-1.700-1-2.700-2.700-2.700-4.700a5.700 5.700 0 0 1 11.400 0c0 2-1 3.700-2.700 4.700v1.500H7zM8 18h4"/>'),
  seek: svg('<path d="M12.500 4.200a4 4 0 0 0-5 5L2.800 14a1.700 1.700 0 0 0 0 2.300l.9.900a1.700 1.700 0 0 0 2.300 0l4.800-4.700a4 4 0 0 0 5-5L13.200 10 10.500 9.500 10 6.800z"/>'),
  back: svg('<path d="M6.500 4 3 7.500 6.500 11"/><path d="M3 7.500h8.500a4.500 4.500 0 0 1 0 9H8"/>'),
  handIn: svg('<path d="M10 13V3m0 0L6 7m4-4 4 4M3 13v4h14v-4"/>'),
  sentences: svg('<path d="M8 5h9M8 10h9M8 15h9M3 5h.1M3 10h.1M3 15h.1"/>'),
  letters: svg('<path d="M2 16 6.500 4 11 16M3.500 12h6M12.500 16l2.700-7 2.800 7m-4.600-2.500h3.700" />'),
  full: svg('<path d="M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4"/>'),
  lang: svg('<circle cx="10" cy="10" r="7.500"/><path d="M2.500 10h15M10 2.500c4.500 4 4.500 11 0 15-4.500-4-4.500-11 0-15"/>'),
  open: svg('<circle cx="10" cy="10" r="7.500" stroke-dasharray="3 3"/>'),
  missed: svg('<circle cx="10" cy="10" r="7.500"/><path d="m7.500 7.500 5 5m0-5-5 5"/>'),
  out: svg('<path d="M4 10h12"/>'),
  in: svg('<path d="M10 4v12M4 10h12"/>'),
} as const;

export type IconName = keyof typeof ICONS;
