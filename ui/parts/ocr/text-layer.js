// The text layer over a picture: boxes around its lines, and their words, invisible, to be selected and copied as in a
// PDF viewer. The selected line is marked also while the layer is off.

import { create, within } from "../../js/dom.js";
import { inSlices } from "../../js/per-frame.js";
import { isUnsure } from "./confidence.js";
import { boxOf, laidOver, outline, widened } from "./quads.js";

/**
 * @import { TextLine } from "../../js/ipc.d.ts"
 * @import { Place } from "../picture/zoom-pan.js"
 * @import { Box } from "./quads.js"
 * @import { Known } from "./ocr.js"
 */

/** In pixels; words of another size are as much longer or shorter. */
const MEASURED = 16;
/** The mark around small print must not cover it: so many of the picture's pixels apart. */
const AROUND = 5;
/** Lines made at a stretch; laying out more would be felt. */
const LEAF_LINES = 50;

/**
 * @param {string} prefix of the instance of the template `picture-viewer`
 * @param {(index: number) => void} chosen a line was pressed
 */
export function createTextLayer(prefix, chosen) {
  const { element } = within("picture-viewer", prefix);
  const words = element("viewer-lines");
  const boxes = element("viewer-boxes");
  const toggle = element("viewer-text");
  const measure = document.createElement("canvas").getContext("2d");

  let on = false;
  /** @type {TextLine[]} */
  let lines = [];
  /** @type {Known["places"]} */
  let places = [];
  /** How many of the lines have their words in the page; they are made when they are first to be seen. */
  let made = 0;
  /** @type {TextLine | null} */
  let marked = null;
  const make = inSlices(makeSome);

  /** @param {string} name of a kind of outline @param {Iterable<TextLine["quad"]>} quads */
  function trace(name, quads) {
    const path = outline(quads);
    for (const part of boxes.querySelectorAll(`[data-box="${name}"]`)) part.setAttribute("d", path);
  }

  function makeSome() {
    if (!on) return false;
    const some = lines.slice(made, made + LEAF_LINES);
    if (some.length === 0) return false;
    if (measure) measure.font = `${MEASURED}px ${getComputedStyle(words).fontFamily}`;
    // Known to be no larger than this, it costs nothing while it is out of sight.
    const box = boxOf(some.flatMap(({ quad }) => quad));
    const leaf = create("div", "leaf", ...some.map((line, index) => wordsOf(line, made + index, box)));
    Object.assign(leaf.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px` });
    words.append(leaf);
    made += some.length;
    return made < lines.length;
  }

  /**
   * @param {TextLine} line
   * @param {number} index
   * @param {Box} box its corner is where the line is placed from
   */
  function wordsOf(line, index, { left, top }) {
    const one = create("div", "text-line", line.text);
    one.dataset["line"] = String(index);
    one.dataset["direction"] = line.direction;
    const [x, y] = line.quad[0];
    const { width, height, turned } = laidOver(line.quad);
    const column = line.direction === "column";
    // Upright letters stand one below the other, each as high as it is wide.
    const size = column ? width : height;
    const characters = Math.max(1, Array.from(line.text).length);
    const length = column ? characters * size : ((measure?.measureText(line.text).width ?? 0) * size) / MEASURED;
    Object.assign(one.style, {
      marginLeft: `${x - left}px`, marginTop: `${y - top}px`, width: `${width}px`, height: `${height}px`,
      fontSize: `${size}px`, letterSpacing: `${((column ? height : width) - length) / characters}px`,
    });
    // Each transform costs more than all of the rest.
    if (turned) one.style.transform = turned;
    return one;
  }

  function renderLines() {
    trace("place", on ? places : []);
    trace("sure", on ? lines.filter((line) => !isUnsure(line)).map(({ quad }) => quad) : []);
    trace("unsure", on ? lines.filter(isUnsure).map(({ quad }) => quad) : []);
    words.hidden = !on;
    if (on && made < lines.length) make();
  }

  function renderMark() {
    trace("marked", marked ? [widened(marked.quad, AROUND)] : []);
  }

  function renderToggle() {
    toggle.hidden = lines.length + places.length === 0;
    toggle.setAttribute("aria-pressed", String(on));
  }

  /** @param {Event} event */
  const lineOf = ({ target }) => (target instanceof Element ? target.closest(".text-line") : null);

  toggle.addEventListener("click", () => {
    on = !on;
    renderToggle();
    renderLines();
  });
  // Where there are words, the pointer selects them; everywhere else it moves the picture.
  for (const kind of ["pointerdown", "dblclick"]) words.addEventListener(kind, (event) => {
    if (lineOf(event)) event.stopPropagation();
  });
  words.addEventListener("click", (event) => {
    const line = lineOf(event);
    if (line instanceof HTMLElement && document.getSelection()?.isCollapsed !== false) chosen(Number(line.dataset["line"]));
  });

  return {
    /** The position of the picture. @param {Place} place */
    draw({ left, top, scale }) {
      words.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
      boxes.firstElementChild?.setAttribute("transform", `translate(${left} ${top}) scale(${scale})`);
    },
    /** @param {Known} known */
    show(known) {
      if (known.lines !== lines) {
        words.replaceChildren();
        made = 0;
      }
      lines = known.lines;
      places = known.places;
      renderToggle();
      renderLines();
    },
    /** @param {TextLine | null} line */
    mark(line) {
      marked = line;
      renderMark();
    },
  };
}
