// Underlines the words of findings in the copy: the same text once more behind the field, invisible but for its lines. Typing never waits
// for it.

import { create, element } from "../../js/dom.js";
import { oncePerFrame } from "../../js/per-frame.js";
import { textRanges } from "../../js/text-ranges.js";
import { moved } from "../../parts/findings/state.js";

/** @import { Level } from "../../parts/findings/state.js" */

/** @typedef {{ from: number, to: number, level: Level, key: string }} Mark in UTF-16 offsets */

/** Drawn again after a pause in typing. */
const IDLE_MS = 120;
/** In a longer copy, only the visible lines are marked. */
const WHOLE = 20_000;
/** A copy that is longer than any service takes is not marked: the field itself is slow enough then. */
const MOST = 200_000;

export function createCopyMarks() {
  const field = element("copy");
  const layer = element("copy-marks");
  const sheet = create("div", "copy-marks-text");
  layer.append(sheet);
  /** @type {Mark[]} */
  let marks = [];
  /** The text that they belong to. */
  let text = "";
  /** @type {Set<string>} */
  let strong = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let idle;
  const drawSoon = oncePerFrame(draw);

  /** The marks at their current positions. */
  function follow() {
    if (text === field.value) return;
    const next = moved(marks.map(({ from, to }) => [from, to]), text, field.value);
    marks = marks.flatMap((mark, at) => {
      const range = next[at];
      return range ? [{ ...mark, from: range[0], to: range[1] }] : [];
    });
    text = field.value;
  }

  function draw() {
    follow();
    layer.hidden = marks.length === 0 || text.length > MOST;
    if (layer.hidden || field.clientWidth === 0) {
      sheet.replaceChildren();
      return;
    }
    place();
    // One node first, to measure the visible part.
    sheet.replaceChildren(textNode(text));
    const { from, to } = text.length > WHOLE ? inSight() : { from: 0, to: text.length };
    sheet.replaceChildren(...piecesOf(marks.filter((mark) => mark.to > from && mark.from < to)));
  }

  /** A last line that is empty has a height in the field; here it needs a character. @param {string} words */
  const textNode = (words) => document.createTextNode(`${words}\u200b`);

  /** Where marks overlap, the first one is drawn: it is the most serious. @param {Mark[]} wanted */
  function piecesOf(wanted) {
    /** @type {Mark[]} */
    const drawn = [];
    for (const mark of wanted) if (!drawn.some(({ from, to }) => mark.from < to && mark.to > from)) drawn.push(mark);
    drawn.sort((one, other) => one.from - other.from);
    /** @type {Node[]} */
    const pieces = [];
    let at = 0;
    for (const { from, to, level, key } of drawn) {
      const words = create("span", strong.has(key) ? "copy-mark now" : "copy-mark", text.slice(from, to));
      words.dataset["severity"] = level;
      words.dataset["key"] = key;
      pieces.push(document.createTextNode(text.slice(at, from)), words);
      at = to;
    }
    pieces.push(textNode(text.slice(at)));
    return pieces;
  }

  /** As wide as the text of the field, beside its scroll bar, and scrolled as far. */
  function place() {
    sheet.style.width = `${field.clientWidth}px`;
    sheet.style.transform = `translateY(${-field.scrollTop}px)`;
  }

  /** The offsets between which text is in sight, found by halving. */
  function inSight() {
    const box = layer.getBoundingClientRect();
    const find = (/** @type {number} */ edge) => {
      let [low, high] = [0, text.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        const [range] = textRanges(sheet, [{ from: middle, to: middle + 1 }]);
        if ((range?.getBoundingClientRect().bottom ?? 0) < edge) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    return { from: Math.max(0, find(box.top - box.height) - 1), to: find(box.bottom + box.height) };
  }

  field.addEventListener("scroll", () => {
    place();
    if (text.length > WHOLE) later();
  }, { passive: true });
  new ResizeObserver(drawSoon).observe(field);

  function later() {
    clearTimeout(idle);
    idle = setTimeout(drawSoon, IDLE_MS);
  }

  return {
    /** The copy may have changed. */
    changed() {
      if (marks.length > 0 && field.value !== text) later();
    },
    /** @param {Mark[]} next the most serious first @param {string} of the text that they belong to */
    show(next, of) {
      [marks, text] = [next, of];
      drawSoon();
    },
    /** @param {Iterable<string>} keys of the findings that the person looks at */
    emphasise(keys) {
      strong = new Set(keys);
      for (const words of sheet.querySelectorAll(".copy-mark")) {
        if (words instanceof HTMLElement) words.classList.toggle("now", strong.has(words.dataset["key"] ?? ""));
      }
    },
    /** The current position of a finding; `null` if it is no longer in the copy. @param {string} key */
    placeOf(key) {
      follow();
      return marks.find((mark) => mark.key === key) ?? null;
    },
    /** Scrolls the field to an offset. @param {number} offset */
    lead(offset) {
      place();
      if (sheet.childNodes.length === 0) return;
      const [range] = textRanges(sheet, [{ from: offset, to: offset + 1 }]);
      if (!range) return;
      const [line, box] = [range.getBoundingClientRect(), field.getBoundingClientRect()];
      if (line.top < box.top || line.bottom > box.bottom) field.scrollTop += line.top - box.top - box.height / 3;
    },
  };
}
