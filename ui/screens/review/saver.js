// Saves drafts of reviews: after a pause in typing, at once on request, one at a time, and never an older text.
// No DOM here.

/** @import { Review, ReviewDraft } from "../../js/ipc.d.ts" */

/** Saved after a pause in typing rather than with each key. */
const SETTLED_MS = 400;

/** @typedef {"saved" | "waiting" | "saving" | "failed"} Saving */
/** @typedef {ReturnType<typeof createSaver>} Saver */

/**
 * @param {object} own
 * @param {(record: number, draft: ReviewDraft) => Promise<Review>} own.save
 * @param {(answer: Review) => void} own.saved
 * @param {(thrown: unknown) => void} own.failed
 * @param {(saving: Saving) => void} own.changed
 * @param {(act: () => void, delay: number) => unknown} [later] `setTimeout`
 */
export function createSaver({ save, saved, failed, changed }, later = (act, delay) => setTimeout(act, delay)) {
  /** Not saved yet, by the numbers of their records. @type {Map<number, ReviewDraft>} */
  const pending = new Map();
  /** Counts the changes: only the last timer counts. */
  let turn = 0;
  /** Resolves when the current save has ended, to whether everything was saved. @type {Promise<boolean> | null} */
  let running = null;

  async function saveAll() {
    let well = true;
    changed("saving");
    for (const [record, draft] of [...pending]) {
      try {
        const answer = await save(record, draft);
        // Text typed meanwhile is saved next.
        if (pending.get(record) === draft) pending.delete(record);
        saved(answer);
      } catch (thrown) {
        well = false;
        failed(thrown);
      }
    }
    running = null;
    if (well && pending.size > 0) return flush();
    changed(well ? "saved" : "failed");
    return well;
  }

  /** @returns {Promise<boolean>} */
  function flush() {
    turn += 1;
    if (running) return running.then((well) => well && flush());
    if (pending.size === 0) return Promise.resolve(true);
    running = saveAll();
    return running;
  }

  return {
    /** Saves at once; whether everything is saved now. */
    flush,
    /** @param {number} record @param {ReviewDraft} draft */
    put(record, draft) {
      pending.set(record, draft);
      if (!running) changed("waiting");
      turn += 1;
      const mine = turn;
      later(() => {
        if (mine === turn) void flush();
      }, SETTLED_MS);
    },
    /** The text typed and not saved yet. @param {number} record */
    unsaved: (record) => pending.get(record) ?? null,
    /** It can't be saved any more. @param {number} record */
    drop: (record) => void pending.delete(record),
  };
}
