// A progress bar with a stop button.

import { setText, within } from "../../js/dom.js";
import { t } from "../../js/i18n.js";

/** @import { Advance } from "../../js/ipc.d.ts" */

/**
 * @param {string} prefix of the instance of the template `advance-bar`
 * @param {() => void} stop
 */
export function createAdvanceBar(prefix, stop) {
  const { element } = within("advance-bar", prefix);
  const bar = element("advance");
  const meter = element("advance-meter");
  let words = "";
  /** @type {Advance | null} */
  let now = null;

  function render() {
    const known = now !== null && now.of > 0;
    if (known && now) {
      meter.max = now.of;
      meter.value = now.done;
    } else meter.removeAttribute("value");
    setText(element("advance-words"), known && now ? t("records.advance", { words, done: now.done, of: now.of }) : words);
  }

  element("advance-stop").addEventListener("click", () => {
    element("advance-stop").setAttribute("aria-disabled", "true");
    stop();
  });

  return {
    /** @param {string} what is being done */
    begin(what) {
      [words, now] = [what, null];
      meter.setAttribute("aria-label", what);
      element("advance-stop").setAttribute("aria-disabled", "false");
      bar.hidden = false;
      render();
    },
    /** @param {Advance} advance */
    step(advance) {
      now = advance;
      render();
    },
    end() {
      bar.hidden = true;
    },
  };
}
