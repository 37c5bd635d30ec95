// Asks whether to close the window while something runs.
//
// Ids for tests of the window: #close-prompt[open] #close-words #close-stay #close-leave

import { appClose } from "../../js/bridge/window.js";
import { element } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { holdKeys } from "./modal-keys.js";
import { toastProblem } from "./toast.js";

export function createClosePrompt() {
  const dialog = element("close-prompt");
  const stay = element("close-stay");
  let asked = 0;

  function render() {
    element("close-words").textContent = t("close.what", { runs: asked });
  }

  stay.addEventListener("click", () => dialog.close());
  // However it was closed, the next attempt asks again.
  dialog.addEventListener("close", () => void appClose(false).catch(() => undefined));
  element("close-leave").addEventListener("click", () => {
    appClose(true).catch((thrown) => {
      dialog.close();
      toastProblem(thrown);
    });
  });

  holdKeys(dialog);

  return {
    /** @param {number} runs how many would be lost */
    ask(runs) {
      asked = runs;
      render();
      if (!dialog.open) dialog.showModal();
      stay.focus();
    },
    /** In the current language. */
    render,
  };
}
