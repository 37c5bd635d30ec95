// What changes often, and is to be seen once a frame.

/** Frames stop in a hidden window, and what it says must not. */
const HIDDEN_MS = 50;
/** Longer than this at a stretch, and typing and scrolling would stutter. */
const SLICE_MS = 8;

/**
 * The same action, however often it is wished for: once, before the next frame is drawn.
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
 * A long work in slices, one a frame; what is returned goes on with it.
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
