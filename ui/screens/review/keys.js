// The keys of the review screen. They work wherever no words are typed.

/**
 * @param {object} own
 * @param {() => boolean} own.isShown
 * @param {(by: 1 | -1) => boolean} own.step to the next row or the one before
 * @param {(key: 1 | 2 | 3) => boolean} own.press decides, answers or concludes
 * @param {() => boolean} own.undo
 */
export function listenToReviewKeys({ isShown, step, press, undo }) {
  document.addEventListener("keydown", (event) => {
    if (!isShown() || event.defaultPrevented || event.isComposing || event.altKey || isTaken(event.target)) return;
    const key = event.key.toLowerCase();
    const done = event.ctrlKey || event.metaKey ? key === "z" && !event.shiftKey && undo() : plain(key, event.repeat);
    if (!done) return;
    event.preventDefault();
    // The shortcuts of the window listen at the same place.
    event.stopImmediatePropagation();
  });

  /** @param {string} key @param {boolean} repeated a key that is held down decides once */
  function plain(key, repeated) {
    if (key === "j") return step(1);
    if (key === "k") return step(-1);
    if (repeated) return false;
    if (key === "u") return undo();
    if (key === "1") return press(1);
    if (key === "2") return press(2);
    return key === "3" && press(3);
  }
}

/** Words are typed here, or the keys mean something else. @param {EventTarget | null} target */
function isTaken(target) {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type)) return true;
  return target instanceof Element && target.closest(".review-list, .review-reason-form, dialog, #nav") !== null;
}
