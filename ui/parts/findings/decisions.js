// What the person decides about the findings: what is dismissed and why, and what is added. No DOM here.

import { isDismissedBy, moved } from "./state.js";

/** @import { Dismissal, OwnFinding, Row } from "./state.js" */

export function createDecisions() {
  /** @type {Dismissal[]} */
  let dismissed = [];
  /** @type {OwnFinding[]} */
  let own = [];
  /** The copy that the offsets of `own` belong to. */
  let copy = "";
  let ids = 0;

  return {
    dismissed: () => dismissed,
    own: () => own,
    /** The person's findings stay at their words. @param {string} next the copy as it is now */
    follow(next) {
      if (next === copy) return;
      own = own.map((one) => (one.copy ? { ...one, copy: moved([one.copy], copy, next)[0] ?? null } : one));
      copy = next;
    },
    /** @param {Row} row @param {string} reason */
    dismiss(row, reason) {
      dismissed = [...dismissed, { rule: row.rule, title: row.title, excerpt: row.excerpt, reason }];
    },
    /** @param {Row} row */
    restore(row) {
      dismissed = dismissed.filter((one) => !isDismissedBy(row, one));
    },
    /** Returns the key of its row. @param {Omit<OwnFinding, "id">} finding */
    add(finding) {
      ids += 1;
      own = [...own, { id: ids, ...finding }];
      return `own ${ids}`;
    },
    /** @param {Row} row */
    remove(row) {
      own = own.filter(({ id }) => id !== row.own);
    },
    /** Another material: nothing that was decided about the last one holds for it. */
    forget() {
      [dismissed, own] = [[], []];
    },
    /** What goes along with a run: the record names findings of the rules by their ids; those of the service come after it. */
    forRun: () => ({
      dismissed: dismissed.filter(({ rule }) => rule !== "").map(({ rule, excerpt, reason }) => ({ rule, excerpt, reason })),
      own: own.map(({ severity, title, note, excerpt, quad, copy: range }) => ({ severity, title, note, excerpt, quad, copy: range })),
    }),
  };
}
