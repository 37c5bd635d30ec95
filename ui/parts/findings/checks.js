// Runs the latest requested check: one at a time, and not with every key. No DOM here.

/** Typing is not interrupted by a check for each key. */
const SETTLED_MS = 120;

/**
 * @template Q, A
 * @param {(request: Q) => Promise<A>} check
 * @param {object} listener
 * @param {(answer: A, request: Q) => void} listener.checked
 * @param {(thrown: unknown, request: Q) => void} listener.failed
 * @param {(act: () => void, delay: number) => unknown} [later] `setTimeout`
 */
export function createChecks(check, { checked, failed }, later = (act, delay) => setTimeout(act, delay)) {
  /** @type {Q | null} */
  let wanted = null;
  let running = false;
  /** Counts the requests: only the last timer and the last answer count. */
  let turn = 0;

  async function run() {
    if (running || wanted === null) return;
    const request = wanted;
    const mine = turn;
    wanted = null;
    running = true;
    try {
      const answer = await check(request);
      // A newer request makes this answer worthless.
      if (mine === turn) checked(answer, request);
    } catch (thrown) {
      if (mine === turn) failed(thrown, request);
    } finally {
      running = false;
      void run();
    }
  }

  return {
    /** @param {Q} request */
    ask(request) {
      wanted = request;
      turn += 1;
      const mine = turn;
      later(() => {
        if (mine === turn) void run();
      }, SETTLED_MS);
    },
    /** Nothing is wanted any more. */
    drop() {
      wanted = null;
      turn += 1;
    },
    isWaiting: () => running || wanted !== null,
  };
}
