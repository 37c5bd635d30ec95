// Where something flat and large stands in its frame, and how large: fit, zoom at the pointer, pan, by wheel, mouse and
// keys. What it is, and how it is drawn, is its owner's business.

import { setText } from "../dom.js";
import { number } from "../i18n.js";

const STEP = 1.25;
const MARGIN = 16;
const PAN = 48;
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

/**
 * @typedef {object} ZoomPanOwner
 * @property {() => { width: number, height: number } | null} size in its own pixels
 * @property {() => number} actual the scale that is called 100 %
 * @property {number} least of 100 %; what has to be smaller to fit may be so
 * @property {number} most of 100 %
 * @property {(place: Place) => void} draw
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
export function createZoomPan(frame, tools, { size, actual, least, most, draw: drawAt }) {
  let scale = 1;
  /** The centre of what is shown, measured from the frame's centre. */
  let x = 0;
  let y = 0;
  let fitted = true;

  function fitScale() {
    const whole = size();
    if (!whole) return 1;
    const wide = (frame.clientWidth - 2 * MARGIN) / whole.width;
    const high = (frame.clientHeight - 2 * MARGIN) / whole.height;
    return Math.max(Math.min(wide, high, actual()), 0.001);
  }

  function draw() {
    const whole = size();
    if (!whole) return;
    if (fitted) [scale, x, y] = [fitScale(), 0, 0];
    const [width, height] = [whole.width * scale, whole.height * scale];
    // What is larger than the frame covers it; what is smaller stays in its middle.
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
    fitted = true;
    draw();
  }

  /** As it is seen first: all of it; of something so tall that nothing could be made out, the top at the frame's width. */
  function begin() {
    fit();
    const whole = size();
    if (!whole || frame.clientWidth === 0 || whole.width * scale * SLENDER > frame.clientWidth) return;
    fitted = false;
    scale = Math.min((frame.clientWidth - 2 * MARGIN) / whole.width, actual());
    [x, y] = [0, Infinity];
    draw();
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

  /**
   * A part of it, at 100 %: in the middle; of what has no room, the beginning.
   * @param {{ left: number, top: number, width: number, height: number }} part in its own pixels
   */
  function lead({ left, top, width, height }) {
    const whole = size();
    if (!whole) return;
    [scale, fitted] = [actual(), false];
    x = centred(left, width, whole.width, frame.clientWidth);
    y = centred(top, height, whole.height, frame.clientHeight);
    draw();
  }

  /**
   * @param {number} start
   * @param {number} length
   * @param {number} whole
   * @param {number} room of the frame
   */
  function centred(start, length, whole, room) {
    const middle = length * scale > room - 2 * MARGIN ? start + (room / 2 - MARGIN) / scale : start + length / 2;
    return (whole / 2 - middle) * scale;
  }

  /**
   * @param {number} byX
   * @param {number} byY
   */
  function pan(byX, byY) {
    if (fitted) return;
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
  new ResizeObserver(draw).observe(frame);

  return { draw, fit, begin, lead };
}
