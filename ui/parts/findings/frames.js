// The frames around the words of findings over a picture, with a numbered pin each. In a mode of its own the person draws a box.

import { create, within } from "../../js/dom.js";
import { outline } from "../ocr/quads.js";
import { PIN, framePlaces } from "./frame-places.js";

/**
 * @import { Place } from "../picture/zoom-pan.js"
 * @import { Quad } from "../ocr/ocr.js"
 * @import { Row } from "./state.js"
 */

/** @typedef {Pick<Row, "key" | "number" | "level" | "picture">} Framed the part of a finding that its frame shows */

/** A press that moves further than this moves the picture. */
const STILL = 4;
/** A smaller box, in pixels of the window, was not meant. */
const LEAST_BOX = 5;

/**
 * @param {string} prefix of the instance of the template `picture-viewer`
 * @param {object} own
 * @param {(key: string) => void} own.chosen a frame was pressed
 * @param {(key: string | null) => void} own.over the pointer is over a frame, or over none
 * @param {(quad: Quad) => void} own.boxed the person has drawn a box
 * @param {(on: boolean) => void} own.boxing the mode for it is on, or off again
 */
export function createFrames(prefix, own) {
  const { element } = within("picture-viewer", prefix);
  const layer = element("viewer-findings");
  // Not in the SVG: WebKit lays out all of its text whenever anything in the window changes its size.
  const pins = element("viewer-pins");
  const viewer = element("viewer");
  const group = /** @type {SVGGElement} */ (layer.firstElementChild);

  /** @type {Framed[]} */
  let rows = [];
  /** @type {Place} */
  let place = { scale: 1, left: 0, top: 0, width: 0, height: 0 };
  /** The contents of the frames, and the scales of the picture and of the window for which they were made. */
  let made = "";
  let madeFor = "";
  /** The frame and the pin of each finding. @type {Map<string, Element[]>} */
  let shown = new Map();
  /** @type {Set<string>} */
  let strong = new Set();
  /** @type {{ key: string, x: number, y: number } | null} */
  let pressed = null;
  let boxing = false;
  /** Where a box begins. @type {{ x: number, y: number } | null} */
  let from = null;
  const rubber = svg("path", "drawn");

  const scales = () => `${place.scale} ${windowZoom()}`;

  function make() {
    const radius = PIN * windowZoom();
    madeFor = scales();
    const framed = rows.filter(({ picture }) => picture.length > 0);
    const places = framePlaces(framed.map(({ key, picture }) => ({ key, quads: picture })), place.scale, place, radius);
    shown = new Map();
    const drawn = framed.map((row, index) => {
      const at = places[index];
      const path = outline(at?.frames ?? []);
      const [halo, line] = [svg("path", "halo"), svg("path", "line")];
      for (const part of [halo, line]) part.setAttribute("d", path);
      line.dataset["finding"] = String(row.number);
      line.dataset["severity"] = row.level;
      const frame = svg("g", at?.thin ? "frame thin" : "frame");
      frame.dataset["key"] = row.key;
      frame.append(halo, line);
      const pin = create("span", at?.crowded ? "pin crowded" : "pin", String(row.number));
      pin.dataset["key"] = row.key;
      pin.dataset["severity"] = row.level;
      Object.assign(pin.style, { left: `${((at?.pin.x ?? 0) - radius).toFixed(1)}px`, top: `${((at?.pin.y ?? 0) - radius).toFixed(1)}px` });
      shown.set(row.key, [frame, pin]);
      return { frame, pin };
    });
    // The most serious ones lie on top of the others.
    drawn.reverse();
    group.replaceChildren(...drawn.map(({ frame }) => frame), rubber);
    pins.replaceChildren(...drawn.map(({ pin }) => pin));
    emphasise();
  }

  function emphasise() {
    for (const [key, parts] of shown) for (const part of parts) part.classList.toggle("now", strong.has(key));
  }

  /** @param {Event} event */
  const keyOf = ({ target }) => {
    const one = target instanceof Element ? target.closest(".viewer-findings .frame, .viewer-pins .pin") : null;
    return one?.getAttribute("data-key") ?? null;
  };

  /** @param {PointerEvent} event */
  function pointOf(event) {
    const box = viewer.getBoundingClientRect();
    const inside = (/** @type {number} */ at, /** @type {number} */ most) => Math.max(0, Math.min(most, at));
    return { x: inside(event.clientX - box.left - place.left, place.width), y: inside(event.clientY - box.top - place.top, place.height) };
  }

  /** @param {{ x: number, y: number }} one @param {{ x: number, y: number }} other @returns {Quad} */
  function quadOf(one, other) {
    const [left, right, top, bottom] = [Math.min(one.x, other.x), Math.max(one.x, other.x), Math.min(one.y, other.y), Math.max(one.y, other.y)];
    return [[left, top], [right, top], [right, bottom], [left, bottom]];
  }

  /** @param {boolean} on */
  function setBoxing(on) {
    if (boxing === on) return;
    boxing = on;
    from = null;
    rubber.removeAttribute("d");
    viewer.classList.toggle("boxing", on);
    own.boxing(on);
  }

  // Before the viewer gets them: it would move the picture.
  viewer.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (boxing) {
      event.stopImmediatePropagation();
      event.preventDefault();
      viewer.setPointerCapture(event.pointerId);
      from = pointOf(event);
      return;
    }
    const key = keyOf(event);
    pressed = key === null ? null : { key, x: event.clientX, y: event.clientY };
  }, { capture: true });
  viewer.addEventListener("pointermove", (event) => {
    if (!from) return;
    event.stopImmediatePropagation();
    rubber.setAttribute("d", outline([quadOf(from, pointOf(event))]));
  }, { capture: true });
  viewer.addEventListener("pointerup", (event) => {
    if (from) {
      event.stopImmediatePropagation();
      const to = pointOf(event);
      const quad = quadOf(from, to);
      const { scale } = place;
      const large = Math.abs(to.x - from.x) >= LEAST_BOX && Math.abs(to.y - from.y) >= LEAST_BOX;
      from = null;
      rubber.removeAttribute("d");
      if (!large) return;
      setBoxing(false);
      own.boxed(/** @type {Quad} */ (quad.map(([x, y]) => [x / scale, y / scale])));
      return;
    }
    if (pressed && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < STILL) own.chosen(pressed.key);
    pressed = null;
  }, { capture: true });
  viewer.addEventListener("pointerover", (event) => own.over(keyOf(event)));
  viewer.addEventListener("pointerleave", () => own.over(null));

  return {
    /** The position of the picture. @param {Place} next */
    draw(next) {
      place = next;
      group.setAttribute("transform", `translate(${next.left} ${next.top})`);
      pins.style.transform = `translate(${next.left}px, ${next.top}px)`;
      if (scales() !== madeFor) make();
    },
    /** @param {Framed[]} next */
    show(next) {
      // Most checks while somebody types find the same words in the picture.
      const shows = JSON.stringify(next.map(({ key, number, level, picture }) => (picture.length > 0 ? [key, number, level, picture] : 0)));
      rows = next;
      if (shows !== made) make();
      made = shows;
    },
    /** @param {Iterable<string>} keys of the findings that the person looks at */
    emphasise(keys) {
      strong = new Set(keys);
      emphasise();
    },
    box: () => setBoxing(true),
    /** Leaves the mode; whether it was on. */
    escape() {
      const was = boxing;
      setBoxing(false);
      return was;
    },
  };
}

/** The window is zoomed by the size of its root's font; it says so as a percentage. */
const windowZoom = () => (Number.parseFloat(document.documentElement.style.fontSize) || 100) / 100;

/**
 * @template {"g" | "path"} K
 * @param {K} tag
 * @param {string} name its class
 * @returns {SVGElementTagNameMap[K]}
 */
function svg(tag, name) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  if (name) made.setAttribute("class", name);
  return made;
}
