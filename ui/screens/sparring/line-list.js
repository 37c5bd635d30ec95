// The lines of a conversation as elements. Lines without a change stay, and of a long conversation only the end
// is made at once: the lines above follow in slices, so that opening it does not block the window.

import { create, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { lastOwn } from "./state.js";
import { renderLine } from "./line.js";

/**
 * @import { Line } from "../../js/ipc.d.ts"
 * @import { History } from "./state.js"
 * @import { LineAct } from "./line.js"
 */

/** The newest answer and its line. */
const AT_ONCE = 2;
/** One answer at a time: a long one with tables takes two frames to make and lay out. */
const SLICE = 2;
/** Marks that a line keeps when it is made. */
const MARKS = ["data-unsent", "data-leaving"];

/**
 * @param {HTMLElement} list
 * @param {(act: LineAct, index: number) => void} act
 * @param {(change: () => void) => void} above runs a change of what lies above, so that the text being read does not move
 */
export function createLineList(list, act, above) {
  /** @type {Line[]} */
  let lines = [];
  /** One for each line. @type {HTMLElement[]} */
  let nodes = [];
  /** So many of the first ones are still empty. */
  let unmade = 0;
  /** @type {string | null} */
  let scenario = null;
  let making = false;
  const unsentRule = rule();
  const leavingRule = rule();

  list.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element ? event.target.closest("button[data-act]") : null;
    const node = pressed?.closest(".line");
    if (!(pressed instanceof HTMLElement) || !(node instanceof HTMLElement)) return;
    act(/** @type {LineAct} */ (pressed.dataset["act"]), nodes.indexOf(node));
  });

  /** @param {number} index */
  function make(index) {
    const line = lines[index];
    return line ? renderLine(line, lines[index - 1], scenario) : create("article", "line");
  }

  /** Makes the next slice of those that are still empty, from the end on. */
  function makeSlice() {
    making = false;
    const from = Math.max(0, unmade - SLICE);
    above(() => {
      for (let index = unmade - 1; index >= from; index -= 1) {
        const [empty, made] = [nodes[index], make(index)];
        for (const mark of MARKS) made.toggleAttribute(mark, empty?.hasAttribute(mark));
        empty?.replaceWith(made);
        nodes[index] = made;
      }
    });
    unmade = from;
    makeLater();
  }

  function makeLater() {
    if (unmade === 0 || making) return;
    making = true;
    setTimeout(makeSlice);
  }

  /** The lines whose buttons are stops for the Tab key, and the answer that can be asked for again. */
  function markNewest() {
    const newest = new Set([lastOwn(lines), lines.length - 1]);
    nodes.forEach((node, index) => {
      const now = newest.has(index);
      if (!now && !node.hasAttribute("data-newest")) return;
      node.toggleAttribute("data-newest", now);
      for (const button of node.querySelectorAll("button[data-act]")) if (button instanceof HTMLElement) button.tabIndex = now ? 0 : -1;
    });
  }

  /**
   * Inserts the divider before a line, or removes it.
   * @param {HTMLElement} place
   * @param {HTMLElement | undefined} before
   * @param {() => string} words
   */
  function draw(place, before, words) {
    if (!before) return place.remove();
    setText(place.firstElementChild ?? place, words());
    if (place.nextSibling !== before) list.insertBefore(place, before);
  }

  return {
    lines: () => lines,
    last: () => nodes.at(-1),

    /**
     * @param {Line[]} next
     * @param {string | null} begunWith the scenario
     */
    put(next, begunWith) {
      const changed = lines.findIndex((line, index) => !same(line, next[index]));
      const from = changed === -1 ? lines.length : changed;
      for (const node of nodes.slice(from)) node.remove();
      [lines, scenario] = [next, begunWith];
      const atOnce = Math.max(from, next.length - AT_ONCE);
      const added = next.slice(from).map((_, offset) => (from + offset < atOnce ? create("article", "line unmade") : make(from + offset)));
      nodes = [...nodes.slice(0, from), ...added];
      list.append(...added);
      // Items added while a list is being built wait for their turn as well.
      unmade = atOnce > from ? atOnce : Math.min(unmade, from);
      markNewest();
      makeLater();
    },

    /**
     * @param {History} history
     * @param {boolean} editing what follows is about to be taken away
     */
    mark({ from, to, forgotten }, editing) {
      draw(unsentRule, nodes[from > 0 ? from : -1], () => t(forgotten ? "sparring.ruleForgotten" : "sparring.rule", { unsent: from, sent: to - from }));
      draw(leavingRule, nodes[editing ? to : -1], () => t("sparring.leaving", { count: lines.length - to }));
      nodes.forEach((node, index) => {
        node.toggleAttribute("data-unsent", index < from);
        node.toggleAttribute("data-leaving", editing && index >= to);
      });
    },
  };
}

/** A rule between two lines, with words in it. */
const rule = () => create("p", "thread-rule", create("span", ""));

/**
 * @param {Line} line
 * @param {Line | undefined} other
 */
function same(line, other) {
  return other !== undefined && line.text === other.text && line.at === other.at && line.speaker === other.speaker
    && line.source === other.source && line.incomplete === other.incomplete;
}
