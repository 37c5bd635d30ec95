// The rows of the list: one stop of the Tab key, with arrow keys between the rows and to the buttons in a row. Rows that did not change
// stay in the page, so that focus, selection and scroll position stay too.

import { create } from "../../js/dom.js";
import { makeRow, numberRow } from "./row.js";

/** @import { Row } from "./state.js" */
/** @import { RowAct } from "./row.js" */

/**
 * @typedef {object} ListOwner
 * @property {(row: Row, pressed: boolean) => void} show the place of the finding is wanted; `pressed`: by the mouse
 * @property {(row: Row | null) => void} stood this row is selected
 * @property {(row: Row | null) => void} over the pointer is over this row
 * @property {(row: Row, what: RowAct) => void} act
 * @property {boolean} fixed rows can neither be dismissed nor removed
 */

/**
 * @param {HTMLElement} frame `role="grid"`
 * @param {HTMLElement} scroll scrolls it
 * @param {ListOwner} owner
 */
export function createFindingsList(frame, scroll, owner) {
  /** @type {Row[]} */
  let rows = [];
  /** The rows in the page, and their contents. @type {Map<string, { made: HTMLElement, shows: string }>} */
  let made = new Map();
  /** @type {string | null} */
  let selected = null;
  /** The mouse button is held. */
  let pointing = false;

  /** @param {EventTarget | null} target @returns {HTMLElement | null} */
  const rowAround = (target) => {
    const one = target instanceof Element ? target.closest(".finding") : null;
    return one instanceof HTMLElement && frame.contains(one) ? one : null;
  };
  /** @param {HTMLElement | null} one */
  const dataOf = (one) => (one ? (rows.find(({ key }) => key === one.dataset["key"]) ?? null) : null);
  const selectedAt = () => rows.findIndex(({ key }) => key === selected);

  /** Words in the list are selected; its places may be selected elsewhere. */
  function isSelecting() {
    const selection = document.getSelection();
    return selection !== null && !selection.isCollapsed && frame.contains(selection.anchorNode);
  }

  function mark() {
    const stop = made.has(selected ?? "") ? selected : (rows[0]?.key ?? null);
    for (const [key, { made: row }] of made) {
      row.ariaSelected = String(key === selected);
      row.tabIndex = key === stop ? 0 : -1;
    }
  }

  /** @param {string} key @param {boolean} focus */
  function select(key, focus) {
    const one = made.get(key)?.made;
    if (!one) return;
    if (selected !== key) {
      selected = key;
      mark();
      owner.stood(dataOf(one));
    }
    if (focus) one.focus({ preventScroll: true });
    one.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} at */
  function go(at) {
    const row = rows[Math.max(0, Math.min(rows.length - 1, at))];
    if (row) select(row.key, true);
  }

  /** How many rows fit at once. */
  const screenful = () => Math.max(1, Math.floor(scroll.clientHeight / ((made.get(selected ?? "")?.made.offsetHeight ?? 90) + 8)));

  frame.addEventListener("keydown", (event) => {
    const one = rowAround(event.target);
    const row = dataOf(one);
    if (!one || !row || event.altKey || event.ctrlKey || event.metaKey) return;
    const buttons = Array.from(one.querySelectorAll("button"));
    const within = buttons.findIndex((button) => button === event.target);
    const at = selectedAt();
    const keys = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      PageDown: () => go(at + screenful()),
      PageUp: () => go(at - screenful()),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowRight: () => buttons[Math.min(buttons.length - 1, within + 1)]?.focus(),
      ArrowLeft: () => (within > 0 ? buttons[within - 1] : one)?.focus(),
      ...(owner.fixed ? {} : { Delete: () => owner.act(row, row.own === null ? "dismiss" : "remove") }),
      c: () => owner.act(row, "copy"),
      C: () => owner.act(row, "copy"),
      ...(within < 0 ? { Enter: () => owner.show(row, false), " ": () => owner.show(row, false) } : { Escape: () => one.focus() }),
    };
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    keys[/** @type {keyof typeof keys} */ (event.key)]?.();
  });
  // A row that is selected shows all of its words: what lies under the pointer must not move before the button is released.
  frame.addEventListener("pointerdown", () => (pointing = true));
  for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, () => (pointing = false));
  frame.addEventListener("focusin", (event) => {
    if (pointing) return;
    const one = rowAround(event.target);
    const key = one?.dataset["key"];
    if (key !== undefined && key !== selected) select(key, false);
  });
  frame.addEventListener("click", (event) => {
    const one = rowAround(event.target);
    const row = dataOf(one);
    if (!one || !row) return;
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    select(row.key, button === null);
    if (button) owner.act(row, /** @type {RowAct} */ (button.dataset["act"]));
    // Words of a finding can be selected and copied.
    else if (!isSelecting()) owner.show(row, true);
  });
  frame.addEventListener("pointerover", (event) => owner.over(dataOf(rowAround(event.target))));
  frame.addEventListener("pointerleave", () => owner.over(null));

  return {
    /** @param {Row[]} next */
    show(next) {
      const before = selectedAt();
      const held = document.activeElement;
      const heldKey = rowAround(held)?.dataset["key"] ?? null;
      const top = scroll.scrollTop;
      rows = next;
      const kept = made;
      made = new Map(next.map((row) => {
        const shows = JSON.stringify({ ...row, number: 0, picture: 0, copy: 0 });
        const there = kept.get(row.key);
        const one = there && there.shows === shows ? there : { made: makeRow(row, owner.fixed), shows };
        numberRow(one.made, row.number);
        return [row.key, one];
      }));
      const wanted = next.map(({ key }) => made.get(key)?.made ?? create("div", ""));
      for (const [key, { made: row }] of kept) if (made.get(key)?.made !== row) row.remove();
      wanted.forEach((row, at) => {
        if (frame.children[at] !== row) frame.insertBefore(row, frame.children[at] ?? null);
      });
      frame.setAttribute("aria-rowcount", String(next.length));
      if (selected !== null && !made.has(selected)) {
        // The next row takes the place of one that is gone.
        selected = next[Math.max(0, Math.min(next.length - 1, before))]?.key ?? null;
        owner.stood(next.find(({ key }) => key === selected) ?? null);
      }
      mark();
      scroll.scrollTop = top;
      if (heldKey !== null && document.activeElement !== held) made.get(made.has(heldKey) ? heldKey : (selected ?? ""))?.made.focus({ preventScroll: true });
    },
    /** All rows are rebuilt, in the current language. */
    forget() {
      made = new Map();
      frame.replaceChildren();
    },
    /** Selects a row and scrolls to it. @param {string} key */
    select: (key) => select(key, false),
    focus() {
      const key = selected ?? rows[0]?.key;
      if (key !== undefined) select(key, true);
      return key !== undefined;
    },
    selected: () => rows[selectedAt()] ?? null,
  };
}
