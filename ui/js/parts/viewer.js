// Looks at one picture: fit, actual size, zoom at the pointer, pan. Knows nothing of where it came from.

import { button, create, element, setText } from "../dom.js";
import { number } from "../i18n.js";

const STEP = 1.25;
const LARGEST = 8;
const MARGIN = 16;
const PAN = 48;

/** @typedef {{ address: string, width: number, height: number, alt: string }} Picture */

export function createViewer() {
  const frame = element("viewer");
  const unshown = element("viewer-unshown");
  const percent = element("zoom-percent");
  const fitButton = button("zoom-fit");
  const actualButton = button("zoom-actual");

  /** @type {Picture | null} */
  let picture = null;
  /** @type {HTMLImageElement | null} */
  let image = null;
  /** Size of a picture's pixel in CSS pixels. */
  let scale = 1;
  /** The picture's centre, measured from the frame's centre. */
  let x = 0;
  let y = 0;
  let fitted = true;

  /** At actual size, one of the picture's pixels is one of the screen's. */
  const actual = () => 1 / window.devicePixelRatio;

  function fitScale() {
    if (!picture) return 1;
    const wide = (frame.clientWidth - 2 * MARGIN) / picture.width;
    const high = (frame.clientHeight - 2 * MARGIN) / picture.height;
    return Math.max(Math.min(wide, high, actual()), 0.001);
  }

  function draw() {
    if (!picture || !image) return;
    if (fitted) [scale, x, y] = [fitScale(), 0, 0];
    const [width, height] = [picture.width * scale, picture.height * scale];
    // A picture larger than the frame covers it; a smaller one stays in its middle.
    const roomX = Math.max(0, (width - frame.clientWidth) / 2 + MARGIN);
    const roomY = Math.max(0, (height - frame.clientHeight) / 2 + MARGIN);
    x = Math.max(-roomX, Math.min(roomX, x));
    y = Math.max(-roomY, Math.min(roomY, y));
    image.style.width = `${width}px`;
    image.style.height = `${height}px`;
    const left = Math.round((frame.clientWidth - width) / 2 + x);
    const top = Math.round((frame.clientHeight - height) / 2 + y);
    image.style.transform = `translate(${left}px, ${top}px)`;
    image.classList.toggle("pixelated", scale > 2 * actual());
    frame.classList.toggle("pannable", width > frame.clientWidth || height > frame.clientHeight);
    setText(percent, `${number(Math.round((scale / actual()) * 100))}%`);
    fitButton.setAttribute("aria-pressed", String(fitted));
    actualButton.setAttribute("aria-pressed", String(!fitted && Math.abs(scale - actual()) < 1e-6));
  }

  function fit() {
    fitted = true;
    draw();
  }

  /**
   * @param {number} wanted
   * @param {number} [atX] the point that stays where it is, from the frame's centre
   * @param {number} [atY]
   */
  function zoomTo(wanted, atX = 0, atY = 0) {
    const next = Math.max(Math.min(fitScale(), actual() / 10), Math.min(LARGEST * actual(), wanted));
    x = atX - ((atX - x) * next) / scale;
    y = atY - ((atY - y) * next) / scale;
    [scale, fitted] = [next, false];
    draw();
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
  button("zoom-in").addEventListener("click", () => zoomTo(scale * STEP));
  button("zoom-out").addEventListener("click", () => zoomTo(scale / STEP));
  fitButton.addEventListener("click", fit);
  actualButton.addEventListener("click", () => zoomTo(actual()));
  new ResizeObserver(draw).observe(frame);

  return {
    /** @param {Picture | null} next */
    show(next) {
      if (picture?.address === next?.address) {
        if (image && next) image.alt = next.alt;
        draw();
        return;
      }
      image?.remove();
      picture = next;
      image = null;
      fitted = true;
      unshown.hidden = true;
      if (!next) return;
      image = create("img", "viewer-image");
      image.draggable = false;
      image.alt = next.alt;
      const shown = image;
      image.addEventListener("error", () => {
        unshown.hidden = false;
        shown.hidden = true;
      });
      image.src = next.address;
      frame.append(image);
      draw();
    },
  };
}
