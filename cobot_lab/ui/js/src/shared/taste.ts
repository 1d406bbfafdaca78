/** How somebody wants the screen to look; kept by this browser, never with the program. */
export interface Taste {
  size: number;
  easy: boolean;
  part: number;
}

const KEY = "cobot-lab-taste";
const PLAIN: Taste = { size: 0, easy: false, part: 50 };

export function taste(): Taste {
  try {
    return { ...PLAIN, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Taste>) };
  } catch {
    return PLAIN; // a browser that keeps nothing
  }
}

export function keepTaste(changed: Partial<Taste>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...taste(), ...changed }));
  } catch {
    // a browser that keeps nothing: it lasts as long as the page
  }
}
