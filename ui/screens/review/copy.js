// The copy that was audited, to be read: the words of findings are underlined and lead to their findings.

import { create, element } from "../../js/dom.js";

/** @import { Level } from "../../parts/findings/state.js" */

/** @typedef {{ from: number, to: number, level: Level, key: string }} Mark in UTF-16 offsets */

/** @param {object} own @param {(key: string) => void} own.chosen a finding's words were pressed @param {(key: string | null) => void} own.over */
export function createReviewCopy({ chosen, over }) {
  const place = element("review-copy");
  let shown = "";

  /** @param {Event} event */
  const keyOf = ({ target }) => (target instanceof HTMLElement ? (target.closest(".copy-mark")?.getAttribute("data-key") ?? null) : null);

  place.addEventListener("click", (event) => {
    const key = keyOf(event);
    if (key !== null && (document.getSelection()?.isCollapsed ?? true)) chosen(key);
  });
  place.addEventListener("pointerover", (event) => over(keyOf(event)));
  place.addEventListener("pointerleave", () => over(null));

  return {
    /** @param {string} text @param {Mark[]} marks the most serious first */
    show(text, marks) {
      const shows = JSON.stringify([text, marks]);
      if (shows === shown) return;
      shown = shows;
      const top = place.scrollTop;
      place.replaceChildren(...piecesOf(text, marks));
      place.scrollTop = top;
    },
    /** @param {Iterable<string>} keys of the findings that the person looks at */
    emphasise(keys) {
      const strong = new Set(keys);
      for (const mark of place.querySelectorAll(".copy-mark")) mark.classList.toggle("now", strong.has(mark.getAttribute("data-key") ?? ""));
    },
    /** Scrolls to the words of a finding. @param {string} key */
    lead(key) {
      const mark = Array.from(place.querySelectorAll(".copy-mark")).find((one) => one.getAttribute("data-key") === key);
      if (!mark) return;
      const [at, box] = [mark.getBoundingClientRect(), place.getBoundingClientRect()];
      if (at.top < box.top || at.bottom > box.bottom) place.scrollTop += at.top - box.top - box.height / 3;
    },
  };
}

/** Where words overlap, the first mark is drawn. @param {string} text @param {Mark[]} marks */
function piecesOf(text, marks) {
  /** @type {Mark[]} */
  const drawn = [];
  for (const mark of marks) {
    const apart = !drawn.some(({ from, to }) => mark.from < to && mark.to > from);
    if (apart && mark.from < mark.to && mark.to <= text.length) drawn.push(mark);
  }
  drawn.sort((one, other) => one.from - other.from);
  /** @type {(Node | string)[]} */
  const pieces = [];
  let at = 0;
  for (const { from, to, level, key } of drawn) {
    const words = create("span", "copy-mark", text.slice(from, to));
    words.dataset["severity"] = level;
    words.dataset["key"] = key;
    pieces.push(text.slice(at, from), words);
    at = to;
  }
  pieces.push(text.slice(at));
  return pieces;
}
