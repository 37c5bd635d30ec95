// The register of the records that the queue has, saved as a workbook.

import { recordsRegister } from "../../js/bridge/records.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { registerWords } from "../../parts/record/register-words.js";
import { toast } from "../../parts/widgets/toast.js";
import { recordsOf } from "./state.js";

/** @import { Problem } from "../../js/ipc.d.ts" */
/** @import { Store } from "./state.js" */

/**
 * @param {Store} store
 * @param {(problem: Problem) => void} failed
 */
export const createQueueRegister = (store, failed) => oneAtATime(async () => {
  const ids = recordsOf(store.items());
  if (ids.length === 0) return;
  try {
    const name = await recordsRegister({ ids }, "xlsx", registerWords(), () => undefined);
    if (name !== null) toast(t("report.saved", { name }));
  } catch (thrown) {
    failed(problemOf(thrown));
  }
});
