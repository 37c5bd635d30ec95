// Model, temperature, and the one button that starts or stops.

import { setText, within } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { createRunChoices } from "./run-choices.js";

/** @import { AppState } from "../../js/app-state.js" */
/** @import { Run } from "./run.js" */
/** @import { Words } from "../../js/words.js" */

/**
 * @param {AppState} app
 * @param {string} prefix of the template's instance
 * @param {Words} words
 * @param {{ run: () => void, cancel: () => void, failed: (thrown: unknown) => void }} act
 */
export function createRunControls(app, prefix, words, act) {
  const { element } = within("run-controls", prefix);
  const choices = createRunChoices(app, prefix, act.failed);
  const run = element("run");
  const cancel = element("cancel");
  run.addEventListener("click", act.run);
  cancel.addEventListener("click", act.cancel);

  return {
    /**
     * @param {Run | null} last
     * @param {string | null} insist what the run button says where one more press overrides a warning
     */
    render(last, insist) {
      const running = last !== null && last.phase !== "ended";
      const focused = choices.hasFocus() || [run, cancel].some((control) => control === document.activeElement);
      const changes = run.hidden !== running;
      run.hidden = running;
      cancel.hidden = !running;
      // The focus goes to the one control that is left.
      if (focused && changes) (running ? cancel : run).focus();
      choices.enable(!running);
      cancel.setAttribute("aria-disabled", String(last?.cancelling ?? false));
      setText(element("cancel-label"), t(last?.cancelling ? "run.cancelling" : "run.cancel"));
      setText(element("run-label"), insist ?? words(last ? "run.again" : "run.start"));
    },
    commit: choices.commit,
    put: choices.put,
    model: choices.model,
    temperature: choices.temperature,
  };
}
