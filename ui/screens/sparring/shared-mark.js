// Two runs of one screen, the answer and the audit of the lines, share the one mark beside the screen's name.

/** @import { Mark } from "../../js/navigation.js" */

/** @type {Mark[]} */
const LOUDEST_FIRST = ["running", "failed", "finished"];

/**
 * @param {(mark: Mark | null) => void} show
 * @param {() => boolean} inSight whether the screen is looked at: how a run ends there needs no mark later
 */
export function sharedMark(show, inSight) {
  /** @type {Map<string, Mark>} */
  const marks = new Map();

  return {
    /** @param {"answer" | "audit"} run */
    of: (run) => (/** @type {Mark | null} */ mark) => {
      if (mark === "running" || (mark && !inSight())) marks.set(run, mark);
      else marks.delete(run);
      const all = [...marks.values()];
      show(LOUDEST_FIRST.find((one) => all.includes(one)) ?? null);
    },
    /** Whoever looks at the screen knows how the runs ended. */
    seen() {
      for (const [run, mark] of marks) if (mark !== "running") marks.delete(run);
    },
  };
}
