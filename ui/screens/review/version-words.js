// The mark of a state.

import { create } from "../../js/dom.js";
import { showState } from "./list.js";

/** @import { ReviewState } from "../../js/ipc.d.ts" */

/** @param {ReviewState} state */
export function stateMark(state) {
  const mark = create("span", "review-state");
  showState(mark, state);
  return mark;
}
