// Says beside a report that it can't be recorded at the moment.

import { language, t } from "../../js/i18n.js";
import { hideNotice, showProblem } from "../widgets/notice.js";

/** @import { Run } from "./run.js" */

/**
 * @param {HTMLElement} place
 * @param {Run | null} run
 */
export function renderRecording(place, run) {
  const problem = run?.recording ?? null;
  if (!problem) return hideNotice(place);
  // Called at each step of a run: a notice that is rebuilt would close its details and lose a press.
  if (place.dataset["code"] === problem.code && place.lang === language()) return;
  place.lang = language();
  showProblem(place, problem, { title: t("report.recording") });
}
