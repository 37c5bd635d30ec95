// What is worth a person's attention among lines that a machine read: those it is unsure of, and the smallest print. No page here.

/** @import { TextLine } from "../ipc.d.ts" */

/** Below this a person should look. */
const SURE = 0.8;
/** Print lower than this is hard to read on a screen. */
const SMALL_PIXELS = 12;
/** A single character may be a mark or a part of a logo. */
const LEAST_CHARACTERS = 2;

/** @param {TextLine} line */
export const isUnsure = ({ confidence }) => confidence < SURE;

/** Whole percents; what is below a limit never reads as being at it. @param {TextLine} line */
export const percentOf = ({ confidence }) => Math.floor(confidence * 100 + 1e-6);

/**
 * The line with the smallest print, of those whose size can be relied on.
 * @param {TextLine[]} lines
 */
export function smallestOf(lines) {
  let index = -1;
  let least = Infinity;
  lines.forEach((line, at) => {
    if (line.fontSize >= least || isUnsure(line) || Array.from(line.text.trim()).length < LEAST_CHARACTERS) return;
    [index, least] = [at, line.fontSize];
  });
  if (index < 0) return null;
  const pixels = Math.max(1, Math.round(least));
  return { index, pixels, small: pixels < SMALL_PIXELS };
}
