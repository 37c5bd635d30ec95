// Problems of the app itself, above every screen: files that could not be read at the start, and failures of the app. The first is
// shown; the next one follows once it is dismissed.
//
// Ids for tests of the window: #settings-problem[data-code] #app-restart

import { appRestart } from "../../js/bridge/support.js";
import { element } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { hideNotice, showProblem } from "./notice.js";
import { toastProblem } from "./toast.js";

/** @import { Problem } from "../../js/ipc.d.ts" */

/** Failures after which a restart helps. */
const FAULTS = new Set(["app_fault", "page_lost"]);

/**
 * @param {Problem[]} problems
 * @param {() => void} focus called when the notice, which may have the focus, disappears
 */
export function createAppProblems(problems, focus) {
  const waiting = [...problems];

  function render() {
    const place = element("settings-problem");
    const dismiss = () => {
      waiting.shift();
      render();
      focus();
    };
    const [problem] = waiting;
    if (!problem) return hideNotice(place);
    const restart = { id: "app-restart", label: t("settings.restart"), press: () => void appRestart().catch(toastProblem) };
    showProblem(place, problem, { dismiss, actions: FAULTS.has(problem.code) ? [restart] : [] });
  }

  return {
    render,
    /** @param {Problem} problem the same one is shown once */
    add(problem) {
      if (waiting.some(({ code }) => code === problem.code)) return;
      waiting.push(problem);
      render();
    },
  };
}
