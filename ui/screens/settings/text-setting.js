// A text field of the settings: saved when it loses the focus. A mistake is explained below it, and what was typed stays.

import { problemOf } from "../../js/bridge/tauri.js";
import { element } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { hideNotice, showProblem } from "../../parts/widgets/notice.js";
import { toast } from "../../parts/widgets/toast.js";

/**
 * @import { AppState } from "../../js/app-state.js"
 * @import { Problem } from "../../js/ipc.d.ts"
 */

/**
 * @param {AppState} app
 * @param {"origin" | "proxy" | "no-proxy" | "stamp-authority"} id of the field
 * @param {"origin" | "proxy" | "noProxy" | "stampAuthority"} name
 */
export function createTextSetting(app, id, name) {
  const field = element(id);
  const place = element(`${id}-problem`);
  /** @type {Problem | null} */
  let problem = null;
  /** The value in force. While the user types, the field holds another one that must not be overwritten. */
  let inForce = field.value = app.settings()[name];

  function renderProblem() {
    field.setAttribute("aria-invalid", String(problem !== null));
    if (problem) showProblem(place, problem);
    else hideNotice(place);
  }

  async function save() {
    const typed = field.value.trim();
    if (typed === inForce && problem === null) return;
    const isStillThere = () => field.value.trim() === typed;
    try {
      await app.save({ [name]: typed });
      if (isStillThere()) {
        field.value = inForce;
        problem = null;
      }
      toast(t("settings.saved"));
    } catch (thrown) {
      if (isStillThere()) problem = problemOf(thrown);
    }
    renderProblem();
  }
  field.addEventListener("change", save);

  return {
    render() {
      const untouched = field.value === inForce;
      inForce = app.settings()[name];
      if (untouched) {
        field.value = inForce;
        problem = null;
      }
      renderProblem();
    },
    /** Replaces what was typed by a value and saves it. @param {string} value */
    put(value) {
      field.value = value;
      return save();
    },
  };
}
