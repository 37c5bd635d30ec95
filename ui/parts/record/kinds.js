// The kinds and outcomes of records in the order of the filters, and the screen of each kind.

import { wordsOf } from "../../js/words.js";

/** @import { RecordKind, RecordOutcome } from "../../js/ipc.d.ts" */

/** @type {RecordKind[]} */
export const KINDS = ["audit", "diligence", "updates", "sparring", "lines"];

/** @type {RecordOutcome[]} */
export const OUTCOMES = ["running", "finished", "failed", "cancelled", "interrupted"];

/** @param {RecordKind} kind */
export const screenOf = (kind) => (kind === "lines" ? "sparring" : kind);

/** A line of a conversation, and an audit of lines, are requested again in the conversation. @param {RecordKind} kind */
export const canRunAgain = (kind) => kind !== "sparring" && kind !== "lines";

/** An audit that has ended. @param {{ kind: RecordKind, outcome: RecordOutcome }} record */
export const canBeReviewed = ({ kind, outcome }) => (kind === "audit" || kind === "lines") && outcome !== "running";

/** Its request can be sent once more as it was. @param {{ kind: RecordKind, outcome: RecordOutcome }} record */
export const canBeRepeated = ({ kind, outcome }) => kind === "audit" && outcome !== "running";

/** The label of a button that repeats the request. @param {RecordKind} kind */
export const againWords = (kind) => wordsOf(screenOf(kind))("run.again");
