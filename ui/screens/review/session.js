// The review that is shown, and the list of all: opening, changing and saving it. Typed text is never lost: it stays until it is
// saved, also where that fails. No DOM here.

import { reviewList, reviewOpen, reviewSave } from "../../js/bridge/review.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { createSaver } from "./saver.js";
import { merged } from "./state.js";

/**
 * @import { Problem, Review, ReviewDraft, ReviewRow } from "../../js/ipc.d.ts"
 * @import { Saving } from "./saver.js"
 */

/** Codes after which saving the same again can't succeed. */
const CLOSED = ["review_archived", "review_not_open"];

/**
 * @param {object} own
 * @param {() => boolean} own.english the language of the window
 * @param {() => void} own.began another review is shown
 * @param {() => void} own.changed the review has changed
 * @param {(review: Review) => void} own.saved
 * @param {(rows: ReviewRow[]) => void} own.listed
 * @param {(problem: Problem | null) => void} own.show
 * @param {(busy: boolean) => void} own.busy a review is being opened
 * @param {(saving: Saving) => void} own.saving
 */
export function createReviewSession(own) {
  /** @type {Review | null} */
  let review = null;
  /** Counts the reviews opened: a late answer is ignored. */
  let turn = 0;

  const saver = createSaver({
    save: (record, draft) => reviewSave(record, draft, own.english()),
    saved(answer) {
      own.show(null);
      if (answer.record !== review?.record) return;
      review = merged(review, answer);
      own.changed();
      own.saved(review);
    },
    failed(thrown) {
      const problem = problemOf(thrown);
      // It was signed meanwhile: from now on the signed text is shown.
      if (review && CLOSED.includes(problem.code)) {
        saver.drop(review.record);
        void refresh();
      }
      own.show(problem);
    },
    changed: own.saving,
  });

  /** @param {number} record */
  async function open(record) {
    turn += 1;
    const mine = turn;
    own.busy(true);
    try {
      const saving = saver.flush();
      // A value still being saved must not revert.
      if (saver.unsaved(record)) await saving;
      const opened = await reviewOpen(record, own.english());
      if (mine !== turn) return;
      const unsaved = saver.unsaved(record);
      review = unsaved ? merged({ ...opened, draft: unsaved }, opened) : opened;
      if (!unsaved) own.show(null);
      own.began();
    } catch (thrown) {
      if (mine === turn) own.show(problemOf(thrown));
    } finally {
      if (mine === turn) own.busy(false);
    }
  }

  /** Reloads the review in the language of the window. Typed text stays. */
  async function refresh() {
    if (!review) return;
    const mine = turn;
    try {
      await saver.flush();
      const { draft } = review;
      const answer = await reviewOpen(review.record, own.english());
      if (mine !== turn || !review) return;
      review = review.draft !== draft || saver.unsaved(answer.record) ? merged(review, answer) : answer;
      own.changed();
    } catch (thrown) {
      if (mine === turn) own.show(problemOf(thrown));
    }
  }

  async function list() {
    try {
      own.listed(await reviewList());
    } catch (thrown) {
      own.show(problemOf(thrown));
    }
  }

  return {
    review: () => review,
    open,
    refresh,
    list,
    /** Saves the draft at once; resolves to whether everything is saved. */
    flush: saver.flush,
    /** The review shown has changes that are not saved yet. */
    isUnsaved: () => review !== null && saver.unsaved(review.record) !== null,
    /** @param {ReviewDraft} draft */
    change(draft) {
      if (!review) return;
      review = { ...review, draft };
      saver.put(review.record, draft);
      own.changed();
    },
    /** The review after a step that was signed. @param {Review} next */
    put(next) {
      if (next.record !== review?.record) return;
      review = next;
      own.changed();
      void list();
    },
  };
}
