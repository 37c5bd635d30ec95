// Zooming and panning something larger than its frame: fit, zoom at the pointer, pan, by wheel, mouse and
// keys. The owner draws it.

import { setText } from "../../js/dom.js";
import { number } from "../../js/i18n.js";

const STEP = 1.25;
const MARGIN = 16;
const PAN = 48;
/** Of the frame's height, by which Page Up and Page Down go where there are no pages. */
const SCREENFUL = 0.85;
/** What fits only where it is narrower than the frame by so many times is a line. */
const SLENDER = 5;

/**
 * @typedef {object} Place
 * @property {number} scale CSS pixels of the window for each pixel of what is shown
 * @property {number} left of what is shown, from the frame's left edge, in CSS pixels
 * @property {number} top
 * @property {number} width as shown
 * @property {number} height
 */

/** A part of what is shown, in its own pixels. @typedef {{ left: number, top: number, width: number, height: number }} Part */

/**
 * @typedef {object} ZoomPanOwner
 * @property {() => { width: number, height: number } | null} size in its own pixels
 * @property {() => number} actual the scale that is called 100 %
 * @property {number} least of 100 %; what has to be smaller to fit may be so
 * @property {number} most of 100 %
 * @property {(place: Place) => void} draw
 * @property {() => Part[]} [pages] one below the other, where it is made of some: each is fitted by its width, rather than all of
 *   them at once
 */

/**
 * @typedef {object} ZoomTools
 * @property {HTMLButtonElement} zoomIn
 * @property {HTMLButtonElement} zoomOut
 * @property {HTMLButtonElement} fit
 * @property {HTMLButtonElement} actual
 * @property {HTMLElement} percent
 */

/**
 * @param {HTMLElement} frame takes the focus and the pointer
 * @param {ZoomTools} tools
 * @param {ZoomPanOwner} owner
 */
export function createZoomPan(frame, tools, { size, actual, least, most, draw: drawAt, pages = () => [] }) {
  let scale = 1;
  /** The centre of what is shown, measured from the frame's centre. */
  let x = 0;
  let y = 0;
  let fitted = true;
  /** The page that is fitted. */
  let fittedPage = 0;
  /** It was to be shown from its beginning while the frame had no size. */
  let begins = false;

  /** @param {number} length @param {number} room of the frame */
  const scaleFor = (length, room) => Math.max(Math.min((room - 2 * MARGIN) / length, actual()), 0.001);

  function fitScale() {
    const whole = size();
    return whole ? Math.min(scaleFor(whole.width, frame.clientWidth), scaleFor(whole.height, frame.clientHeight)) : 1;
  }

  /** @param {{ width: number, height: number }} whole */
  function fitAgain(whole) {
    const page = pages()[fittedPage];
    if (!page) [scale, x, y] = [fitScale(), 0, 0];
    else {
      const next = scaleFor(page.width, frame.clientWidth);
      [x, y] = [(whole.width / 2 - page.left - page.width / 2) * next, (y * next) / scale];
      scale = next;
    }
  }

  /** The page in the middle of the frame. */
  function pageInSight() {
    const whole = size();
    if (!whole) return 0;
    const middle = whole.height / 2 - y / scale;
    const next = pages().findIndex(({ top }) => top > middle);
    return next < 0 ? Math.max(0, pages().length - 1) : Math.max(0, next - 1);
  }

  function draw() {
    const whole = size();
    if (!whole) return;
    if (fitted) fitAgain(whole);
    const [width, height] = [whole.width * scale, whole.height * scale];
    // A picture larger than the frame covers it; a smaller one stays centred.
    const roomX = Math.max(0, (width - frame.clientWidth) / 2 + MARGIN);
    const roomY = Math.max(0, (height - frame.clientHeight) / 2 + MARGIN);
    x = Math.max(-roomX, Math.min(roomX, x));
    y = Math.max(-roomY, Math.min(roomY, y));
    frame.classList.toggle("pannable", width > frame.clientWidth || height > frame.clientHeight);
    setText(tools.percent, `${number(Math.round((scale / actual()) * 100))}%`);
    tools.fit.setAttribute("aria-pressed", String(fitted));
    tools.actual.setAttribute("aria-pressed", String(!fitted && Math.abs(scale - actual()) < 1e-6));
    const left = Math.round((frame.clientWidth - width) / 2 + x);
    const top = Math.round((frame.clientHeight - height) / 2 + y);
    drawAt({ scale, left, top, width, height });
  }

  function fit() {
    fittedPage = pageInSight();
    fitted = true;
    draw();
  }

  /**
   * As it is seen first: the first page, or all of it; of something so tall that nothing could be made out, the top at the frame's
   * width.
   */
  function begin() {
    begins = frame.clientWidth === 0;
    [fitted, fittedPage] = [true, 0];
    if (pages().length > 0) return turnTo(0);
    draw();
    const whole = size();
    if (!whole || begins || whole.width * scale * SLENDER > frame.clientWidth) return;
    fitted = false;
    scale = scaleFor(whole.width, frame.clientWidth);
    [x, y] = [0, Infinity];
    draw();
  }

  /** The beginning of a page; at its width, unless it is larger already. @param {number} page from 0 */
  function turnTo(page) {
    const wanted = pages()[page];
    if (!wanted) return;
    const wide = scaleFor(wanted.width, frame.clientWidth);
    if (fitted || scale <= wide) [fitted, fittedPage, scale] = [true, page, wide];
    y = topAt(wanted.top);
    draw();
  }

  /** A part of it at the frame's width, from its beginning. @param {Part} part */
  function bring({ left, top, width }) {
    const whole = size();
    if (!whole) return;
    const page = pages().findIndex((one) => one.left === left && one.top === top && one.width === width);
    if (page >= 0) return turnTo(page);
    [scale, fitted] = [scaleFor(width, frame.clientWidth), false];
    [x, y] = [(whole.width / 2 - left - width / 2) * scale, topAt(top)];
    draw();
  }

  /** The position of the centre when this row is at the frame's upper edge. @param {number} row */
  const topAt = (row) => ((size()?.height ?? 0) / 2 - row) * scale - frame.clientHeight / 2 + MARGIN;

  /** @param {number} by pages, or screenfuls */
  function leaf(by) {
    if (pages().length > 0) turnTo(Math.max(0, Math.min(pages().length - 1, pageInSight() + by)));
    else pan(0, -by * SCREENFUL * frame.clientHeight);
  }

  /**
   * @param {number} wanted
   * @param {number} [atX] the point that stays where it is, from the frame's centre
   * @param {number} [atY]
   */
  function zoomTo(wanted, atX = 0, atY = 0) {
    const next = Math.max(Math.min(fitScale(), actual() * least), Math.min(most * actual(), wanted));
    x = atX - ((atX - x) * next) / scale;
    y = atY - ((atY - y) * next) / scale;
    [scale, fitted] = [next, false];
    draw();
  }

  /** A part of it as a whole in the middle: at 100 %, or smaller where it has no room then. Returns the scale. @param {Part} part */
  function lead({ left, top, width, height }) {
    const whole = size();
    if (!whole) return scale;
    scale = Math.min(scaleFor(width, frame.clientWidth), scaleFor(height, frame.clientHeight));
    fitted = false;
    [x, y] = [(whole.width / 2 - left - width / 2) * scale, (whole.height / 2 - top - height / 2) * scale];
    draw();
    return scale;
  }

  /**
   * @param {number} byX
   * @param {number} byY
   */
  function pan(byX, byY) {
    if (fitted && pages().length === 0) return;
    x += byX;
    y += byY;
    draw();
  }

  frame.addEventListener("wheel", (event) => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 30 : event.deltaY;
    const box = frame.getBoundingClientRect();
    const [atX, atY] = [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2];
    zoomTo(scale * Math.exp(-Math.max(-150, Math.min(150, lines)) / 400), atX, atY);
  }, { passive: false });

  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    frame.focus({ preventScroll: true });
    frame.setPointerCapture(event.pointerId);
    frame.classList.add("panning");
  });
  frame.addEventListener("pointermove", (event) => {
    if (frame.hasPointerCapture(event.pointerId)) pan(event.movementX, event.movementY);
  });
  const released = () => frame.classList.remove("panning");
  frame.addEventListener("pointerup", released);
  frame.addEventListener("pointercancel", released);
  frame.addEventListener("dblclick", () => (fitted ? zoomTo(actual()) : fit()));

  /** @type {Record<string, () => void>} */
  const keys = {
    "+": () => zoomTo(scale * STEP),
    "=": () => zoomTo(scale * STEP),
    "-": () => zoomTo(scale / STEP),
    "0": fit,
    "1": () => zoomTo(actual()),
    ArrowLeft: () => pan(PAN, 0),
    ArrowRight: () => pan(-PAN, 0),
    ArrowUp: () => pan(0, PAN),
    ArrowDown: () => pan(0, -PAN),
    PageUp: () => leaf(-1),
    PageDown: () => leaf(1),
    Home: () => leaf(-Infinity),
    End: () => leaf(Infinity),
  };
  frame.addEventListener("keydown", (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key) ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  tools.zoomIn.addEventListener("click", () => zoomTo(scale * STEP));
  tools.zoomOut.addEventListener("click", () => zoomTo(scale / STEP));
  tools.fit.addEventListener("click", fit);
  tools.actual.addEventListener("click", () => zoomTo(actual()));
  new ResizeObserver(() => {
    if (begins && frame.clientWidth > 0) begin();
    else draw();
  }).observe(frame);

  return { draw, fit, begin, lead, bring, turnTo, pageInSight };
}
