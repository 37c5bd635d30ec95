// Work that is done once a frame, however often it is asked for.

/** A hidden window has no frames, so a timer runs beside them. */
const HIDDEN_MS = 50;
/** A longer slice would make typing and scrolling stutter. */
const SLICE_MS = 8;

/**
 * The same action, run once before the next frame however often it is called.
 * @param {() => void} act
 * @returns {() => void}
 */
export function oncePerFrame(act) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    const once = () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      waiting = false;
      act();
    };
    const frame = requestAnimationFrame(once);
    const timer = setTimeout(once, HIDDEN_MS);
  };
}

/**
 * Splits long work into slices, one a frame; the function returned starts it or goes on with it.
 * @param {() => boolean} step a part of it; whether there is more
 * @returns {() => void}
 */
export function inSlices(step) {
  const soon = oncePerFrame(work);
  function work() {
    const until = performance.now() + SLICE_MS;
    let more = step();
    while (more && performance.now() < until) more = step();
    if (more) soon();
  }
  return soon;
}
