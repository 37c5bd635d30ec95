// The statistics of reviews as the register shows them: periods to choose from, key figures, rows with their bars. No DOM here.

/** @import { ReviewFigures, ReviewGroup, ReviewStatistics } from "../../js/ipc.d.ts" */

/** The grouping of the table's rows. @typedef {"months" | "quarters" | "types" | "channels" | "departments" | "products"} Split */
/** @type {Split[]} */
export const SPLITS = ["months", "quarters", "types", "channels", "departments", "products"];

/** @typedef {{ kind: "count", value: number } | { kind: "share", value: number | null } | { kind: "time", value: number | null }} Value */
/** A figure; `of` is its total, `warns` means that somebody should look. @typedef {{ name: FigureName, value: Value, of: number | null, warns: boolean }} KeyFigure */
/** @typedef {"submissions" | "concluded" | "firstPass" | "returned" | "refused" | "adoption" | "median" | "longest" | "overdue" | "altered" | "unapproved" | "items"} FigureName */

/** The parts of a bar, in their order. */
export const PARTS = /** @type {const} */ (["passed", "passedAfterChanges", "refused", "open"]);

/**
 * The periods that have submissions, the latest first.
 * @param {string[]} months such as `2026-09`
 */
export function periodsOf(months) {
  const unique = (/** @type {string[]} */ all) => [...new Set(all)];
  const sorted = unique(months).sort().reverse();
  return { years: unique(sorted.map((month) => month.slice(0, 4))), quarters: unique(sorted.map(quarterOf)), months: sorted };
}

/** @param {string} month */
const quarterOf = (month) => `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;

/** The period to begin with: this year, or all time where it has nothing. @param {string[]} months @param {string} today such as `2026-09-01` */
export const firstPeriod = (months, today) => (months.some((month) => month.startsWith(today.slice(0, 4))) ? today.slice(0, 4) : "");

/** @param {number} part @param {number} whole @returns {number | null} `null`: there is no whole */
export const shareOf = (part, whole) => (whole > 0 ? part / whole : null);

/** @param {ReviewFigures} figures */
export const firstPassOf = ({ firstPass, concluded }) => shareOf(firstPass, concluded);

/** @param {ReviewFigures} figures */
export const adoptionOf = ({ adopted, changed, findings }) => shareOf(adopted + changed, findings);

/** @param {ReviewFigures} all @returns {KeyFigure[]} */
export function keyFigures(all) {
  const figure = (/** @type {FigureName} */ name, /** @type {Value} */ value, /** @type {number | null} */ of = null, warns = false) => ({ name, value, of, warns });
  const count = (/** @type {number} */ value) => /** @type {Value} */ ({ kind: "count", value });
  return [
    figure("submissions", count(all.submissions)),
    figure("concluded", count(all.concluded), all.submissions),
    figure("firstPass", { kind: "share", value: firstPassOf(all) }),
    figure("adoption", { kind: "share", value: adoptionOf(all) }),
    figure("median", { kind: "time", value: all.medianMs }),
    figure("longest", { kind: "time", value: all.longestMs }),
    figure("returned", count(all.returned)),
    figure("refused", count(all.refused)),
    figure("overdue", count(all.overdue), all.open, all.overdue > 0),
    figure("altered", count(all.altered), all.compared, all.altered > 0),
    figure("unapproved", count(all.unapproved), all.compared, all.unapproved > 0),
    figure("items", count(all.itemsDue), all.items),
  ];
}

/**
 * The rows of the table; `share` is the length of the bar beside the longest, from 0 to 1.
 * @param {ReviewStatistics} statistics
 * @param {Split} split
 */
export function rowsOf(statistics, split) {
  const groups = statistics[split];
  const most = Math.max(1, ...groups.map(({ figures }) => figures.submissions));
  return groups.map(({ name, figures }) => ({ name, figures, parts: PARTS.map((part) => ({ part, share: figures[part] / most })) }));
}

/** Hours, or days from two of them on. @param {number} ms @returns {{ unit: "hours" | "days", value: string }} */
export function timeOf(ms) {
  const hours = ms / 3_600_000;
  return hours < 48 ? { unit: "hours", value: hours.toFixed(1) } : { unit: "days", value: (hours / 24).toFixed(1) };
}

/** @param {ReviewGroup["figures"]} figures */
export const isEmpty = ({ submissions }) => submissions === 0;
