// The person's decisions on the findings: dismissals with their reasons, and added findings. No DOM here.

import { isDismissedBy, moved } from "./state.js";

/** @import { Judgement } from "../../js/ipc.d.ts" */
/** @import { Dismissal, OwnFinding, Row } from "./state.js" */

export function createDecisions() {
  /** @type {Dismissal[]} */
  let all = [];
  /** Those of the rules, as a record names them: what the service finds comes after its request. @type {Omit<Dismissal, "title">[]} */
  let dismissed = [];
  /** @type {OwnFinding[]} */
  let own = [];
  /** The copy that the offsets of `own` belong to. */
  let copy = "";
  let ids = 0;

  /** @param {Dismissal[]} next */
  function put(next) {
    all = next;
    dismissed = next.filter(({ rule }) => rule !== "").map(({ rule, excerpt, reason }) => ({ rule, excerpt, reason }));
  }

  return {
    dismissed: () => all,
    own: () => own,
    /** The person's findings stay at their words. @param {string} next the copy as it is now */
    follow(next) {
      if (next === copy) return;
      own = own.map((one) => (one.copy ? { ...one, copy: moved([one.copy], copy, next)[0] ?? null } : one));
      copy = next;
    },
    /** @param {Row} row @param {string} reason */
    dismiss(row, reason) {
      put([...all, { rule: row.rule, title: row.title, excerpt: row.excerpt, reason }]);
    },
    /** @param {Row} row */
    restore(row) {
      put(all.filter((one) => !isDismissedBy(row, one)));
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
      put([]);
      own = [];
    },
    /**
     * The decisions made before the last start. Words that have moved since have no position.
     * @param {Pick<Judgement, "dismissed" | "own">} judged
     * @param {string} text the copy
     */
    resume(judged, text) {
      copy = text;
      put(judged.dismissed.map((one) => ({ ...one, title: "" })));
      own = judged.own.map((one) => {
        ids += 1;
        return { ...one, id: ids, copy: one.copy && text.slice(...one.copy) === one.excerpt ? one.copy : null };
      });
    },
    isEmpty: () => all.length === 0 && own.length === 0,
    /** The data sent along with a run. */
    forRun: () => ({
      dismissed,
      own: own.map(({ severity, title, note, excerpt, quad, copy: at }) => ({ severity, title, note, excerpt, quad, copy: at })),
    }),
  };
}
