// Covers the window while files are dragged over it. The shell handles the drop.

import { element, setText } from "../../js/dom.js";
import { bytes, t } from "../../js/i18n.js";

/** @import { Limits, ShellEvent } from "../../js/ipc.d.ts" */

/**
 * The next files may be held over the window while the last ones are still being prepared, or the queue works.
 * @type {ShellEvent["type"][]}
 */
const BEHIND = ["closeAsked", "preparing", "queue", "queueChanged", "queueAdding", "comparing"];

/**
 * @param {Limits} limits
 * @param {() => "desk" | "records" | "published"} purpose the purpose of a picture dropped now
 */
export function createDropOverlay(limits, purpose) {
  const overlay = element("drop-overlay");
  /** Where the pointer was first seen since the overlay is shown. @type {string | null} */
  let seenAt = null;

  function hide() {
    const shown = !overlay.hidden;
    overlay.hidden = true;
    return shown;
  }

  // While files are held, the page hears nothing of the pointer: one that moves means that they are gone, even where
  // the system did not say so. An engine may repeat the last place by itself, which is no move.
  document.addEventListener("pointermove", ({ screenX, screenY }) => {
    if (overlay.hidden) return;
    const place = `${screenX} ${screenY}`;
    seenAt ??= place;
    if (place !== seenAt) hide();
  }, { passive: true });
  document.addEventListener("pointerdown", hide, { passive: true });
  // Whatever screen is open: Escape leaves what lies over it first.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !hide()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });

  /** @param {number} count of files held over the window */
  function show(count) {
    seenAt = null;
    overlay.hidden = false;
    if (purpose() === "records") {
      setText(element("drop-title"), t("drop.find"));
      setText(element("drop-note"), t(count > 1 ? "drop.findFirst" : "drop.findNote"));
      return;
    }
    if (purpose() === "published") {
      setText(element("drop-title"), t(count > 1 ? "drop.compareOne" : "drop.compare"));
      setText(element("drop-note"), t("drop.compareNote"));
      return;
    }
    setText(element("drop-title"), count > 1 ? t("drop.batch", { count }) : t("drop.one"));
    setText(element("drop-note"), count > 1 ? t("drop.batchNote") : t("drop.note", { bytes: bytes(limits.fileBytes) }));
  }

  return {
    /** @param {ShellEvent} event */
    receive(event) {
      if (event.type === "dragEntered") show(event.count);
      else if (!BEHIND.includes(event.type)) hide();
    },
  };
}
