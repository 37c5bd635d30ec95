// Names a part of a picture, a page or a copy: its number and what it covers.

import { t } from "../../js/i18n.js";

/** @import { PagePlace, Rectangle, TextPiece } from "../../js/ipc.d.ts" */

/**
 * The label of a part.
 * @typedef {object} Piece
 * @property {Rectangle | null} region
 * @property {PagePlace | null} [page]
 * @property {boolean} context
 * @property {TextPiece | null} [text]
 */

/**
 * What it holds: rows are enough, unless there is more beside them.
 * @param {Piece} piece
 * @param {number | null} width of the picture; `null`: not known
 */
export function pieceWords({ region, page, context, text }, width) {
  const where = page ? pageWords(region, page, context) : [regionWords(region, context, width)];
  return [...where, text ? t("parts.text", { from: String(text.from), to: String(text.to) }) : ""].filter(Boolean).join(" · ");
}

/**
 * Rows are counted from the top of the page: where it lies on the sheet with the others is nothing that a user knows.
 * @param {Rectangle | null} region
 * @param {PagePlace} page
 * @param {boolean} context
 */
function pageWords(region, page, context) {
  const name = t(`parts.page.${page.kind}`, { number: page.number });
  const { x, y, width, height } = page.region;
  if (context) return [name, t(`parts.wholeOf.${page.kind}`)];
  if (!region || (region.x === x && region.y === y && region.width === width && region.height === height)) return [name];
  return [name, regionWords({ ...region, x: region.x - x, y: region.y - y }, false, width)];
}

/**
 * @param {Rectangle | null} region
 * @param {boolean} context
 * @param {number | null} width
 */
function regionWords(region, context, width) {
  if (context) return t("parts.whole");
  if (!region) return "";
  // Places, not amounts: their digits are not grouped.
  const rows = { from: String(region.y + 1), to: String(region.y + region.height) };
  if (region.x === 0 && (width === null || region.width === width)) return t("parts.rows", rows);
  return t("parts.area", { ...rows, left: String(region.x + 1), right: String(region.x + region.width) });
}

/**
 * @param {number} at
 * @param {number} of
 * @param {Piece} piece
 * @param {number | null} width
 */
export function partWords(at, of, piece, width) {
  return [t("parts.name", { number: at, of }), pieceWords(piece, width)].filter(Boolean).join(" · ");
}
