// Saves drafts: shortly after the last change, and whenever the window may be closed.

import { findingsKeep } from "./bridge/findings.js";
import { draftKeep } from "./bridge/window.js";
import { toastProblem } from "../parts/widgets/toast.js";

/** @import { CopySource, FindingsDraft } from "./ipc.d.ts" */
/** @typedef {"audit" | "diligence" | "updates"} DraftPlace */

/** Saved after a pause in typing rather than with each key. */
const SETTLED_MS = 500;

/** The user has been told that drafts can't be saved. */
let complained = false;

/**
 * @template T
 * @param {(draft: T) => Promise<void>} save
 */
function createSaving(save) {
  /** Not saved yet. @type {{ draft: T } | null} */
  let pending = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let settling;

  function keep() {
    clearTimeout(settling);
    if (pending === null) return;
    const saved = pending;
    pending = null;
    save(saved.draft).then(() => (complained = false), (thrown) => {
      // Saved with the next change, or when the window is closed.
      pending ??= saved;
      if (!complained) toastProblem(thrown);
      complained = true;
    });
  }

  window.addEventListener("blur", keep);
  window.addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());

  return (/** @type {T} */ draft) => {
    pending = { draft };
    clearTimeout(settling);
    settling = setTimeout(keep, SETTLED_MS);
  };
}

/** @param {DraftPlace} place */
export function createDraft(place) {
  const changed = createSaving((/** @type {{ text: string, sources: () => CopySource[] | null }} */ { text, sources }) => draftKeep(place, text, sources()));
  return {
    /** @param {string} text an empty one is saved as well @param {() => CopySource[] | null} [sources] where its parts come from */
    changed: (text, sources = () => null) => changed({ text, sources }),
  };
}

/** The person's decisions on the findings. */
export const createFindingsDraft = () => createSaving((/** @type {() => FindingsDraft} */ draft) => findingsKeep(draft()));
