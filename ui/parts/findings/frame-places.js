// Where the frames around the words of findings go, and the numbered pins beside them, in pixels of the window. No DOM here.

import { boxOf, widened } from "../ocr/quads.js";

/** @import { Box } from "../ocr/quads.js" */
/** @import { Quad } from "../ocr/ocr.js" */

/** Between the words and the middle of the frame's line: the line is on no letter. */
const GAP = 4;
/** At least so many pixels of the picture: OCR is not exact to the pixel. */
const GAP_PICTURE = 2;
export const PIN = 9;
/** Comparing each pin with all of the words takes longer with each; with more of them only its own words count. */
const MOST_COMPARED = 120;

/** @typedef {{ key: string, quads: Quad[] }} Framed in pixels of the picture */
/** @typedef {{ key: string, frames: Quad[], pin: { x: number, y: number } }} FramePlace */

/** @param {Quad} quad @param {number} scale @returns {Quad} */
const scaled = ([a, b, c, d], scale) => [[a[0] * scale, a[1] * scale], [b[0] * scale, b[1] * scale], [c[0] * scale, c[1] * scale], [d[0] * scale, d[1] * scale]];

/** How much of a pin at this place lies on a box, roughly. @param {number} x @param {number} y @param {Box} box */
function overlap(x, y, { left, top, width, height }) {
  const across = Math.min(x + PIN, left + width) - Math.max(x - PIN, left);
  const down = Math.min(y + PIN, top + height) - Math.max(y - PIN, top);
  return across > 0 && down > 0 ? across * down : 0;
}

/**
 * @param {Framed[]} all
 * @param {number} scale pixels of the window for each of the picture
 * @param {{ width: number, height: number }} size of the picture in pixels of the window
 * @returns {FramePlace[]}
 */
export function framePlaces(all, scale, size) {
  const gap = Math.max(GAP, GAP_PICTURE * scale);
  const words = all.map(({ quads }) => quads.map((quad) => boxOf(scaled(quad, scale))));
  const others = all.length > MOST_COMPARED ? null : words.flat();
  /** @type {Box[]} */
  const pins = [];
  return all.map(({ key, quads }, index) => {
    const frames = quads.map((quad) => widened(scaled(quad, scale), gap));
    const pin = pinBeside(frames.map(boxOf), words[index] ?? [], others ?? words[index] ?? [], pins, size);
    pins.push({ left: pin.x - PIN, top: pin.y - PIN, width: 2 * PIN, height: 2 * PIN });
    return { key, frames, pin };
  });
}

/**
 * The first place beside a frame that is on no words, no other pin, and in the picture; else the one that covers least.
 * @param {Box[]} frames of one finding
 * @param {Box[]} own its words
 * @param {Box[]} words of all findings
 * @param {Box[]} pins
 * @param {{ width: number, height: number }} size
 */
function pinBeside(frames, own, words, pins, size) {
  let best = { x: 0, y: 0 };
  let least = Infinity;
  for (const { left, top, width, height } of frames) {
    const [right, bottom, middle] = [left + width, top + height, top + height / 2];
    const candidates = [
      [left - PIN, middle], [right + PIN, middle], [left, top - PIN], [right, top - PIN], [left, bottom + PIN], [right, bottom + PIN],
      [left - PIN, top - PIN], [right + PIN, top - PIN],
    ];
    for (const [x = 0, y = 0] of candidates) {
      const outside = x < PIN || y < PIN || x > size.width - PIN || y > size.height - PIN ? 1000 : 0;
      const cost = outside + sum(own, x, y) * 100 + sum(words, x, y) + sum(pins, x, y);
      if (cost < least) [least, best] = [cost, { x, y }];
      if (cost === 0) return best;
    }
  }
  return best;
}

/** @param {Box[]} boxes @param {number} x @param {number} y */
const sum = (boxes, x, y) => boxes.reduce((all, box) => all + overlap(x, y, box), 0);
