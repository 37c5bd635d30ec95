// A review while a person works on it: its decisions, checklist and open points. Each change makes a new draft. No DOM here.

/**
 * @import {
 *   CheckResult, ChecklistPoint, EarlierAnswer, Missing, Rectification, Review, ReviewDecision, ReviewDraft, ReviewFinding, ReviewRow, ReviewState, Submission,
 * } from "../../js/ipc.d.ts"
 * @import { Level } from "../../parts/findings/state.js"
 */

/** @typedef {"findings" | "versions" | "submission" | "checklist" | "conclusion" | "sign"} Tab */
/** A decision as it was before the last change of it; `null`: there was none. @typedef {{ finding: string, before: ReviewDecision | null }} Undo */
/** Where an open point is settled; `at` is the id of a finding or a field of the submission. @typedef {{ tab: Tab, at: string }} Spot */
/** How near the day is until which an archived review is kept. @typedef {"soon" | "over"} Due */
/** Empty: all. @typedef {{ text: string, state: ReviewState | Due | "" }} RowFilter */

/** In the order in which they are worked through. @type {Tab[]} */
export const TABS = ["findings", "versions", "submission", "checklist", "conclusion", "sign"];

/** The fields in the order of the form. @type {(keyof Submission)[]} */
export const FIELDS = ["number", "type", "title", "channel", "product", "audience", "department", "submitter", "contact", "planned", "validUntil", "source"];

/** @type {(keyof Submission)[]} */
export const REQUIRED = ["number", "type", "title", "department", "submitter"];

/** The choices that need a reason. @type {ReviewDecision["choice"]} */
const WITHOUT_REASON = "adopted";

/** @param {Pick<Review, "state">} review */
export const isEditable = ({ state }) => state === "open" || state === "returned";

/** Whether a published picture can be compared with the signed one. @param {Pick<Review, "state" | "picture">} review */
export const canBeCompared = (review) => !isEditable(review) && review.picture !== null;

// Findings and their decisions.

/** @param {ReviewDraft} draft @param {string} finding @returns {ReviewDecision | null} */
export const decisionOf = ({ decisions }, finding) => decisions.find((one) => one.finding === finding) ?? null;

/** @param {ReviewDecision | null} decision */
export const isDecided = (decision) => decision !== null && (decision.choice === WITHOUT_REASON || decision.reason.trim() !== "");

/** How a finding looks: as it was decided, and without a colour where it was not adopted. @param {ReviewFinding} finding @param {ReviewDecision | null} decision @returns {Level} */
export function levelOf({ kind, severity }, decision) {
  if (decision?.choice === "dismissed") return "open";
  if (decision?.choice === "changed" && decision.severity) return decision.severity;
  return kind === "advice" ? "advice" : severity;
}

/** @param {ReviewDraft} draft @param {ReviewDecision} decision @returns {ReviewDraft} */
export const withDecision = (draft, decision) => ({ ...draft, decisions: [...draft.decisions.filter(({ finding }) => finding !== decision.finding), decision] });

/** @param {ReviewDraft} draft @param {string} finding @returns {ReviewDraft} */
export const withoutDecision = (draft, finding) => ({ ...draft, decisions: draft.decisions.filter((one) => one.finding !== finding) });

/** The draft as it was before the last decision. @param {ReviewDraft} draft @param {Undo} undo */
export const undone = (draft, { finding, before }) => (before ? withDecision(draft, before) : withoutDecision(draft, finding));

/** @param {Pick<Review, "findings" | "draft">} review */
export const progressOf = ({ findings, draft }) => ({ done: findings.filter(({ id }) => isDecided(decisionOf(draft, id))).length, of: findings.length });

/**
 * The next one after `from` that is not settled, from the start again after the end.
 * @template {{ id: string }} T
 * @param {T[]} all
 * @param {(one: T) => boolean} isSettled
 * @param {string | null} from
 * @returns {string | null}
 */
function nextOpen(all, isSettled, from) {
  const at = all.findIndex(({ id }) => id === from);
  const turned = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  return turned.find((one) => !isSettled(one))?.id ?? null;
}

/** @param {Pick<Review, "findings" | "draft">} review @param {string | null} from the id of a finding */
export const nextUndecided = ({ findings, draft }, from) => nextOpen(findings, ({ id }) => isDecided(decisionOf(draft, id)), from);

/** The id `by` places further, at most the last one. @param {{ id: string }[]} all @param {string | null} from @param {number} by @returns {string | null} */
export function stepped(all, from, by) {
  const at = all.findIndex(({ id }) => id === from);
  return all[Math.max(0, Math.min(all.length - 1, at + by))]?.id ?? null;
}

// The checklist.

/** @param {ReviewDraft} draft @param {string} point @returns {CheckResult | null} */
export const resultOf = ({ checklist }, point) => checklist.find((one) => one.point === point) ?? null;

/** Whether a result needs a note. @param {CheckResult | null} result */
export const isAnswered = (result) => result !== null && (result.result === "pass" || result.note.trim() !== "");

/** @param {ReviewDraft} draft @param {CheckResult} result @returns {ReviewDraft} */
export const withResult = (draft, result) => ({ ...draft, checklist: [...draft.checklist.filter(({ point }) => point !== result.point), result] });

/** @param {Pick<Review, "checklist" | "draft">} review */
export const answeredOf = ({ checklist, draft }) => ({ done: checklist.filter(({ id }) => isAnswered(resultOf(draft, id))).length, of: checklist.length });

/** @param {Pick<Review, "checklist" | "draft">} review @param {string | null} from the id of a point */
export const nextUnanswered = ({ checklist, draft }, from) => nextOpen(checklist, ({ id }) => isAnswered(resultOf(draft, id)), from);

/** The points by category, each where it comes first. @param {ChecklistPoint[]} points */
export function categoriesOf(points) {
  /** @type {Map<string, ChecklistPoint[]>} */
  const categories = new Map();
  for (const point of points) categories.set(point.category, [...(categories.get(point.category) ?? []), point]);
  return [...categories].map(([category, all]) => ({ category, points: all }));
}

// The findings of the previous version.

/** @param {ReviewDraft} draft @param {number} number @returns {EarlierAnswer | null} */
export const answerOf = ({ earlier }, number) => earlier.find((one) => one.number === number) ?? null;

/** Whether an answer needs a note. @param {EarlierAnswer | null} answer */
export const isConfirmed = (answer) => answer !== null && (answer.status !== "notApplicable" || answer.note.trim() !== "");

// The conclusion.

/**
 * The items to put right: the existing rows, and one for each adopted finding without a row.
 * @param {Pick<Review, "findings" | "draft">} review
 * @param {(finding: ReviewFinding, decision: ReviewDecision) => string} itemOf the text of a row for a finding
 * @returns {Rectification[]}
 */
export function rectificationWith({ findings, draft }, itemOf) {
  const rows = draft.rectification.filter(({ item, owner, deadline }) => item !== "" || owner !== "" || deadline !== "");
  const known = new Set(rows.map(({ item }) => item));
  for (const finding of findings) {
    const decision = decisionOf(draft, finding.id);
    if (!decision || decision.choice === "dismissed") continue;
    const item = itemOf(finding, decision);
    if (!known.has(item)) rows.push({ item, owner: "", deadline: "" });
    known.add(item);
  }
  return rows;
}

// Saving, and missing entries.

/** Takes the derived values from the response, and the draft as the person has typed it by now. @param {Review} mine @param {Review} answer @returns {Review} */
export const merged = (mine, answer) => (isEditable(answer) ? { ...answer, draft: mine.draft } : answer);

/** The missing entries about the previous version. */
const OF_VERSIONS = ["earlier", "earlierNote", "earlierGone", "earlierTaken"];

/** @param {Missing} missing @returns {Spot} */
export function spotOf({ what, finding }) {
  if (finding !== null) return { tab: "findings", at: finding };
  if (/** @type {string[]} */ (FIELDS).includes(what)) return { tab: "submission", at: what };
  if (what === "decisions" || what === "reason") return { tab: "findings", at: "" };
  if (OF_VERSIONS.includes(what)) return { tab: "versions", at: "" };
  if (what === "checklist" || what === "note") return { tab: "checklist", at: "" };
  if (what === "conclusion" || what === "opinion" || what === "rectification") return { tab: "conclusion", at: what };
  return { tab: "sign", at: what };
}

/** Whether something that was missing at the last save is there by now. @param {Review} review @param {Missing} missing */
function isSettled(review, { what, finding }) {
  const { draft } = review;
  if (finding !== null) return isDecided(decisionOf(draft, finding));
  if (what === "decisions") return nextUndecided(review, null) === null;
  if (what === "earlier" || what === "earlierNote") return (review.earlier?.findings ?? []).every(({ number }) => isConfirmed(answerOf(draft, number)));
  if (what === "checklist") return review.checklist.every(({ id, required }) => !required || resultOf(draft, id) !== null);
  if (what === "note") return draft.checklist.every(isAnswered);
  if (what === "conclusion") return draft.conclusion !== null;
  if (what === "opinion") return draft.opinion.trim() !== "";
  const field = FIELDS.find((one) => one === what);
  return field !== undefined && draft.submission[field].trim() !== "";
}

/** The entries missing before the next signature, in the order of the tabs. @param {Review} review @returns {Missing[]} */
export function openPoints(review) {
  const missing = isEditable(review) ? review.missingToSign : review.state === "archived" ? [] : review.missingToArchive;
  const open = missing.filter((one) => !isEditable(review) || !isSettled(review, one));
  const order = (/** @type {Missing} */ one) => TABS.indexOf(spotOf(one).tab) * FIELDS.length + Math.max(0, /** @type {string[]} */ (FIELDS).indexOf(one.what));
  return [...open].sort((one, other) => order(one) - order(other));
}

/** Where to go on; who is led there again without having settled it comes to the one after it. @param {Review} review @param {Spot | null} last @returns {Spot} */
export function nextSpot(review, last) {
  const spots = openPoints(review).map(spotOf);
  const at = last ? spots.findIndex(({ tab, at: place }) => tab === last.tab && place === last.at) : -1;
  return spots[at + 1] ?? { tab: "sign", at: "" };
}

// The list of reviews.

/** The row of a review as it is now. @param {ReviewRow} row @param {Review} review @returns {ReviewRow} */
export function rowOf(row, review) {
  const { number, title, type, department, submitter } = review.draft.submission;
  const { done, of } = progressOf(review);
  return { ...row, number, version: review.version, title: title || row.title, type, department, submitter, state: review.state, conclusion: review.draft.conclusion, findings: of, undecided: of - done };
}

/** The record of the next review that waits for a reviewer, from the start again after the end. @param {ReviewRow[]} rows @param {number} from a record */
export function nextToReview(rows, from) {
  const at = rows.findIndex(({ record }) => record === from);
  return [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at))].find(isEditable)?.record ?? null;
}

/** An archived review is due this many days before the day until which it is kept. */
const DUE_DAYS = 90;

/** Whether an archived review is near or past the day until which it is kept. @param {ReviewRow} row @param {string} today YYYY-MM-DD @returns {Due | null} */
export function dueOf({ retainUntil }, today) {
  if (retainUntil === "") return null;
  if (retainUntil < today) return "over";
  const days = (Date.parse(retainUntil) - Date.parse(today)) / 86_400_000;
  return days <= DUE_DAYS ? "soon" : null;
}

/** How many are near and how many are past their day. @param {ReviewRow[]} rows @param {string} today @returns {Record<Due, number>} */
export function dueCounts(rows, today) {
  const counts = { soon: 0, over: 0 };
  for (const row of rows) {
    const due = dueOf(row, today);
    if (due) counts[due] += 1;
  }
  return counts;
}

/** @param {ReviewRow[]} rows @param {RowFilter} filter @param {string} today YYYY-MM-DD */
export function rowsMatching(rows, { text, state }, today) {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const said = [row.number, row.title, row.type, row.department, row.submitter].join("\n").toLowerCase();
    return (state === "" || row.state === state || dueOf(row, today) === state) && words.every((word) => said.includes(word));
  });
}
