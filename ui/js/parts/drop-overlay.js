// Shows over the whole window that files are held over it. The drop itself is the shell's.

import { element, setText } from "../dom.js";
import { bytes, number, t } from "../i18n.js";

/** @import { Limits } from "../ipc.d.ts" */

/** @param {Limits} limits */
export function createDropOverlay(limits) {
  const overlay = element("drop-overlay");
  return {
    /** @param {number} count of files held over the window; 0: none */
    show(count) {
      overlay.hidden = count === 0;
      setText(element("drop-title"), t(count > 1 ? "drop.many" : "drop.one"));
      const note = t("drop.note", { bytes: bytes(limits.pictureBytes), side: number(limits.pictureSide) });
      setText(element("drop-note"), count > 1 ? t("drop.manyNote", { count }) : note);
    },
  };
}
