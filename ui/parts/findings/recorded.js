// The findings of a record: those of the rules as they were before the run, those of the person, and those of the service's answer. No
// DOM here.

import { mergedRows } from "./state.js";

/** @import { RecordFindings } from "../../js/ipc.d.ts" */
/** @import { Dismissal, Row } from "./state.js" */

/**
 * @param {RecordFindings} found
 * @returns {{ rows: Row[], dismissed: Dismissal[] }}
 */
export function recordedRows({ check, answer }) {
  const own = (check?.own ?? []).map((one, at) => ({ ...one, id: at + 1 }));
  // Only findings of rules are dismissed before a run, and those have an id.
  const dismissed = (check?.dismissed ?? []).map((one) => ({ ...one, title: "" }));
  return { rows: mergedRows(check?.findings ?? null, answer, own), dismissed };
}
