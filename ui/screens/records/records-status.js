// The state of the records as the shell last reported it, with the actions that change it. Whatever shows it subscribes here.

import { recordsBeginAnew, recordsChooseFolder, recordsRestore, recordsRetry, recordsState } from "../../js/bridge/records.js";

/** @import { Problem, RecordsState } from "../../js/ipc.d.ts" */

/** @typedef {ReturnType<typeof createRecordsStatus>} RecordsStatus */

/** @param {RecordsState} first */
export function createRecordsStatus(first) {
  let state = first;
  /** @type {((replaced: boolean) => void)[]} */
  const listeners = [];

  /**
   * @param {() => Promise<RecordsState | null>} command rejects with a Problem; then nothing has changed
   * @param {boolean} [replaces] other records are used afterwards
   */
  async function take(command, replaces = true) {
    const next = await command();
    if (next) {
      state = next;
      listeners.forEach((listener) => listener(replaces));
    }
    return next !== null;
  }

  const refresh = () => take(recordsState, false);

  return {
    state: () => state,
    /** @param {(replaced: boolean) => void} listener `replaced`: other records are used now */
    subscribe: (listener) => void listeners.push(listener),
    refresh,
    retry: () => take(recordsRetry),
    /** @param {string} name of a backup */
    restore: (name) => take(() => recordsRestore(name)),
    beginAnew: () => take(recordsBeginAnew),
    /** Whether another folder was chosen. */
    chooseFolder: () => take(recordsChooseFolder),
    /** A run did not start: if the records are the reason, their state has to be read again. @param {Problem} problem */
    refused(problem) {
      if (problem.code.startsWith("records_")) refresh().catch(() => undefined);
    },
  };
}
