// Where the frames around the words of findings go, and the numbered pins beside them, in pixels of the window. No DOM here.

import { boxOf, widened } from "../ocr/quads.js";

/** @import { Box } from "../ocr/quads.js" */
/** @import { Quad } from "../ocr/ocr.js" */

/** Between the words and the middle of the frame's line: the line is on no letter. */
const GAP = 4;
/** The same for words that are lower than this in the window, with thinner lines. */
const SMALL = 18;
const GAP_SMALL = 2.5;
/** The minimum in pixels of the picture: OCR is not exact to the pixel. */
const GAP_PICTURE = 2;
/** The radius of a pin, in CSS pixels while the window is not zoomed. */
export const PIN = 9;
/** Left and right of words that are brought into sight, in pixels of the picture, */
const PIN_ROOM = 24;
/** and at least as much of their width. */
const PIN_SHARE = 0.03;
/** Worse than covering words: a pin that is cut off. */
const OUTSIDE = 1000;
/** Comparing each pin with all of the frames takes longer with each; with more of them only its own frames count. */
const MOST_COMPARED = 120;

/** How far the middle of a pin is from its frame, in radii: further away only where all places beside the frame are taken. */
const DISTANCES = [1, 2, 3];

/** @typedef {{ key: string, quads: Quad[] }} Framed in pixels of the picture */
/**
 * @typedef {object} FramePlace
 * @property {string} key
 * @property {Quad[]} frames
 * @property {boolean} thin its lines have to be thin
 * @property {{ x: number, y: number }} pin
 * @property {boolean} crowded the pin is in the frame of some finding, or on another pin
 */

/** @param {Quad} quad @param {number} scale @returns {Quad} */
const scaled = ([a, b, c, d], scale) => [[a[0] * scale, a[1] * scale], [b[0] * scale, b[1] * scale], [c[0] * scale, c[1] * scale], [d[0] * scale, d[1] * scale]];

/** How much of a pin at this place lies on a box, roughly. @param {number} x @param {number} y @param {number} radius @param {Box} box */
function overlap(x, y, radius, { left, top, width, height }) {
  const across = Math.min(x + radius, left + width) - Math.max(x - radius, left);
  const down = Math.min(y + radius, top + height) - Math.max(y - radius, top);
  return across > 0 && down > 0 ? across * down : 0;
}

/**
 * @param {Framed[]} all
 * @param {number} scale pixels of the window for each of the picture
 * @param {{ width: number, height: number }} size of the picture in pixels of the window
 * @param {number} [radius] of a pin
 * @returns {FramePlace[]}
 */
export function framePlaces(all, scale, size, radius = PIN) {
  const framed = all.map(({ key, quads }) => {
    const own = quads.map((quad) => boxOf(scaled(quad, scale)));
    const thin = own.some(({ width, height }) => Math.min(width, height) < SMALL);
    const gap = Math.max(thin ? GAP_SMALL : GAP, GAP_PICTURE * scale);
    const frames = quads.map((quad) => widened(scaled(quad, scale), gap));
    return { key, own, thin, frames, boxes: frames.map(boxOf) };
  });
  const taken = all.length > MOST_COMPARED ? null : framed.flatMap(({ boxes }) => boxes);
  /** @type {Box[]} */
  const pins = [];
  return framed.map(({ key, own, thin, frames, boxes }) => {
    const { pin, cost } = pinBeside(boxes, own, taken ?? boxes, pins, size, radius);
    pins.push({ left: pin.x - radius, top: pin.y - radius, width: 2 * radius, height: 2 * radius });
    return { key, frames, thin, pin, crowded: cost > 0 };
  });
}

/**
 * The first place beside a frame that is in no frame, on no other pin, and in the picture; else the one that covers least. Places close
 * to the frame come first.
 * @param {Box[]} frames of one finding
 * @param {Box[]} own its words
 * @param {Box[]} taken the frames of all findings
 * @param {Box[]} pins
 * @param {{ width: number, height: number }} size
 * @param {number} radius
 */
function pinBeside(frames, own, taken, pins, size, radius) {
  let best = { pin: { x: 0, y: 0 }, cost: Infinity };
  for (const away of DISTANCES) {
    for (const frame of frames) {
      for (const [x, y] of candidates(frame, radius, away * radius)) {
        const outside = x < radius || y < radius || x > size.width - radius || y > size.height - radius ? OUTSIDE : 0;
        const cost = costOf(outside, [own, own, taken, pins], { x, y, radius }, best.cost);
        if (cost < best.cost) best = { pin: { x, y }, cost };
        if (cost === 0) return best;
      }
    }
  }
  return best;
}

/** Middles of pins around a frame, `away` from its edge. @param {Box} frame @param {number} radius @param {number} away @returns {[number, number][]} */
function candidates({ left, top, width, height }, radius, away) {
  const [right, bottom, middle] = [left + width, top + height, top + height / 2];
  const [before, after, above, below] = [left - away, right + away, top - away, bottom + away];
  return [
    [before, middle], [after, middle], [left, above], [right, above], [left, below], [right, below], [before, above], [after, above],
    [left + 2 * radius, below], [left + 2 * radius, above], [right - 2 * radius, below], [right - 2 * radius, above],
  ];
}

/** The pixels that a pin covers; what is as much as `enough` is not counted on. @param {number} from @param {Box[][]} groups @param {{ x: number, y: number, radius: number }} pin @param {number} enough */
function costOf(from, groups, { x, y, radius }, enough) {
  let cost = from;
  for (const boxes of groups) {
    for (const box of boxes) {
      cost += overlap(x, y, radius, box);
      if (cost >= enough) return cost;
    }
  }
  return cost;
}

/** What is brought into sight to show words: the pin has its place beside them. @param {Quad} quad @returns {Box} */
export function roomAround(quad) {
  const { left, top, width, height } = boxOf(quad);
  const room = Math.max(PIN_ROOM, width * PIN_SHARE);
  return { left: left - room, top, width: width + 2 * room, height };
}
