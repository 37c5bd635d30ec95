// Audits of a recorded request once more, one after another, each with a record of its own. One that does not finish ends the row: the
// others can be requested again. No DOM here.

import { stabilityRun } from "../../../js/bridge/stability.js";
import { createRunSession } from "../../../parts/run/run-session.js";

/**
 * @import { AppState } from "../../../js/app-state.js"
 * @import { Problem } from "../../../js/ipc.d.ts"
 * @import { Asked, Run } from "../../../parts/run/run.js"
 */

/** @typedef {Asked & { record: number, title: string }} Repeat */

/**
 * @param {AppState} app
 * @param {object} own
 * @param {() => void} own.changed
 * @param {(run: Run<Repeat>) => void} own.finished one of them; the next follows, if there is one
 * @param {(problem: Problem | null) => void} own.ended all of them, or the one that failed; `null`: they finished or were cancelled
 * @param {(problem: Problem) => void} own.notStopped
 */
export function createRepeats(app, own) {
  /** Which one is under way, from 1, and how many there are. */
  let [at, of] = [0, 0];

  const session = createRunSession(app, {
    changed: own.changed,
    began: () => undefined,
    report: () => undefined,
    ended() {
      const run = session.run();
      if (!run) return;
      if (run.outcome === "finished") own.finished(run);
      if (run.outcome === "finished" && at < of) return next(run.asked);
      end(run.outcome === "failed" ? run.problem : null);
    },
    notStarted: end,
    notStopped: own.notStopped,
  }, (/** @type {Repeat} */ { record }, receive) => stabilityRun(record, receive));

  /** @param {Problem | null} problem */
  function end(problem) {
    [at, of] = [0, 0];
    own.ended(problem);
  }

  /** @param {Repeat} asked */
  function next(asked) {
    at += 1;
    session.start({ ...asked, at: new Date() });
  }

  return {
    /** @param {Pick<Repeat, "record" | "title" | "model" | "temperature">} what @param {number} count */
    start(what, count) {
      if (session.isBusy() || count === 0) return;
      [at, of] = [0, count];
      next({ ...what, at: new Date() });
    },
    /** The one under way and those after it. */
    cancel() {
      of = at;
      session.cancel();
    },
    /** The task in progress; `null`: none. */
    now() {
      const run = session.attempt() ?? session.run();
      return session.isBusy() && run ? { at, of, run } : null;
    },
  };
}
