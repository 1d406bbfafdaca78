import * as Blockly from "blockly/core";
import HighContrast from "@blockly/theme-highcontrast";

/** Our colours on Blockly's theme of high contrast; the colours of blocks come with their definitions. */
export const THEME = Blockly.Theme.defineTheme("cobot", {
  name: "cobot",
  base: HighContrast,
  startHats: true,
  fontStyle: { family: '"Source Sans 3", "Noto Sans", system-ui, sans-serif', weight: "600", size: 12 },
  componentStyles: {
    workspaceBackgroundColour: "#ffffff",
    toolboxBackgroundColour: "#f2f4f7",
    toolboxForegroundColour: "#1b1f24",
    flyoutBackgroundColour: "#e4e8ee",
    flyoutForegroundColour: "#1b1f24",
    flyoutOpacity: 1,
    scrollbarColour: "#6b7480",
    scrollbarOpacity: 0.7,
    insertionMarkerColour: "#1b1f24",
    insertionMarkerOpacity: 0.35,
    selectedGlowColour: "#1b1f24",
  },
});
