// Views one picture, made of one layer or of several at their positions. Two versions of it can be compared side by side with a
// movable divider between them.

import { create, within } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { createPageList } from "./page-list.js";
import { createZoomPan } from "./zoom-pan.js";

/**
 * @import { Rectangle } from "../../js/ipc.d.ts"
 * @import { Page } from "./page-list.js"
 * @import { Place } from "./zoom-pan.js"
 */

/**
 * @typedef {object} Layer
 * @property {string} address
 * @property {Rectangle} region its position in pixels of the picture
 * @property {boolean} opaque nothing can show through it
 * @property {string} mark shown in its corner, with a drawn edge; empty for none
 */

/**
 * @typedef {object} Picture
 * @property {string} key names it: as long as that stays, so do zoom and place
 * @property {number} width
 * @property {number} height
 * @property {string} alt
 * @property {Layer[]} layers
 * @property {Layer[] | null} beside what lies right of the divider; `null`: there is none
 * @property {Page[]} pages that it is made of, one below the other; none where it is one
 */

/** @typedef {ReturnType<typeof createViewer>} Viewer */

/** By which the arrows move the divider, in hundredths of the frame; with Shift by five times as much. */
const STEP = 2;
/** A layer of less height, in CSS pixels, shows no mark, */
const LEAST_MARKED = 36;
/** and of less than this, no edge. */
const LEAST_EDGED = 8;

/**
 * @param {string} prefix of the instance of the template `picture-viewer`
 * @param {(place: Place) => void} drawn what lies over the picture follows it
 */
export function createViewer(prefix, drawn) {
  const { element } = within("picture-viewer", prefix);
  const frame = element("viewer");
  const unshown = element("viewer-unshown");
  const divider = element("view-divider");

  /** @type {Picture | null} */
  let picture = null;
  /** @type {ReturnType<typeof partOf>[]} */
  let pageParts = [];
  /** The position of the divider, in hundredths of the frame. */
  let divided = 50;
  const panes = [createPane(tellUnshown), createPane(tellUnshown)];
  // Under what lies over them.
  frame.prepend(...panes.map(({ box }) => box));

  /** At actual size, one of the picture's pixels is one of the screen's. */
  const actual = () => 1 / window.devicePixelRatio;
  const tools = {
    zoomIn: element("zoom-in"), zoomOut: element("zoom-out"), fit: element("zoom-fit"), actual: element("zoom-actual"),
    percent: element("zoom-percent"),
  };
  const pageList = createPageList(prefix, (at) => view.turnTo(at));
  const view = createZoomPan(frame, tools, {
    size: () => picture,
    pages: () => pageParts,
    actual,
    least: 0.1,
    most: 8,
    draw(place) {
      const room = { width: frame.clientWidth, height: frame.clientHeight };
      const edge = picture?.beside ? Math.round((room.width * divided) / 100) : room.width;
      const pixelated = place.scale > 2 * actual();
      panes[0]?.draw(place, 0, edge, room.height, pixelated);
      panes[1]?.draw(place, edge, room.width, room.height, pixelated);
      divider.style.transform = `translateX(${edge}px)`;
      pageList.mark(view.pageInSight());
      drawn(place);
    },
  });

  /** Only where nothing at all of it can be seen. */
  function tellUnshown() {
    unshown.hidden = !panes.some((pane) => pane.failed());
  }

  /** @param {number} to hundredths */
  function divide(to) {
    divided = Math.max(0, Math.min(100, to));
    nameDivider();
    view.draw();
  }

  function nameDivider() {
    const percent = Math.round(divided);
    divider.ariaValueNow = String(percent);
    divider.ariaValueText = t("sent.divided", { percent });
  }

  divider.addEventListener("pointerdown", (event) => {
    // It moves, not the picture under it.
    event.stopPropagation();
    if (event.button !== 0) return;
    divider.focus({ preventScroll: true });
    divider.setPointerCapture(event.pointerId);
  });
  divider.addEventListener("pointermove", (event) => {
    if (!divider.hasPointerCapture(event.pointerId)) return;
    const box = frame.getBoundingClientRect();
    divide(((event.clientX - box.left) / box.width) * 100);
  });
  divider.addEventListener("dblclick", (event) => event.stopPropagation());
  divider.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 5 * STEP : STEP;
    const [less, more] = [divided - step, divided + step];
    const steps = {
      ArrowLeft: less, ArrowDown: less, ArrowRight: more, ArrowUp: more,
      PageDown: divided - 5 * STEP, PageUp: divided + 5 * STEP, Home: 0, End: 100,
    };
    if (!Object.hasOwn(steps, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    divide(steps[/** @type {keyof typeof steps} */ (event.key)]);
  });

  return {
    /** @param {Picture | null} next */
    show(next) {
      const other = picture?.key !== next?.key;
      picture = next;
      panes[0]?.show(next?.layers ?? [], next, next?.alt ?? "");
      panes[1]?.show(next?.beside ?? [], next, "");
      divider.hidden = !next?.beside;
      if (other) divided = 50;
      pageParts = (next?.pages ?? []).map(({ region }) => partOf(region));
      pageList.show(next?.pages ?? []);
      nameDivider();
      tellUnshown();
      if (!next) return;
      if (other) view.begin();
      else view.draw();
    },
    /** Shows a part as a whole, at most at actual size. */
    lead: view.lead,
    /** Shows all of it, or the page in sight. */
    fit: view.fit,
    /** Shows a region from its beginning, at the width of the frame. @param {Rectangle} region */
    bring: (region) => view.bring(partOf(region)),
    /** The names of its pages, in the current language. */
    render: pageList.render,
  };
}

/** @param {Rectangle} region */
const partOf = ({ x, y, width, height }) => ({ left: x, top: y, width, height });

/**
 * One version of a picture: a clipped area of the frame with the layers in it.
 * @param {() => void} failing a layer can't be shown
 */
function createPane(failing) {
  const sheet = create("div", "viewer-sheet");
  const box = create("div", "viewer-pane", sheet);
  /** @type {{ layer: Layer, place: HTMLElement, image: HTMLImageElement, failed: boolean }[]} */
  let shown = [];

  /**
   * @param {Layer} layer
   * @param {{ width: number, height: number }} whole
   */
  function make(layer, whole) {
    const image = create("img", "viewer-image");
    image.draggable = false;
    const place = create("div", "viewer-layer", image);
    const { x, y, width, height } = layer.region;
    const share = (/** @type {number} */ part, /** @type {number} */ all) => `${(part / all) * 100}%`;
    Object.assign(place.style, { left: share(x, whole.width), top: share(y, whole.height), width: share(width, whole.width), height: share(height, whole.height) });
    if (layer.mark) {
      const mark = create("span", "viewer-mark", layer.mark);
      mark.ariaHidden = "true";
      place.classList.add("marked");
      place.append(mark);
    }
    // An opaque picture that is still being decoded would show the pattern behind it for a moment.
    if (!layer.opaque) image.addEventListener("load", () => image.classList.add("arrived"));
    const one = { layer, place, image, failed: false };
    image.addEventListener("error", () => {
      one.failed = true;
      image.hidden = true;
      failing();
    });
    return one;
  }

  return {
    box,
    failed: () => shown.length > 0 && shown.every(({ failed }) => failed),
    /**
     * @param {Layer[]} layers
     * @param {Picture | null} whole
     * @param {string} alt
     */
    show(layers, whole, alt) {
      box.hidden = layers.length === 0;
      const same = layers.length === shown.length && layers.every(({ address }, at) => address === shown[at]?.layer.address);
      if (!same && whole) shown = layers.map((layer) => make(layer, whole));
      if (!same) sheet.replaceChildren(...(whole ? shown.map(({ place }) => place) : []));
      if (!whole) shown = [];
      shown.forEach(({ image }, at) => (image.alt = at === 0 ? alt : ""));
    },
    /**
     * @param {Place} place of the picture in the frame
     * @param {number} from the frame's left edge to this pane's
     * @param {number} to its right one
     * @param {number} high the frame
     * @param {boolean} pixelated
     */
    draw({ left, top, width, height, scale }, from, to, high, pixelated) {
      if (shown.length === 0) return;
      Object.assign(box.style, { left: `${from}px`, width: `${to - from}px` });
      Object.assign(sheet.style, { width: `${width}px`, height: `${height}px`, transform: `translate(${left - from}px, ${top}px)` });
      sheet.classList.toggle("pixelated", pixelated);
      for (const { layer, place, image } of shown) {
        const upper = top + layer.region.y * scale;
        // Parts far outside of the view are neither fetched nor decoded.
        const near = shown.length === 1 || (upper < 2 * high && upper + layer.region.height * scale > -high);
        place.hidden = !near;
        // Many parts seen from afar would be covered by their numbers and edges.
        place.classList.toggle("low", layer.region.height * scale < LEAST_MARKED);
        place.classList.toggle("lowest", layer.region.height * scale < LEAST_EDGED);
        if (near && !image.hasAttribute("src")) image.src = layer.address;
      }
    },
  };
}
