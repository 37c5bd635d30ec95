// Colours and zoom of the window. All sizes in the style sheets are in rem, so the font size of the root is the
// zoom, and the layout adapts to it as to a smaller window.

/** @import { Theme } from "./ipc.d.ts" */

const STEPS = [100, 110, 125, 150, 175, 200];

/** @param {Theme} theme */
export function setTheme(theme) {
  document.documentElement.dataset["theme"] = theme;
}

/** @param {number} percent */
export function setZoom(percent) {
  document.documentElement.style.fontSize = `${percent}%`;
}

/**
 * The next step up (`1`) or down (`-1`) from a zoom.
 * @param {number} percent
 * @param {1 | -1} direction
 */
export function zoomStep(percent, direction) {
  const next = direction > 0 ? STEPS.find((step) => step > percent) : STEPS.findLast((step) => step < percent);
  return next ?? percent;
}
