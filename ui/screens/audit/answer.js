// What the service found, from the record of the run whose report is shown. No DOM here.

/** @import { AnswerFindings, RecordFindings } from "../../js/ipc.d.ts" */

/** The part of a run that matters here. @typedef {{ record: number | null, asked: { copy: string, material: { id: number } | null } }} Ended */

/**
 * @param {object} own
 * @param {(record: number) => Promise<RecordFindings>} own.read
 * @param {() => number | null} own.material the id of the one on the screen
 * @param {(found: AnswerFindings | null, copy: string) => void} own.show `copy`: the one that was sent
 */
export function createAnswer({ read, material, show }) {
  /** Counts the runs: the findings of an earlier one are ignored. */
  let turn = 0;

  return {
    /** A run has begun: the report before it is gone, and so is what it found. */
    began() {
      turn += 1;
      show(null, "");
    },
    /** @param {Ended} run */
    async ended({ record, asked }) {
      turn += 1;
      const mine = turn;
      if (record === null) return;
      // The report says the same: that its findings can't be listed is no reason for a message.
      const found = await read(record).catch(() => null);
      const isThere = material() === (asked.material?.id ?? null);
      if (found && mine === turn && isThere) show(found.answer, asked.copy);
    },
  };
}
