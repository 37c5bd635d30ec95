// What the rules find in the files before anything is sent: how many files are checked, and the order that puts the most serious ones
// first. No DOM here.

import { isWaiting } from "./state.js";

/** @import { QueueChecked, QueueItem } from "../../js/ipc.d.ts" */

/** Files that `queueMove` moves together, and the one that follows them then. @typedef {{ ids: number[], before: number | null }} Move */

/** In the order of their weight. */
export const WEIGHED = /** @type {const} */ (["high", "medium", "low"]);

/**
 * A file that is there twice is checked once.
 * @param {Pick<QueueItem, "state" | "checked">[]} items
 */
export function checkedOf(items) {
  const own = items.filter(({ state }) => state !== "same");
  const countOf = (/** @type {QueueChecked["state"]} */ wanted) => own.filter(({ checked }) => checked.state === wanted).length;
  return { done: countOf("checked"), unread: countOf("unread"), of: own.length };
}

/** Negative: `one` comes first. Files that are not checked come last. @param {QueueChecked} one @param {QueueChecked} other */
function compare(one, other) {
  if (one.state !== "checked" || other.state !== "checked") return Number(other.state === "checked") - Number(one.state === "checked");
  for (const level of WEIGHED) {
    const by = other.counts[level] - one.counts[level];
    if (by !== 0) return by;
  }
  return 0;
}

/**
 * What puts the waiting files with the most serious findings first; files that are equal keep their order. A move keeps the order of
 * what it moves, so one move for each binary digit of the ranks sorts any number of files.
 * @param {Pick<QueueItem, "id" | "state" | "checked">[]} items
 * @returns {Move[]} in this order; none where the files are in order
 */
export function movesByFindings(items) {
  const begin = items.findIndex(isWaiting);
  const waiting = items.filter(isWaiting);
  const sorted = waiting.toSorted((one, other) => compare(one.checked, other.checked));
  if (sorted.every((item, at) => item === waiting[at])) return [];
  const before = items.slice(begin).find((item) => !isWaiting(item))?.id ?? null;
  let last = 0;
  const ranked = sorted.map((item, at) => {
    const former = sorted[at - 1];
    if (former && compare(former.checked, item.checked) !== 0) last += 1;
    return { item, rank: last };
  });
  const rankOf = new Map(ranked.map(({ item, rank }) => [item.id, rank]));
  const idsOf = (/** @type {number} */ digit) => waiting.filter(({ id }) => ((rankOf.get(id) ?? 0) & digit) !== 0).map(({ id }) => id);
  /** @type {Move[]} */
  const moves = items.slice(begin, begin + waiting.length).every(isWaiting) ? [] : [{ ids: waiting.map(({ id }) => id), before }];
  for (let digit = 1; digit <= last; digit *= 2) moves.push({ ids: idsOf(digit), before });
  return moves;
}
