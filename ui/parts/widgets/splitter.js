// A divider between two parts of a screen, moved with the pointer or the arrow keys. Its position is a setting, so that all
// screens with it agree, also after a restart. A double click or Enter resets it.

import { oncePerFrame } from "../../js/per-frame.js";

/** @import { AppState } from "../../js/app-state.js" */

/** In percent, as the settings hold them. */
const LEAST = 20;
const MOST = 80;
/** By which an arrow key moves it; with Shift, five times as much. */
const STEP = 2;
/** Saved after a pause. */
const SETTLED_MS = 300;

/**
 * @param {AppState} app
 * @param {HTMLElement} handle lies between the two, in the element that they share
 * @param {"materialWidth" | "pictureHeight"} name of the setting
 * @param {number} usual percent that the first part takes where nothing was chosen, as the style sheet has it
 * @param {(thrown: unknown) => void} failed
 */
export function createSplitter(app, handle, name, usual, failed) {
  const room = handle.parentElement ?? handle;
  const across = handle.ariaOrientation !== "horizontal";
  /** Moved and not saved yet. @type {{ share: number | null } | null} */
  let unkept = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let settling;

  const chosen = () => (unkept ? unkept.share : app.settings()[name]);
  const share = () => chosen() ?? usual;

  function draw() {
    const now = chosen();
    handle.ariaValueNow = String(share());
    // Without a choice the style sheet decides.
    const unit = across ? "fr" : "%";
    room.style.setProperty(across ? "--left" : "--upper", now === null ? "" : `${now}${unit}`);
    room.style.setProperty(across ? "--right" : "--lower", now === null ? "" : `${100 - now}${unit}`);
  }
  const drawSoon = oncePerFrame(draw);

  /** @param {number | null} to */
  function move(to) {
    unkept = { share: to === null ? null : Math.round(Math.max(LEAST, Math.min(MOST, to))) };
    drawSoon();
  }

  async function keep() {
    clearTimeout(settling);
    const mine = unkept;
    if (!mine) return;
    try {
      await app.save({ [name]: mine.share });
    } catch (thrown) {
      failed(thrown);
    } finally {
      if (unkept === mine) unkept = null;
      draw();
    }
  }

  /** @param {PointerEvent} event where it is held, as the share of the first part */
  function shareAt({ clientX, clientY }) {
    const [first, second] = [handle.previousElementSibling, handle.nextElementSibling].map((part) => part?.getBoundingClientRect());
    const own = handle.getBoundingClientRect();
    if (!first || !second) return share();
    const [from, to, at, thick] = across
      ? [first.left, second.right, clientX, own.width]
      : [first.top, second.bottom, clientY, own.height];
    return ((at - from - thick / 2) / Math.max(1, to - from - thick)) * 100;
  }

  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    handle.setPointerCapture(event.pointerId);
    handle.classList.add("held");
  });
  handle.addEventListener("pointermove", (event) => {
    if (handle.hasPointerCapture(event.pointerId) && event.buttons !== 0) move(shareAt(event));
  });
  handle.addEventListener("lostpointercapture", () => {
    handle.classList.remove("held");
    void keep();
  });
  handle.addEventListener("dblclick", () => {
    move(null);
    void keep();
  });
  handle.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 5 * STEP : STEP;
    /** @type {Record<string, number | null>} */
    const steps = {
      [across ? "ArrowLeft" : "ArrowUp"]: share() - step, [across ? "ArrowRight" : "ArrowDown"]: share() + step,
      Home: LEAST, End: MOST, Enter: null,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(to);
    clearTimeout(settling);
    settling = setTimeout(keep, SETTLED_MS);
  });

  handle.ariaValueMin = String(LEAST);
  handle.ariaValueMax = String(MOST);
  app.subscribe(draw);
  draw();
}
