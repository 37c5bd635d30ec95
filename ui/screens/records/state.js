// The query of the list: the search field and the filters, and the order of the list. No DOM here.

/** @import { RecordKind, RecordOutcome, RecordQuery, RecordScope, RecordSort, RecordsFound } from "../../js/ipc.d.ts" */

/** @typedef {"today" | "week" | "month" | "year"} Quick */
/** @typedef {{ by: RecordSort, descending: boolean }} Order */

/**
 * The values of the filters.
 * @typedef {object} Choices
 * @property {string} text in the search field
 * @property {RecordScope} scope where the text is looked for
 * @property {RecordKind[]} kinds none: all of them
 * @property {RecordOutcome[]} outcomes none: all of them
 * @property {"any" | "real" | "demo"} service
 * @property {string} model empty: any
 * @property {string} from a day as a date field has it; empty: since ever
 * @property {string} until
 */

/**
 * A filter in force, as one of the chips shows it.
 * @typedef {{ name: "kind", value: RecordKind } | { name: "outcome", value: RecordOutcome } | { name: "scope", value: Exclude<RecordScope, "everywhere"> }
 *   | { name: "service", value: "real" | "demo" } | { name: "model" | "from" | "until", value: string }} Restriction
 */

/** The newest first. @type {Order} */
export const FIRST_ORDER = { by: "created", descending: true };
/** Columns sorted in descending order first. @type {RecordSort[]} */
const LARGEST_FIRST = ["created", "elapsed", "tokens"];

/**
 * @param {Choices} choices
 * @param {Order} order
 * @returns {RecordQuery}
 */
export function queryOf({ text, scope, kinds, outcomes, service, model, from, until }, { by, descending }) {
  return {
    text: text.trim(), scope, kinds, outcomes,
    demo: service === "any" ? null : service === "demo",
    model: model || null,
    fromMs: midnight(from, 0),
    // The last day is wanted as a whole.
    untilMs: midnight(until, 1),
    sort: by, descending,
  };
}

/** The order after a click on the heading of a column. @param {Order} order @param {RecordSort} by @returns {Order} */
export const orderedBy = (order, by) => ({ by, descending: by === order.by ? !order.descending : LARGEST_FIRST.includes(by) });

/** @param {Choices} choices @returns {Restriction[]} */
export function restrictionsOf({ scope, kinds, outcomes, service, model, from, until }) {
  return [
    ...kinds.map((value) => ({ name: /** @type {const} */ ("kind"), value })),
    ...outcomes.map((value) => ({ name: /** @type {const} */ ("outcome"), value })),
    ...(scope === "everywhere" ? [] : [{ name: /** @type {const} */ ("scope"), value: scope }]),
    ...(service === "any" ? [] : [{ name: /** @type {const} */ ("service"), value: service }]),
    ...(model ? [{ name: /** @type {const} */ ("model"), value: model }] : []),
    ...(from ? [{ name: /** @type {const} */ ("from"), value: from }] : []),
    ...(until ? [{ name: /** @type {const} */ ("until"), value: until }] : []),
  ];
}

/**
 * Why the list is empty; `null`: it is not, or nothing has been found yet.
 * @param {Pick<RecordsFound, "total" | "of"> | null} found
 * @param {boolean} unusable the records can't be used
 */
export function whyEmpty(found, unusable) {
  if (unusable) return "unusable";
  if (found === null || found.total > 0) return null;
  return found.of === 0 ? "empty" : "filtered";
}

/**
 * The midnight with which a day begins by the clock of this machine, some days later.
 * @param {string} day as a date field has it
 * @param {number} later
 */
function midnight(day, later) {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return day === "" ? null : new Date(year, month - 1, date + later).getTime();
}

/** As a date field has it. @param {Date} date */
export function dayOf(date) {
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The first day of a stretch that ends today. @param {Quick} quick @param {Date} now */
export function startOf(quick, now) {
  const [year, month, date] = [now.getFullYear(), now.getMonth(), now.getDate()];
  if (quick === "week") return dayOf(new Date(year, month, date - 6));
  if (quick === "month") return dayOf(new Date(year, month, 1));
  if (quick === "year") return dayOf(new Date(year, 0, 1));
  return dayOf(now);
}
