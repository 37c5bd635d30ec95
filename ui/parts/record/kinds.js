// The kinds of records and how they stand, in the order of the wire; and on which screen such a run is made.

import { wordsOf } from "../../js/words.js";

/** @import { RecordKind, RecordOutcome } from "../../js/ipc.d.ts" */

/** @type {RecordKind[]} */
export const KINDS = ["audit", "diligence", "updates", "sparring", "lines"];

/** @type {RecordOutcome[]} */
export const OUTCOMES = ["running", "finished", "failed", "cancelled", "interrupted"];

/** @param {RecordKind} kind */
export const screenOf = (kind) => (kind === "lines" ? "sparring" : kind);

/** A line of a conversation, and an audit of lines, are asked anew where the conversation is. @param {RecordKind} kind */
export const canRunAgain = (kind) => kind !== "sparring" && kind !== "lines";

/** What a button says that asks the same of the same assistant. @param {RecordKind} kind */
export const againWords = (kind) => wordsOf(screenOf(kind))("run.again");
