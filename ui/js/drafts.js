// Saves what is typed and not sent yet: shortly after the last key, and whenever the window may be closed.

import { draftKeep } from "./bridge/window.js";
import { toastProblem } from "../parts/widgets/toast.js";

/** @import { CopySource } from "./ipc.d.ts" */
/** @typedef {"audit" | "diligence" | "updates"} DraftPlace */

/** Saved after a pause in typing rather than with each key. */
const SETTLED_MS = 500;

/** The user has been told that drafts can't be saved. */
let complained = false;

/** @param {DraftPlace} place */
export function createDraft(place) {
  /** Not saved yet. @type {{ text: string, sources: () => CopySource[] | null } | null} */
  let pending = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let settling;

  function keep() {
    clearTimeout(settling);
    if (pending === null) return;
    const draft = pending;
    pending = null;
    draftKeep(place, draft.text, draft.sources()).then(() => (complained = false), (thrown) => {
      // Saved with the next key, or when the window is closed.
      pending ??= draft;
      if (!complained) toastProblem(thrown);
      complained = true;
    });
  }

  window.addEventListener("blur", keep);
  window.addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());

  return {
    /** @param {string} text an empty one is saved as well @param {() => CopySource[] | null} [sources] where its parts come from */
    changed(text, sources = () => null) {
      pending = { text, sources };
      clearTimeout(settling);
      settling = setTimeout(keep, SETTLED_MS);
    },
  };
}
