// The log and the support bundle.
//
// Ids for tests of the window: #log-open #support-save #support-problem[data-code] · #log-dialog[open] #log-lines #log-empty #log-copy
// #log-close

import { announce } from "../../js/announce.js";
import { logLines, supportSave } from "../../js/bridge/support.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { clipboardWrite } from "../../js/bridge/window.js";
import { element } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { describe } from "../../js/problem-text.js";
import { holdKeys } from "../../parts/widgets/modal-keys.js";
import { hideNotice, showProblem } from "../../parts/widgets/notice.js";
import { toast, toastProblem } from "../../parts/widgets/toast.js";

/**
 * @import { AppState } from "../../js/app-state.js"
 * @import { Problem } from "../../js/ipc.d.ts"
 */

/** @param {AppState} app */
export function createSupport(app) {
  const dialog = element("log-dialog");
  /** @type {Problem | null} */
  let problem = null;

  /** @param {unknown} thrown */
  function failed(thrown) {
    problem = problemOf(thrown);
    announce(describe(problem).what);
    render();
  }

  element("log-open").addEventListener("click", oneAtATime(async () => {
    try {
      const lines = await logLines();
      element("log-lines").textContent = lines;
      element("log-lines").hidden = lines === "";
      element("log-copy").hidden = lines === "";
      element("log-empty").hidden = lines !== "";
      dialog.showModal();
      // The newest lines are at the end.
      element("log-lines").scrollTop = element("log-lines").scrollHeight;
      (lines === "" ? element("log-close") : element("log-lines")).focus();
    } catch (thrown) {
      failed(thrown);
    }
  }));
  element("log-copy").addEventListener("click", () => {
    clipboardWrite(element("log-lines").textContent ?? "").then(() => toast(t("settings.logCopied")), toastProblem);
  });
  element("log-close").addEventListener("click", () => dialog.close());
  holdKeys(dialog);

  element("support-save").addEventListener("click", oneAtATime(async () => {
    try {
      const name = await app.runBehind(supportSave);
      if (name === null) return;
      problem = null;
      render();
      toast(t("report.saved", { name }));
    } catch (thrown) {
      failed(thrown);
    }
  }));

  function render() {
    const place = element("support-problem");
    if (!problem) return hideNotice(place);
    showProblem(place, problem, {
      dismiss() {
        problem = null;
        render();
        element("support-save").focus();
      },
    });
  }

  return { render };
}
