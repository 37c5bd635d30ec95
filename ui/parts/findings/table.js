// Findings as text for the clipboard: one row as lines, or several as a table that a spreadsheet understands.

import { clipboardWriteTable } from "../../js/bridge/window.js";
import { t } from "../../js/i18n.js";
import { basisWords, sourceNames } from "./words.js";

/** @import { Row } from "./state.js" */

/** @typedef {"number" | "level" | "title" | "excerpt" | "explanation" | "basis" | "suggestion" | "source"} Column */

/** @type {Column[]} */
const COLUMNS = ["number", "level", "title", "excerpt", "explanation", "basis", "suggestion", "source"];

/** @param {Row} row @returns {Record<Column, string>} */
function cellsOf(row) {
  return {
    number: String(row.number),
    level: t(`findings.level.${row.level}`),
    title: row.title,
    excerpt: row.excerpt ? t("findings.row.excerpt", { words: row.excerpt }) : "",
    explanation: row.explanation,
    basis: basisWords(row),
    suggestion: row.suggestion,
    source: sourceNames(row),
  };
}

/** A cell of a spreadsheet: on one line, and never a formula. @param {string} text */
function cell(text) {
  const line = text.replace(/\s+/g, " ").trim();
  return /^[=+\-@]/.test(line) ? `'${line}` : line;
}

/** The header and the rows. @param {Row[]} rows @param {(text: string) => string} written @returns {string[][]} */
function cellsIn(rows, written) {
  const head = COLUMNS.map((column) => t(`findings.column.${column}`));
  return [head, ...rows.map((row) => {
    const cells = cellsOf(row);
    return COLUMNS.map((column) => written(cells[column]));
  })];
}

/** @param {Row[]} rows */
export const tableOf = (rows) => cellsIn(rows, cell).map((line) => line.join("\t")).join("\n");

/** @param {Row} row */
export function linesOf(row) {
  const { level, title, excerpt, explanation, basis, suggestion } = cellsOf(row);
  const named = (/** @type {Column} */ column, /** @type {string} */ words) => (words ? `${t(`findings.column.${column}`)}: ${words}` : "");
  return [`[${level}] ${title}`, excerpt, explanation, named("basis", basis), named("suggestion", suggestion)].filter(Boolean).join("\n");
}

/** The one place that puts a table of findings on the clipboard. @param {Row[]} rows @returns {Promise<void>} */
export const copyTable = (rows) => clipboardWriteTable(tableOf(rows), cellsIn(rows, cell));
