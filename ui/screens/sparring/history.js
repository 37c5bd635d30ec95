// What of a conversation is sent along with an utterance: the lines right before it, and no more of them than the
// service takes. The shell does the sending; this says it, so that nobody wonders what the partner remembers.

/** @import { Line } from "../../js/ipc.d.ts" */

/**
 * @typedef {object} History
 * @property {number} from index of the first line that is sent
 * @property {number} to index of the utterance itself: it and what follows it are not sent
 * @property {boolean} forgotten the scenario's briefing is not sent any more
 */

/**
 * @param {readonly Line[]} lines
 * @param {number} utterance the index that it has, or will have
 * @param {number} limit lines
 * @returns {History}
 */
export function historyOf(lines, utterance, limit) {
  const from = Math.max(0, utterance - limit);
  return { from, to: utterance, forgotten: from > 0 && isBriefing(lines[0]) };
}

/** What asks the service to play a customer. @param {Line | undefined} line */
export const isBriefing = (line) => line?.speaker === "adviser" && line.source === "scenario";

/** What the person typed. @param {Line | undefined} line */
export const isOwn = (line) => line?.speaker === "adviser" && line.source === "person";

/** The index of the last thing that the person said; -1 for none. @param {readonly Line[]} lines */
export const lastOwn = (lines) => lines.findLastIndex(isOwn);
