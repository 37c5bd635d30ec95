// The sentences about the queue: counts, what it does now, and its results.

import { duration, lookUp, t } from "../../js/i18n.js";
import { pictureName } from "../../parts/picture/picture-facts.js";
import { describePreparing } from "../../js/problem-text.js";
import { checkedOf, WEIGHED } from "./findings.js";

/** @import { QueueChecked, QueueItem } from "../../js/ipc.d.ts" */
/** @import { Counts, Phase } from "./state.js" */

/** The states of items that did not succeed, in the order in which they are named. */
const WORSE = /** @type {const} */ (["failed", "unsure", "stopped"]);

/** @param {Counts} counts */
export function countWords(counts) {
  const { finished, same, alike, all } = counts;
  const worse = WORSE.filter((state) => counts[state] > 0).map((state) => t(`queue.count.${state}`, { count: counts[state] }));
  const asked = alike > 0 ? [t("queue.count.alike", { count: alike })] : [];
  const again = same > 0 ? [t("queue.count.same", { count: same })] : [];
  return [t("queue.count.done", { done: finished, of: all - same - alike }), ...worse, ...asked, ...again].join(t("queue.count.separator"));
}

/**
 * What the queue does or waits for.
 * @param {Phase} phase
 * @param {Counts} counts
 * @param {{ items: QueueItem[], heldMs: number | null, tookMs: number | null }} queue
 */
export function nowWords(phase, counts, { items, heldMs, tookMs }) {
  if (phase === "held") return t("queue.now.held", { seconds: secondsOf(heldMs ?? 0) });
  if (phase === "done") return doneWords(counts, items, tookMs);
  if (phase === "empty") return "";
  if (phase !== "ready" && counts.waiting === 0) return t(`queue.now.${phase}None`, { running: counts.running });
  return t(`queue.now.${phase}`, { running: counts.running, waiting: counts.waiting });
}

/** As wide with one digit as with two, so that nothing beside it moves. @param {number} milliseconds */
const secondsOf = (milliseconds) => String(Math.ceil(milliseconds / 1000)).padStart(2, "\u2007");

/** @param {Counts} counts @param {QueueItem[]} items @param {number | null} tookMs */
function doneWords({ finished, failed, stopped, unsure, alike }, items, tookMs) {
  const worse = failed + stopped + unsure;
  const done = worse > 0 ? t("queue.now.doneWorse", { worse }) : alike > 0 ? "" : t("queue.now.done");
  const what = [done, alike > 0 ? t("queue.now.doneAlike", { alike }) : ""].filter(Boolean).join(t("common.sentences"));
  const times = items.flatMap(({ state, elapsedMs }) => (state === "finished" && elapsedMs !== null ? [elapsedMs] : []));
  if (finished === 0 || times.length === 0 || tookMs === null) return what;
  const all = times.reduce((sum, time) => sum + time, 0);
  return [what, t("queue.now.times", { all: duration(tookMs), each: duration(all / times.length) })].join(t("common.sentences"));
}

/** How many files the rules have checked. @param {QueueItem[]} items */
export function checkedWords(items) {
  const { done, unread, of } = checkedOf(items);
  const missing = unread > 0 ? [t("queue.findings.countUnread", { count: unread })] : [];
  return [t("queue.findings.count", { done, of }), ...missing].join(t("queue.count.separator"));
}

/** What the rules found in a file, at length. @param {QueueChecked} checked */
export function findingsHint(checked) {
  if (checked.state !== "checked") return t(`queue.findings.hint.${checked.state}`);
  const { counts } = checked;
  const found = WEIGHED.some((level) => counts[level] > 0) ? t("queue.findings.hint.found", counts) : t("queue.findings.hint.clear");
  return counts.advice > 0 ? [found, t("queue.findings.hint.advice", { count: counts.advice })].join(t("common.sentences")) : found;
}

/** Why an item is in its state; empty if there is nothing to explain. @param {QueueItem} item */
export function whyWords({ state, problem }) {
  if (problem && state !== "finished" && state !== "running" && state !== "waiting" && state !== "same") return describePreparing(problem).what;
  return lookUp(`queue.why.${state}`) ?? "";
}

/** The question about an item that looks like another. @param {QueueItem | undefined} first the other one, if it is there still */
export const alikeWords = (first) => (first ? t("queue.alikeTo", { name: pictureName(first) }) : t("queue.alikeToNone"));

/** The same at length. @param {QueueItem} item */
export const wholeWords = (item) => (item.state === "unsure" ? t("queue.unsureWhat") : whyWords(item));

/** What a user can do about it. @param {QueueItem} item */
export function remedyWords({ state, problem }) {
  // Why it is unsure matters more than what the connection said.
  if (state === "unsure") return t("queue.unsureDo");
  return problem && state === "failed" ? describePreparing(problem).remedy : "";
}
