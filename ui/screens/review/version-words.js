// How a version and its state are named.

import { create } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { showState } from "./list.js";

/** @import { ReviewState } from "../../js/ipc.d.ts" */

/** @param {{ number: string, version: number }} version */
export const versionName = ({ number, version }) => t("review.versions.name", { number: number || t("review.unnumbered"), version });

/** @param {ReviewState} state */
export function stateMark(state) {
  const mark = create("span", "review-state");
  showState(mark, state);
  return mark;
}
