// The way a picture is sent, and why it differs from the file, in words.

import { bytes, lookUp, number, t } from "../../js/i18n.js";

/** @import { PageKind, SentPart } from "../../js/ipc.d.ts" */
/** @typedef {[count: number, kind: PageKind]} Pages */

/** How many pixels across the picture has, as its parts tell. @param {SentPart[]} parts */
export const widthOf = (parts) => Math.max(0, ...parts.map(({ region }) => region.x + region.width));

/** What is looked at part by part; the whole beside them only shows how they hang together. @param {SentPart[]} parts */
export const piecesOf = (parts) => parts.filter(({ context }) => !context);

/**
 * The pictures of the file that the parts are of; `null` where it is one alone.
 * @param {SentPart[]} parts
 * @returns {Pages | null}
 */
export function pagesOf(parts) {
  const kind = parts.find(({ page }) => page !== null)?.page?.kind;
  if (kind === undefined) return null;
  return [new Set(parts.map(({ page }) => page?.number)).size, kind];
}

/** The pixels sent are those of the file. @param {SentPart[]} parts */
export const isPlain = (parts) => parts.every(({ encoder }) => encoder === "original" || encoder === "original_cut") && parts.length === 1;

/** By how much the part that lost most was made smaller; 1: none was. @param {SentPart[]} parts */
export const leastScale = (parts) => Math.min(1, ...piecesOf(parts).map(({ scale }) => scale));

/** What is smaller never reads as being of the same size. @param {number} scale */
const percent = (scale) => number(Math.max(1, Math.min(99, Math.round(scale * 100))));

/**
 * All of it in one short line, and whether something was lost.
 * @param {SentPart[]} parts
 * @returns {{ words: string, lossy: boolean }}
 */
export function howSent(parts) {
  const scale = leastScale(parts);
  const lossy = scale < 1;
  const [only] = parts;
  if (parts.length > 1) {
    const smaller = lossy ? t("sent.how.andSmaller", { percent: percent(scale) }) : "";
    const pages = pagesOf(parts);
    return { words: `${pages ? byPage(parts, pages) : inPieces(parts)}${smaller}`, lossy };
  }
  if (!only) return { words: "", lossy };
  if (lossy) return { words: t("sent.how.smaller", { percent: percent(scale) }), lossy };
  switch (only.encoder) {
    case "original":
      return { words: t("sent.how.asIs"), lossy };
    case "original_cut":
      return { words: t(only.reasons.includes("location") ? "sent.how.noPlace" : "sent.how.cut"), lossy };
    case "jpeg":
      return { words: only.quality === null ? t("sent.how.jpeg") : t("sent.how.jpegQuality", { quality: only.quality }), lossy };
    default:
      return { words: t("sent.how.png"), lossy };
  }
}

/** @param {SentPart[]} parts @param {Pages} pages */
function byPage(parts, [count, kind]) {
  const pieces = piecesOf(parts).length;
  if (pieces === count) return t(`sent.how.by.${kind}`, { count });
  return t(pieces < parts.length ? "sent.how.byPartsAndWhole" : "sent.how.byParts", { pages: t(`material.pages.${kind}`, { count }), count: pieces });
}

/** @param {SentPart[]} parts */
function inPieces(parts) {
  const [pieces, width] = [piecesOf(parts), widthOf(parts)];
  const strips = pieces.every(({ region }) => region.width === width);
  const count = pieces.length;
  if (pieces.length < parts.length) return t(strips ? "sent.how.stripsAndWhole" : "sent.how.piecesAndWhole", { count });
  return t(strips ? "sent.how.strips" : "sent.how.pieces", { count });
}

/** Size in pixels and bytes, and what wrote it. @param {SentPart} part */
export function makingWords({ width, height, bytes: size, encoder, quality, scale }) {
  const wrote = encoder === "jpeg" && quality !== null ? t("sent.encoder.jpegQuality", { quality }) : (lookUp(`sent.encoder.${encoder}`) ?? encoder);
  const words = [t("material.pixels", { width: number(width), height: number(height) }), bytes(size), wrote];
  if (scale < 1) words.push(t("sent.scaled", { percent: percent(scale) }));
  return words.join(" · ");
}

/** Why it is not simply the file; empty where it is. @param {SentPart} part */
export const reasonWords = ({ reasons }) => reasons.map((reason) => lookUp(`sent.reason.${reason}`) ?? reason).join(t("sent.between"));

/** @param {string} note */
export function noteWords(note) {
  const [name = "", page, count] = note.split(" ");
  return lookUp(`sent.note.${name}`, { page: Number(page), count: Number(count) }) ?? note;
}
