// Versions of a review: the status of the findings of the previous version, and the positions of the differences between two pictures. No DOM here.

import { answerOf, isConfirmed } from "./state.js";

/**
 * @import {
 *   Alignment, ChangedRegion, ChangedWords, EarlierAnswer, EarlierStatus, Likeness, PicturesCompared, Rectangle, Review, ReviewDraft,
 *   VersionChoice,
 * } from "../../js/ipc.d.ts"
 */

/** In percent of the stage. @typedef {{ left: number, top: number, width: number, height: number }} Share */
/** @typedef {{ width: number, height: number }} Size */
/** Two pictures beside one another, one over the other, or divided by a line. @typedef {"side" | "overlay" | "swipe"} Mode */
/** A place at which the pictures differ; `null`: it is not known in that picture. @typedef {{ earlier: Rectangle | null, later: Rectangle | null }} Spot */

/** In the order of the keys 1, 2 and 3. @type {EarlierStatus[]} */
export const STATUSES = ["resolved", "present", "notApplicable"];

/** @type {Mode[]} */
export const MODES = ["side", "overlay", "swipe"];

/** Reviews that the app recognises are shown first. @type {Likeness} */
const UNLIKE = "none";

/** @param {VersionChoice[]} choices */
export const likely = (choices) => choices.filter(({ likeness }) => likeness !== UNLIKE);

/** @param {VersionChoice[]} choices @param {string} text */
export function choicesMatching(choices, text) {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return choices.filter(({ number, title }) => words.every((word) => `${number}\n${title}`.toLowerCase().includes(word)));
}

// The findings of the previous version.

/** @param {ReviewDraft} draft @param {EarlierAnswer} answer @returns {ReviewDraft} */
export const withAnswer = (draft, answer) => ({ ...draft, earlier: [...draft.earlier.filter(({ number }) => number !== answer.number), answer].sort((one, other) => one.number - other.number) });

/** @param {Pick<Review, "earlier" | "draft">} review */
export function confirmedOf({ earlier, draft }) {
  const all = earlier?.findings ?? [];
  return { done: all.filter(({ number }) => isConfirmed(answerOf(draft, number))).length, of: all.length };
}

/** The next one after `from` that nobody has confirmed, from the start again after the end. @param {Pick<Review, "earlier" | "draft">} review @param {number | null} from @returns {number | null} */
export function nextUnconfirmed({ earlier, draft }, from) {
  const all = earlier?.findings ?? [];
  const at = all.findIndex(({ number }) => number === from);
  const turned = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  return turned.find(({ number }) => !isConfirmed(answerOf(draft, number)))?.number ?? null;
}

/** The findings that were dismissed before and have no decision yet. @param {Pick<Review, "earlier" | "draft">} review */
export const dismissedAgain = ({ earlier, draft }) => (earlier?.dismissed ?? []).filter(({ finding }) => !draft.decisions.some((one) => one.finding === finding));

// The pictures.

/** The position of the later picture if the previous version fills the stage. Without an alignment, both are as wide. @param {Size} earlier @param {Size} later @param {Alignment | null} alignment @returns {Share} */
export function placeOfLater(earlier, later, alignment) {
  const { scaleX, scaleY, x, y } = alignment ?? { scaleX: later.width / earlier.width, scaleY: later.width / earlier.width, x: 0, y: 0 };
  return {
    left: (100 * -x) / scaleX / earlier.width,
    top: (100 * -y) / scaleY / earlier.height,
    width: (100 * later.width) / scaleX / earlier.width,
    height: (100 * later.height) / scaleY / earlier.height,
  };
}

/** A rectangle of a picture. @param {Rectangle} place @param {Size} picture @returns {Share} */
export const shareOf = ({ x, y, width, height }, picture) => ({
  left: (100 * x) / picture.width,
  top: (100 * y) / picture.height,
  width: (100 * width) / picture.width,
  height: (100 * height) / picture.height,
});

/** @param {Rectangle} one @param {Rectangle} other */
const meet = (one, other) => one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;

/** The regions in which no listed words differ. @param {PicturesCompared} pictures @returns {ChangedRegion[]} */
export function wordlessRegions({ regions, words }) {
  const within = (/** @type {ChangedRegion} */ region, /** @type {ChangedWords} */ { earlierPlace, laterPlace }) =>
    (earlierPlace !== null && meet(region.earlier, earlierPlace)) || (laterPlace !== null && meet(region.later, laterPlace));
  return regions.filter((region) => !words.some((change) => within(region, change)));
}

/** All differences in the order of the list: words, then the rest. @param {PicturesCompared} pictures @returns {Spot[]} */
export const spotsOf = (pictures) => [
  ...pictures.words.map(({ earlierPlace, laterPlace }) => ({ earlier: earlierPlace, later: laterPlace })),
  ...wordlessRegions(pictures).map(({ earlier, later }) => ({ earlier, later })),
];

/** Where a key moves a slider of 0 to 100, with Shift further; `null`: it is no key of a slider. @param {number} now @param {string} key @param {boolean} shift */
export function slid(now, key, shift) {
  const step = shift ? 10 : 2;
  const to = { ArrowLeft: now - step, ArrowDown: now - step, ArrowRight: now + step, ArrowUp: now + step, PageDown: now - 10, PageUp: now + 10, Home: 0, End: 100 }[key];
  return to === undefined ? null : Math.max(0, Math.min(100, to));
}

/** The next zoom in percent of the usual width. @param {number} now @param {1 | -1} by */
export function zoomed(now, by) {
  const steps = [50, 75, 100, 150, 200, 300, 400];
  const at = steps.findIndex((step) => step >= now);
  return steps[Math.max(0, Math.min(steps.length - 1, (at < 0 ? steps.length - 1 : at) + by))] ?? now;
}
