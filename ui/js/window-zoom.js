// The zoom of the window: applied at once, saved after a pause.

import { setZoom, zoomStep } from "./theme.js";

/** @import { AppState } from "./app-state.js" */

/** Quick presses are saved as one change. */
const SETTLED_MS = 300;

/**
 * @param {AppState} app
 * @param {{ changed: () => void, failed: (thrown: unknown) => void }} tell
 */
export function createWindowZoom(app, tell) {
  /** Not saved yet. @type {number | null} */
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
    // Saved or refused by now, unless the user has changed it again.
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
