// The recognised lines of a picture as a list; each leads to its place in the picture. The arrow keys move from one to the next.

import { create, setText } from "../../js/dom.js";
import { number, t } from "../../js/i18n.js";
import { inSlices } from "../../js/per-frame.js";
import { isUnsure, percentOf } from "./confidence.js";

/** @import { TextLine } from "../../js/ipc.d.ts" */

/** Lines made at a stretch, laid out apart from those before. */
const LEAF_LINES = 50;
/** By which Page Up and Page Down go. */
const PAGE_LINES = 10;

/**
 * @param {HTMLElement} list `role="list"`; scrolls
 * @param {object} tell
 * @param {(index: number) => void} tell.reached the keyboard focus is on this line
 * @param {(index: number) => void} tell.pressed
 */
export function createTextList(list, tell) {
  /** @type {TextLine[]} */
  let lines = [];
  /** @type {HTMLButtonElement[]} */
  let buttons = [];
  /** The selected line. */
  let current = -1;
  const make = inSlices(makeSome);

  function makeSome() {
    const leaf = create("ol", "leaf");
    leaf.role = "none";
    const from = buttons.length;
    const until = Math.min(lines.length, from + LEAF_LINES);
    while (buttons.length < until) {
      const line = lines[buttons.length];
      if (line) leaf.append(itemOf(line, buttons.length));
    }
    if (leaf.firstChild) list.append(leaf);
    if (current >= from && current < until) reveal();
    return buttons.length < lines.length;
  }

  /**
   * @param {TextLine} line
   * @param {number} index
   */
  function itemOf(line, index) {
    const press = create("button", "ocr-line", create("span", "ocr-text", line.text));
    press.type = "button";
    if (isUnsure(line)) press.append(create("span", "ocr-unsure"));
    nameUnsure(press, line);
    buttons.push(press);
    const item = create("li", "", press);
    item.role = "listitem";
    item.dataset["line"] = String(index);
    turn(index);
    return item;
  }

  /**
   * @param {HTMLButtonElement} press
   * @param {TextLine} line
   */
  function nameUnsure(press, line) {
    const unsure = press.querySelector(".ocr-unsure");
    if (unsure) setText(unsure, t("reading.unsure", { percent: number(percentOf(line)) }));
  }

  /** Marks a line as selected, and as the one that Tab reaches. @param {number} index */
  function turn(index) {
    const press = buttons[index];
    if (!press) return;
    press.tabIndex = index === Math.max(0, current) ? 0 : -1;
    press.ariaCurrent = index === current ? "true" : null;
  }

  /** @param {number} index */
  function mark(index) {
    const previous = current;
    current = index;
    for (const one of [0, previous, index]) turn(one);
  }

  /** @param {Event} event */
  function indexOf({ target }) {
    const item = target instanceof Element ? target.closest("li") : null;
    return item ? Number(item.dataset["line"]) : -1;
  }

  function reveal() {
    const press = buttons[current];
    const leaf = press?.closest(".leaf");
    // A part that was never laid out has no position yet.
    if (leaf instanceof HTMLElement) leaf.style.setProperty("content-visibility", "visible");
    press?.scrollIntoView({ block: "nearest" });
  }

  list.addEventListener("click", (event) => {
    if (indexOf(event) >= 0) tell.pressed(indexOf(event));
  });
  list.addEventListener("keydown", (event) => {
    const at = indexOf(event);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + PAGE_LINES, PageUp: at - PAGE_LINES, Home: 0, End: buttons.length - 1 };
    if (!Object.hasOwn(steps, event.key)) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(buttons.length - 1, steps[/** @type {keyof typeof steps} */ (event.key)]));
    buttons[next]?.focus();
    tell.reached(next);
  });

  return {
    /** @param {TextLine[]} next where it is the same array as before, it may have grown */
    show(next) {
      if (next !== lines) {
        lines = next;
        buttons = [];
        current = -1;
        list.replaceChildren();
        list.scrollTop = 0;
      }
      list.hidden = lines.length === 0;
      if (buttons.length < lines.length) make();
    },
    /** Selects a line and scrolls to it; -1: none. @param {number} index */
    mark(index) {
      mark(index);
      reveal();
    },
    reveal,
    /** Its words, in the current language. */
    render() {
      buttons.forEach((press, index) => {
        const line = lines[index];
        if (line) nameUnsure(press, line);
      });
    },
  };
}
