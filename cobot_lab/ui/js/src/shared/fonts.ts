import regular from "@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-400-normal.woff2";
import bold from "@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-700-normal.woff2";
import easyRegular from "@fontsource/opendyslexic/files/opendyslexic-latin-400-normal.woff2";
import easyBold from "@fontsource/opendyslexic/files/opendyslexic-latin-700-normal.woff2";

const FACES = [
  ["Atkinson Hyperlegible", "400", regular],
  ["Atkinson Hyperlegible", "700", bold],
  ["OpenDyslexic", "400", easyRegular],
  ["OpenDyslexic", "700", easyBold],
] as const;

/** Makes the fonts that come along known to the page; each is fetched, from beside the bundle, when it is first used. */
export function knowFonts(): void {
  const known = new Set([...document.fonts].map(({ family, weight }) => `${family.replaceAll('"', "")} ${weight}`));
  for (const [family, weight, file] of FACES) {
    if (known.has(`${family} ${weight}`)) continue;
    document.fonts.add(new FontFace(family, `url("${new URL(file, import.meta.url).href}") format("woff2")`, { weight, display: "swap" }));
  }
}
