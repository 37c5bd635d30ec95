// Exporting, listing and deleting records. One action at a time; each can be stopped.

import { recordDelete, recordsExport, recordsRegister, recordsStop } from "../../js/bridge/records.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { t } from "../../js/i18n.js";
import { createAdvanceBar } from "../../parts/widgets/advance-bar.js";
import { toast, toastProblem } from "../../parts/widgets/toast.js";
import { confirmDelete } from "./confirmations.js";
import { registerWords } from "../../parts/record/register-words.js";

/** @import { ExportForm, RegisterForm } from "../../js/ipc.d.ts" */

export function createActions() {
  let busy = false;
  let stopped = false;
  const advance = createAdvanceBar("records", () => {
    stopped = true;
    recordsStop().catch(() => undefined);
  });

  /**
   * Whether it went well.
   * @param {string} words
   * @param {() => Promise<void>} act
   */
  async function doing(words, act) {
    if (busy) return false;
    [busy, stopped] = [true, false];
    advance.begin(words);
    try {
      await act();
      return true;
    } catch (thrown) {
      // The user has stopped it: nothing to report.
      if (problemOf(thrown).code !== "stopped") toastProblem(thrown);
      return false;
    } finally {
      busy = false;
      advance.end();
    }
  }

  return {
    /**
     * @param {() => Promise<number[]>} of
     * @param {ExportForm} form
     */
    export: (of, form) => doing(t("records.exporting"), async () => {
      const ids = await of();
      if (stopped || ids.length === 0) return;
      const { name, count, damaged, stopped: cut } = await recordsExport(ids, form, advance.step);
      if (name === null) return;
      if (damaged > 0) toast(t("records.exportedButDamaged", { name, count, damaged }));
      else if (cut) toast(t("records.exportStopped", { name, count, of: ids.length }));
      else toast(ids.length === 1 ? t("report.saved", { name }) : t("records.exported", { name, count }));
    }),
    /**
     * @param {number} search
     * @param {RegisterForm} form
     */
    register: (search, form) => doing(t("records.registering"), async () => {
      const name = await recordsRegister({ search }, form, registerWords(), advance.step);
      if (name !== null) toast(t("report.saved", { name }));
    }),
    /**
     * Asks first. Whether something was deleted.
     * @param {number} count
     * @param {string} title of the only one
     * @param {() => Promise<number[]>} of
     */
    async remove(count, title, of) {
      if (busy) return false;
      const reason = await confirmDelete(count, title);
      if (reason === null) return false;
      let done = 0;
      const well = await doing(t("records.deleting"), async () => {
        const ids = await of();
        for (const id of ids) {
          if (stopped) break;
          try {
            await recordDelete(id, reason);
          } catch (thrown) {
            // It is deleted already.
            if (problemOf(thrown).code !== "record_unknown") throw thrown;
          }
          done += 1;
          advance.step({ done, of: ids.length });
        }
      });
      if (well && done > 0) toast(t("records.deleted", { count: done }));
      return done > 0;
    },
  };
}
