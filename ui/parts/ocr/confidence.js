// Recognised lines that need attention: those with a low confidence, and the smallest print. No DOM here.

/** @import { Rectangle, SentPart, TextLine } from "../../js/ipc.d.ts" */

/** A lower confidence needs a check by the user. */
const SURE = 0.8;
/** Print lower than this is hard to read on a screen. */
const SMALL_PIXELS = 12;
/** A single character may be a mark or a part of a logo. */
const LEAST_CHARACTERS = 2;

/** @param {TextLine} line */
export const isUnsure = ({ confidence }) => confidence < SURE;

/** Whole percents; what is below a limit never reads as being at it. @param {TextLine} line */
export const percentOf = ({ confidence }) => Math.floor(confidence * 100 + 1e-6);

/** Its size is reliable. @param {TextLine} line */
const isMeasured = (line) => !isUnsure(line) && Array.from(line.text.trim()).length >= LEAST_CHARACTERS;

/**
 * The line with the smallest print, of those with a reliable size.
 * @param {TextLine[]} lines
 */
export const smallestOf = (lines) => smallestBy(lines, ({ fontSize }) => fontSize);

/**
 * The line with the smallest print as it is sent, of those that are made smaller for it.
 * @param {TextLine[]} lines
 * @param {SentPart[]} parts
 */
export function smallestSent(lines, parts) {
  const pieces = parts.filter(({ context }) => !context);
  return smallestBy(lines, (line) => {
    const [x, y] = middleOf(line.quad);
    // Parts overlap: the one that shows it largest counts.
    const scale = Math.max(0, ...pieces.filter(({ region }) => holds(region, x, y)).map((part) => part.scale));
    return scale > 0 && scale < 1 ? line.fontSize * scale : Infinity;
  });
}

/**
 * @param {TextLine[]} lines
 * @param {(line: TextLine) => number} sizeOf
 */
function smallestBy(lines, sizeOf) {
  let index = -1;
  let least = Infinity;
  lines.forEach((line, at) => {
    const size = sizeOf(line);
    if (size >= least || !isMeasured(line)) return;
    [index, least] = [at, size];
  });
  if (index < 0) return null;
  const pixels = Math.max(1, Math.round(least));
  return { index, pixels, small: pixels < SMALL_PIXELS };
}

/** @param {TextLine["quad"]} quad */
const middleOf = (quad) => [0, 1].map((axis) => quad.reduce((sum, corner) => sum + (corner[axis] ?? 0), 0) / quad.length);

/** @param {Rectangle} region @param {number | undefined} x @param {number | undefined} y */
const holds = (region, x = NaN, y = NaN) => x >= region.x && x < region.x + region.width && y >= region.y && y < region.y + region.height;
