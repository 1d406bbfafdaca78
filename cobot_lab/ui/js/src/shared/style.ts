/** Puts a bundle's style sheet into the page, once for each name, however many components there are. */
export function style(name: string, css: string): void {
  const id = `cobot-style-${name}`;
  if (document.getElementById(id)) return;
  const sheet = document.createElement("style");
  sheet.id = id;
  sheet.textContent = css;
  document.head.append(sheet);
}
