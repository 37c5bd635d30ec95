// Finds words in a report and goes from one place to the next.

import { holdsFocus, setText, within } from "../../js/dom.js";
import { createHighlight } from "../../js/highlights.js";
import { number, t } from "../../js/i18n.js";
import { textRanges } from "../../js/text-ranges.js";

/** The maximum number of matches: more help nobody, and each takes time to draw. */
const MOST = 1000;
/** A report that still grows is searched again no more often than this. */
const PAUSE_MS = 400;

/**
 * @param {string} prefix of the template's instance
 * @param {HTMLElement} page
 */
export function createReportSearch(prefix, page) {
  const { element } = within("report-card", prefix);
  const bar = element("search");
  const field = element("search-words");
  const opener = element("search-open");
  const all = createHighlight("search");
  const one = createHighlight("search-now");

  /** @type {Range[]} */
  let found = [];
  let at = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  let inSight = true;

  function render() {
    const total = found.length >= MOST ? t("search.atLeast", { count: MOST }) : number(found.length);
    const words = found.length > 0 ? t("search.count", { at: number(at + 1), total }) : t("search.none");
    setText(element("search-count"), field.value.trim() === "" ? "" : words);
    for (const part of [element("search-previous"), element("search-next")]) part.setAttribute("aria-disabled", String(found.length === 0));
  }

  function look() {
    clearTimeout(waiting);
    waiting = undefined;
    found = findAll(page, field.value.trim());
    at = Math.min(at, Math.max(0, found.length - 1));
    all.show(found);
    mark();
  }

  function mark() {
    const now = found[at];
    one.show(now ? [now] : []);
    render();
  }

  /** @param {number} step */
  function go(step) {
    if (found.length === 0) return;
    at = (at + step + found.length) % found.length;
    mark();
    found[at]?.startContainer.parentElement?.scrollIntoView({ block: "center" });
  }

  function close() {
    if (bar.hidden) return false;
    const held = holdsFocus(bar);
    bar.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    found = [];
    all.clear();
    one.clear();
    clearTimeout(waiting);
    waiting = undefined;
    if (held) opener.focus({ preventScroll: true });
    return true;
  }

  function open() {
    if (opener.hidden) return;
    bar.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    field.focus();
    field.select();
    look();
  }

  // Passages marked in a page that is not shown make WebKit slow with everything else.
  new ResizeObserver(() => {
    if (page.checkVisibility() === inSight) return;
    inSight = !inSight;
    if (bar.hidden) return;
    if (inSight) look();
    else {
      all.clear();
      one.clear();
    }
  }).observe(page);
  field.addEventListener("input", () => {
    at = 0;
    look();
    go(0);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
  });
  opener.addEventListener("click", () => (bar.hidden ? open() : close()));
  element("search-next").addEventListener("click", () => go(1));
  element("search-previous").addEventListener("click", () => go(-1));
  element("search-close").addEventListener("click", close);

  return {
    open,
    close,
    render,
    /** The text has changed. */
    changed() {
      if (!bar.hidden && inSight) waiting ??= setTimeout(look, PAUSE_MS);
    },
  };
}

/**
 * @param {HTMLElement} page
 * @param {string} words
 */
function findAll(page, words) {
  /** @type {Range[]} */
  const ranges = [];
  const wanted = fold(words);
  if (wanted === "") return ranges;
  for (const block of page.querySelectorAll(".block")) {
    const text = fold(block.textContent ?? "");
    /** @type {{ from: number, to: number }[]} */
    const spots = [];
    for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + wanted.length)) {
      spots.push({ from, to: from + wanted.length });
      if (ranges.length + spots.length >= MOST) break;
    }
    ranges.push(...textRanges(block, spots));
    if (ranges.length >= MOST) break;
  }
  return ranges;
}

/** Without regard to case, character by character, so that places stay where they are. @param {string} text */
function fold(text) {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text;
}
