import * as Blockly from "blockly/core";
import { scroller } from "../shared/arrival";
import { keepKeys } from "../shared/dom";

/** Where the menus of blocks lie: in a lesson instead of the page, and within what is visible of it. */

const MENU = ".blocklyDropDownDiv, .blocklyWidgetDiv";
const tended = new WeakSet<HTMLElement>();

/** Puts the menus and fields of every workspace made from now on into an element. */
export function parentOfMenus(root: HTMLElement): void {
  Blockly.common.setParentContainer(root);
  root.dataset.cobotMenus = "";
  // Blockly shuts a menu when the focus leaves the element of the blocks; these menus lie in the one around it.
  const manager = Blockly.getFocusManager();
  const { setPopoverFocusRoot } = Object.getPrototypeOf(manager) as typeof manager;
  manager.setPopoverFocusRoot = (blocks) => setPopoverFocusRoot.call(manager, blocks.closest<HTMLElement>("[data-cobot-menus]") ?? blocks);
  new MutationObserver(() => root.querySelectorAll<HTMLElement>(`:scope > :is(${MENU})`).forEach(tend)).observe(root, { childList: true });
}

/** Looks after a menu, once: Blockly makes each one anew. */
function tend(menu: HTMLElement): void {
  if (tended.has(menu)) return;
  tended.add(menu);
  keepKeys(menu);
  if (menu.matches(".blocklyWidgetDiv")) return;
  keepInside(menu);
  new MutationObserver(() => keepInside(menu)).observe(menu, { attributes: true, attributeFilter: ["style"] });
}

/** Blockly fits a menu into the window; what is around it may end earlier. */
function keepInside(menu: HTMLElement): void {
  const root = menu.closest<HTMLElement>("[data-cobot-menus]");
  if (!root || menu.style.visibility !== "visible") return;
  const whole = root.getBoundingClientRect();
  const seen = scroller(root)?.getBoundingClientRect() ?? new DOMRect(0, 0, window.innerWidth, window.innerHeight);
  const lowest = Math.min(whole.bottom, seen.bottom) - whole.top - menu.offsetHeight;
  const highest = Math.max(whole.top, seen.top) - whole.top;
  const now = parseFloat(menu.style.top);
  const slid = new DOMMatrix(menu.style.transform).m42; // how far it goes yet, in a short movement
  const top = Math.max(highest, Math.min(lowest, now + slid)) - slid;
  if (Math.abs(top - now) < 1) return;
  menu.style.top = `${top}px`;
  menu.querySelector<HTMLElement>(".blocklyDropDownArrow")!.style.display = "none"; // it would point elsewhere
}
