// Ignores a second press while the first is still being handled.

/**
 * The same action; calls are ignored until it has finished.
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
