// Column widths of a report's table. A browser squeezes a Chinese column down to one character a
// line; here each column fits a phrase, and a table that is too wide scrolls in its own box.

import { t } from "../../js/i18n.js";

/** The minimum width of a column, in em: that of a short phrase. */
const PHRASE = 6;
const NARROWEST = 2;
/** The number of rows sampled for the widest cell. */
const ROWS = 50;

/** @param {HTMLElement} box around one table */
export function layOutTable(box) {
  box.setAttribute("role", "group");
  nameTable(box);
  const table = box.querySelector("table");
  if (!table) return;
  /** @type {number[]} */
  const widths = [];
  for (const row of Array.from(table.rows).slice(0, ROWS)) {
    Array.from(row.cells).forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? NARROWEST, emWidth(cell.textContent ?? ""));
    });
  }
  for (const [column, cell] of Array.from(table.rows[0]?.cells ?? []).entries()) {
    cell.style.minWidth = `calc(${Math.min(PHRASE, widths[column] ?? NARROWEST)}em + 1.25rem)`;
  }
}

/** In the current language. @param {HTMLElement} box around one table */
export function nameTable(box) {
  box.setAttribute("aria-label", t("report.table"));
}

/** @param {string} text */
function emWidth(text) {
  let width = 0;
  for (const character of text) {
    width += character > "\u2e7f" ? 1 : 0.6;
    if (width >= PHRASE) break;
  }
  return width;
}
