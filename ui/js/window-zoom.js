// The window's zoom as the person wants it: in sight at once, kept when they have settled on it.

import { setZoom, zoomStep } from "./theme.js";

/** @import { AppState } from "./app-state.js" */

/** Quick presses are one change. */
const SETTLED_MS = 300;

/**
 * @param {AppState} app
 * @param {{ changed: () => void, failed: (thrown: unknown) => void }} tell
 */
export function createWindowZoom(app, tell) {
  /** Not kept yet. @type {number | null} */
  let wanted = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let settling;

  const percent = () => wanted ?? app.settings().zoom;

  async function keep() {
    const zoom = percent();
    try {
      await app.save({ zoom });
    } catch (thrown) {
      tell.failed(thrown);
    }
    // Kept by now, or not to be had; unless another one is wanted meanwhile.
    if (wanted === zoom) wanted = null;
    tell.changed();
  }

  return {
    percent,
    /** @param {1 | -1 | 0} step larger, smaller, or back to 100 % */
    change(step) {
      const next = step === 0 ? 100 : zoomStep(percent(), step);
      if (next === percent()) return;
      wanted = next;
      setZoom(next);
      tell.changed();
      clearTimeout(settling);
      settling = setTimeout(keep, SETTLED_MS);
    },
  };
}
