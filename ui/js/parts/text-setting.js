// One line of text among the settings: saved when it is left, with what is wrong said below it. What was typed stays.

import { problemOf } from "../bridge.js";
import { element, input } from "../dom.js";
import { t } from "../i18n.js";
import { hideNotice, showProblem } from "./notice.js";
import { toast } from "./toast.js";

/**
 * @import { AppState } from "../app-state.js"
 * @import { Problem } from "../ipc.d.ts"
 */

/**
 * @param {AppState} app
 * @param {string} id
 * @param {"origin" | "proxy" | "noProxy"} name
 */
export function createTextSetting(app, id, name) {
  const field = input(id);
  const place = element(`${id}-problem`);
  /** @type {Problem | null} */
  let problem = null;
  /** What was last put in force from here: nothing else may overwrite what somebody is typing. */
  let shown = field.value = app.settings()[name];

  function renderProblem() {
    field.setAttribute("aria-invalid", String(problem !== null));
    if (problem) showProblem(place, problem);
    else hideNotice(place);
  }

  field.addEventListener("change", async () => {
    const typed = field.value.trim();
    if (typed === shown && problem === null) return;
    try {
      await app.save({ [name]: typed });
      problem = null;
      if (field.value.trim() === typed) field.value = shown = app.settings()[name];
      toast(t("settings.saved"));
    } catch (thrown) {
      problem = problemOf(thrown);
    }
    renderProblem();
  });

  return {
    render() {
      const saved = app.settings()[name];
      if (saved !== shown) {
        field.value = shown = saved;
        problem = null;
      }
      renderProblem();
    },
  };
}
