// Geometry of the lines in a picture: four corners each, as the line's reader sees them. No DOM here.

/** @import { TextLine } from "../../js/ipc.d.ts" */
/** @import { Quad } from "./ocr.js" */

/** @typedef {{ left: number, top: number, width: number, height: number }} Box */

/** The upright rectangle around all of them. @param {[number, number][]} points @returns {Box} */
export function boxOf(points) {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/**
 * A part of a line, by shares of its length.
 * @param {TextLine} line
 * @param {number} from
 * @param {number} to
 * @returns {Quad}
 */
export function partOf({ quad: [upperLeft, upperRight, lowerRight, lowerLeft], direction }, from, to) {
  const between = (/** @type {[number, number]} */ [x, y], /** @type {[number, number]} */ [toX, toY], /** @type {number} */ share) =>
    /** @type {[number, number]} */ ([x + (toX - x) * share, y + (toY - y) * share]);
  if (direction === "column") {
    return [between(upperLeft, lowerLeft, from), between(upperRight, lowerRight, from), between(upperRight, lowerRight, to), between(upperLeft, lowerLeft, to)];
  }
  return [between(upperLeft, upperRight, from), between(upperLeft, upperRight, to), between(lowerLeft, lowerRight, to), between(lowerLeft, lowerRight, from)];
}

/** All of them as one path of an SVG. @param {Iterable<Quad>} quads */
export function outline(quads) {
  /** @type {string[]} */
  const parts = [];
  for (const quad of quads) parts.push(`M${quad.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`);
  return parts.join("");
}

/**
 * The same with some room around it.
 * @param {Quad} quad
 * @param {number} by
 * @returns {Quad}
 */
export function widened([upperLeft, upperRight, lowerRight, lowerLeft], by) {
  const [across, down] = [towards(upperLeft, upperRight), towards(upperLeft, lowerLeft)];
  const moved = (/** @type {[number, number]} */ [x, y], /** @type {number} */ right, /** @type {number} */ below) => /** @type {[number, number]} */ ([
    x + by * (right * across[0] + below * down[0]), y + by * (right * across[1] + below * down[1]),
  ]);
  return [moved(upperLeft, -1, -1), moved(upperRight, 1, -1), moved(lowerRight, 1, 1), moved(lowerLeft, -1, 1)];
}

/** A step of one pixel. @param {[number, number]} from @param {[number, number]} to @returns {[number, number]} */
function towards([x, y], [toX, toY]) {
  const far = Math.hypot(toX - x, toY - y) || 1;
  return [(toX - x) / far, (toY - y) / far];
}

/** Lines that rise or fall by less than this on their whole length stand upright as far as anybody sees. */
const LEVEL_PIXELS = 2;

/**
 * The box that covers a line when it stands in the line's upper left corner, and the CSS transform that turns it there; `null`
 * where it need not be turned.
 * @param {Quad} quad
 */
export function laidOver([[x, y], [rightX, rightY], , [downX, downY]]) {
  const [width, height] = [Math.hypot(rightX - x, rightY - y) || 1, Math.hypot(downX - x, downY - y) || 1];
  const level = rightX > x && downY > y && Math.abs(rightY - y) < LEVEL_PIXELS && Math.abs(downX - x) < LEVEL_PIXELS;
  const parts = [(rightX - x) / width, (rightY - y) / width, (downX - x) / height, (downY - y) / height];
  return { width, height, turned: level ? null : `matrix(${parts.map((part) => part.toFixed(5)).join(",")},0,0)` };
}

/** The same line of the same picture, told twice. @param {TextLine} one @param {TextLine} other */
export const isSame = (one, other) => one.text === other.text && outline([one.quad]) === outline([other.quad]);
