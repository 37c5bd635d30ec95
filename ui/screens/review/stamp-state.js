// Whether an archived review lacks its time stamp, and what can be done about it. No DOM here.

/** @import { Review } from "../../js/ipc.d.ts" */

/** @typedef {{ what: "never" | "failed" | "notHolding", again: boolean }} StampOffer */

/**
 * The action to offer; `null`: nothing is missing, or no authority is set.
 * @param {Pick<Review, "state" | "stamp" | "steps">} review
 * @returns {StampOffer | null}
 */
export function stampOffer({ state, stamp, steps }) {
  if (state !== "archived" || !stamp.wanted || !stamp.missing) return null;
  if (stamp.problem) return { what: "failed", again: true };
  const others = steps.some((step) => step.stamp);
  return others ? { what: "notHolding", again: true } : { what: "never", again: false };
}
