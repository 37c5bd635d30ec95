// Company due diligence: a report on a company, and a checklist of what the user must verify in the register, because the
// report is written by a model.
//
// Ids for tests of the window, all with the prefix `diligence-` (`updates-` on that screen): subject subject-panel
// [role=option] (names asked about) notice run cancel · the report card as on the audit screen · previous previous-report-compare
// compare compare-rows .compare-row[data-kind=same|changed|added|removed] compare-next compare-only compare-back ·
// chart[data-state=empty|none|drawing|shown|refused] chart-frame (a canvas in it) chart-zoom-in chart-zoom-percent
// chart-full chart-copy chart-save chart-png-1|2|4 chart-svg chart-labels chart-problem[data-code] chart-left-out ·
// checks (input[type=checkbox]) checks-count

import { diligenceRun } from "../../js/bridge/runs.js";
import { createChecklist } from "./checklist.js";
import { createSubjectScreen } from "../subject/screen.js";

/** @import { Screen, ScreenFrame } from "../../js/screens.js" */
/** @import { Key } from "../../js/i18n.js" */
/** @import { Start } from "../../js/ipc.d.ts" */

/** @type {Key[]} */
const ITEMS = [
  "checklist.name", "checklist.code", "checklist.status", "checklist.representative", "checklist.capital",
  "checklist.licence", "checklist.sanctions", "checklist.date",
];
/** The national register of companies of mainland China. */
const REGISTRY = "https://www.gsxt.gov.cn/";

/**
 * @param {ScreenFrame} frame
 * @param {Start} start
 * @returns {Screen}
 */
export function createDiligenceScreen(frame, start) {
  const { screen, run } = createSubjectScreen(frame, {
    id: "diligence",
    place: "diligence",
    draft: start.drafts.diligence,
    kind: "company",
    ask: diligenceRun,
    began: () => list.begin(),
    changed: () => list.enable(run.run()?.hasText ?? false),
    checks: () => list.checks(),
  });
  const list = createChecklist(ITEMS, REGISTRY);
  return {
    ...screen,
    render() {
      list.render();
      screen.render();
    },
  };
}
