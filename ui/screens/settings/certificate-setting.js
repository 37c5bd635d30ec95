// A file of certificates that is chosen in the system dialog, replaced and removed.

import { problemOf } from "../../js/bridge/tauri.js";
import { element, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { hideNotice, showProblem } from "../../parts/widgets/notice.js";

/**
 * @import { AppState } from "../../js/app-state.js"
 * @import { Problem, Settings } from "../../js/ipc.d.ts"
 */

/**
 * @param {AppState} app
 * @param {object} own
 * @param {"ca" | "stamp-roots"} own.id of its elements
 * @param {"extraCaName" | "stampRootsName"} own.name of the setting
 * @param {() => string} own.none what is shown without a file
 * @param {() => Promise<Settings | null>} own.choose `null`: the dialog was dismissed
 * @param {() => Promise<Settings>} own.remove
 * @param {() => void} own.changed another file is in force
 * @param {() => void} own.render
 */
export function createCertificateSetting(app, { id, name, none, choose, remove, changed, render }) {
  /** Why the file is what it was. @type {Problem | null} */
  let problem = null;

  /** @param {() => Promise<Settings | null>} command */
  const change = (command) => oneAtATime(async () => {
    try {
      const settings = await app.runBehind(command);
      problem = null;
      if (settings) {
        // A new file may have the old one's name.
        changed();
        // The other settings may have changed while the dialog was open.
        app.setSettings({ ...app.settings(), [name]: settings[name] });
      }
    } catch (thrown) {
      problem = problemOf(thrown);
    }
    render();
  });
  element(`${id}-choose`).addEventListener("click", change(choose));
  element(`${id}-remove`).addEventListener("click", change(remove));

  return {
    render() {
      const file = app.settings()[name];
      setText(element(`${id}-name`), file ?? none());
      element(`${id}-name`).dataset["state"] = file === null ? "none" : "set";
      setText(element(`${id}-choose`), t(file === null ? "settings.caChoose" : "settings.caReplace"));
      element(`${id}-remove`).hidden = file === null;
      if (problem) showProblem(element(`${id}-problem`), problem);
      else hideNotice(element(`${id}-problem`));
    },
  };
}
