// Adding files to the queue: from the dialog or dropped on the window, with the progress over the list.

import { announce } from "../../js/announce.js";
import { queueAdd, queueAddSlow, queueAddStop } from "../../js/bridge/queue.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { element, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { toast } from "../../parts/widgets/toast.js";
import { createRefused } from "./notices.js";

/** @import { Problem, QueueAdded } from "../../js/ipc.d.ts" */

/**
 * @param {object} owner
 * @param {() => boolean} owner.isHidden another screen is shown
 * @param {() => void} owner.changed
 * @param {(problem: Problem) => void} owner.failed
 */
export function createAdding({ isHidden, changed, failed }) {
  const refused = createRefused(() => void add(queueAddSlow));
  /** @type {{ done: number, of: number } | null} */
  let progress = null;
  /** The dialog of the system is open. */
  let choosing = false;
  /** The queue was shown when the dropped files began to arrive. The user may have left it since. */
  let wasShown = false;

  async function add(bring = queueAdd) {
    if (choosing) return;
    choosing = true;
    try {
      added(await bring(), isHidden());
    } catch (thrown) {
      failed(problemOf(thrown));
    }
    choosing = false;
    setProgress(null);
  }

  function stop() {
    element("queue-add-stop").setAttribute("aria-disabled", "true");
    queueAddStop().catch((thrown) => failed(problemOf(thrown)));
  }

  /** @param {QueueAdded} what @param {boolean} elsewhere the user stays on another screen */
  function added({ added: count, refused: not }, elsewhere) {
    setProgress(null);
    if (count === 0 && not.length === 0) {
      // If the dialog is open, it was dismissed.
      if (!choosing) toast(t("queue.nothingAdded"));
      return;
    }
    refused.show(not);
    const words = [t("queue.announce.added", { count }), ...(not.length > 0 ? [t("queue.refused", { count: not.length })] : [])];
    const said = words.join(t("common.sentences"));
    // On another screen nobody would see which files were refused.
    if (not.length > 0 && elsewhere) toast(said, "error");
    else announce(said);
  }

  /** @param {{ done: number, of: number } | null} next */
  function setProgress(next) {
    progress = next;
    changed();
  }

  element("queue-add-stop").addEventListener("click", stop);
  for (const part of [element("queue-add"), element("queue-add-first")]) part.addEventListener("click", () => void add());

  return {
    add: () => void add(),
    isUnderWay: () => progress !== null,
    render() {
      for (const part of [element("queue-add"), element("queue-add-first")]) part.setAttribute("aria-disabled", String(choosing));
      element("queue-adding").hidden = progress === null;
      if (!progress) return element("queue-add-stop").removeAttribute("aria-disabled");
      const meter = element("queue-adding-meter");
      const known = progress.of > 0;
      if (known) [meter.max, meter.value] = [progress.of, Math.min(progress.of, progress.done)];
      else meter.removeAttribute("value");
      setText(element("queue-adding-words"), known ? t("queue.addingOf", progress) : t("queue.adding"));
    },
    renderRefused: refused.render,
    /** Dropped files have been added; whether to show the queue. @param {QueueAdded} what */
    finished(what) {
      const shown = wasShown;
      wasShown = false;
      added(what, shown && isHidden());
      return !shown;
    },
    /**
     * Dropped or chosen files are being added; whether to show the queue. It is shown once, not again with each file.
     * @param {number} done
     * @param {number} of 0: not known yet
     */
    advanced(done, of) {
      // With an open dialog, no files mean that it was dismissed.
      const over = of > 0 ? done >= of : choosing;
      const begins = progress === null && !over;
      setProgress(over ? null : { done, of });
      wasShown ||= begins && !choosing;
      return begins && !choosing;
    },
  };
}
