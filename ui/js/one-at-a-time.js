// A second press while the first is still under way is not a second wish.

/**
 * The same action, deaf until it is done.
 * @param {() => Promise<void>} action handles its own failures
 * @returns {() => Promise<void>}
 */
export function oneAtATime(action) {
  let busy = false;
  return async () => {
    if (busy) return;
    busy = true;
    try {
      await action();
    } finally {
      busy = false;
    }
  };
}
