// The state of a conversation: which lines are sent along with an utterance, what may be said next and why not. The shell sends the
// lines; the screen shows which ones they are, so that users know what the partner remembers. No DOM here.

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

/** The briefing that asks the service to play a customer. @param {Line | undefined} line */
export const isBriefing = (line) => line?.speaker === "adviser" && line.source === "scenario";

/** The text that the user typed. @param {Line | undefined} line */
export const isOwn = (line) => line?.speaker === "adviser" && line.source === "person";

/** The index of the last thing that the user said; -1 for none. @param {readonly Line[]} lines */
export const lastOwn = (lines) => lines.findLastIndex(isOwn);

/**
 * The next line of the user in a direction; `null`: there is none.
 * @param {readonly Line[]} lines
 * @param {number} from
 * @param {-1 | 1} step
 */
export function nextOwn(lines, from, step) {
  for (let index = Math.min(from, lines.length) + step; index >= 0 && index < lines.length; index += step) {
    const line = lines[index];
    if (line && isOwn(line)) return { index, original: line.text };
  }
  return null;
}

/** The user said something last and nothing answers, for example after the app was closed. @param {readonly Line[]} lines */
export const isUnanswered = (lines) => lines.length > 0 && lastOwn(lines) === lines.length - 1;

/** Why nothing is sent. @typedef {"empty" | "tooLong" | "busy"} Hindrance */

/**
 * @param {{ characters: number, limit: number, busy: boolean }} now
 * @returns {Hindrance | null}
 */
export function hindranceOf({ characters, limit, busy }) {
  if (characters === 0) return "empty";
  if (characters > limit) return "tooLong";
  return busy ? "busy" : null;
}

/**
 * Whether the reason for which nothing was sent still holds.
 * @param {Hindrance} hindrance
 * @param {{ characters: number, limit: number, busy: boolean }} now
 */
export function stillHolds(hindrance, { characters, limit, busy }) {
  if (hindrance === "empty") return characters === 0;
  return hindrance === "tooLong" ? characters > limit : busy;
}
