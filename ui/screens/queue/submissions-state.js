// The result of a list of submissions, for the notice above the queue. No DOM here.

/** @import { SubmissionList } from "../../js/ipc.d.ts" */

/** A part of the notice; a row has a number. @typedef {{ kind: "rowsWithoutFile" | "rowsRepeated" | "filesWithoutRow" | "unreadDates" | "unknownColumns", items: { row: number | null, text: string }[] }} Part */

/** The most items of a part that the notice names. */
export const MOST_ITEMS = 100;

/** What did not fit, in the order in which somebody would look into it. @param {SubmissionList} list @returns {Part[]} */
export function partsOf({ rowsWithoutFile, rowsRepeated, filesWithoutRow, unreadDates, unknownColumns }) {
  const plain = (/** @type {string[]} */ texts) => texts.map((text) => ({ row: null, text }));
  /** @type {Part[]} */
  const parts = [
    { kind: "rowsWithoutFile", items: rowsWithoutFile },
    { kind: "filesWithoutRow", items: plain(filesWithoutRow) },
    { kind: "rowsRepeated", items: rowsRepeated },
    { kind: "unreadDates", items: unreadDates },
    { kind: "unknownColumns", items: plain(unknownColumns) },
  ];
  return parts.filter(({ items }) => items.length > 0);
}

/** How serious the notice is. @param {SubmissionList} list @returns {"good" | "warn"} */
export const kindOf = (list) => (list.matched > 0 && partsOf(list).every(({ kind }) => kind === "unknownColumns") ? "good" : "warn");
