// Two versions of a picture: beside one another, one over the other, or divided by a line that moves. The differences are framed.

import { recordedAddress } from "../../js/bridge/material.js";
import { create, element } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { placeOfLater, shareOf, slid, spotsOf, zoomed } from "./versions-state.js";

/**
 * @import { PicturesCompared, Rectangle, ReviewPicture } from "../../js/ipc.d.ts"
 * @import { Mode, Share, Spot } from "./versions-state.js"
 */

/** @param {{ chosen: (at: number) => void, zoom: (percent: number) => void }} own `chosen`: the frame of this difference was pressed */
export function createStage(own) {
  const stage = element("review-versions-stage");
  const panes = { earlier: element("review-versions-earlier"), later: element("review-versions-later-pane") };
  const handle = element("review-versions-handle");
  /** @type {{ earlier: ReviewPicture, later: ReviewPicture, compared: PicturesCompared } | null} */
  let shown = null;
  /** @type {Spot[]} */
  let spots = [];
  /** @type {Mode} */
  let mode = "side";
  let [swipe, opacity, zoom] = [50, 50, 100];
  let at = -1;
  /** Scrolled along with the other pane: no answer to it. */
  let following = false;

  /** @param {HTMLElement} part @param {Share} share */
  function lay(part, { left, top, width, height }) {
    Object.assign(part.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
  }

  /** @param {ReviewPicture} picture @param {string} name */
  function imageOf(picture, name) {
    const image = create("img", "versions-image");
    Object.assign(image, { src: recordedAddress(picture.sha256), alt: name, draggable: false });
    return image;
  }

  /** @param {"earlier" | "later"} which @param {Rectangle | null} place @param {ReviewPicture} picture @param {number} number */
  function frameOf(which, place, picture, number) {
    if (!place) return [];
    const frame = create("button", "versions-frame");
    frame.type = "button";
    frame.tabIndex = -1;
    frame.dataset["at"] = String(number);
    frame.ariaLabel = t("review.versions.difference", { number: number + 1 });
    frame.dataset["which"] = which;
    lay(frame, shareOf(place, picture));
    return [frame];
  }

  function build() {
    if (!shown) return;
    const { earlier, later, compared } = shown;
    const image = (/** @type {"earlier" | "later"} */ which) => imageOf(shown ? shown[which] : earlier, t(`review.versions.alt.${which}`, { name: shown?.[which].name ?? "" }));
    /** @param {"earlier" | "later"} which @param {(spot: Spot) => boolean} wanted */
    const frames = (which, wanted) => spots.flatMap((spot, number) => (wanted(spot) && shown ? frameOf(which, spot[which], shown[which], number) : []));
    stage.dataset["mode"] = mode;
    panes.later.hidden = mode !== "side";
    const beneath = create("div", "versions-canvas", image("earlier"));
    beneath.style.aspectRatio = `${earlier.width} / ${earlier.height}`;
    panes.earlier.replaceChildren(beneath);
    if (mode === "side") {
      beneath.append(...frames("earlier", () => true));
      const beside = create("div", "versions-canvas", image("later"), ...frames("later", () => true));
      beside.style.aspectRatio = `${later.width} / ${later.height}`;
      panes.later.replaceChildren(beside);
    } else {
      const over = create("div", "versions-over", image("later"));
      // One frame for each difference: where only the later picture has it, that is where it lies.
      const marks = create("div", "versions-over", ...frames("later", (spot) => spot.earlier === null));
      for (const part of [over, marks]) lay(part, placeOfLater(earlier, later, compared.alignment));
      beneath.append(create("div", "versions-clip", over), ...frames("earlier", () => true), marks);
      if (mode === "swipe") beneath.append(handle);
    }
    draw();
    mark();
  }

  function draw() {
    stage.style.setProperty("--swipe", `${swipe}%`);
    stage.style.setProperty("--opacity", `${opacity / 100}`);
    stage.style.setProperty("--zoom", `${zoom / 100}`);
    handle.ariaValueNow = String(Math.round(swipe));
    handle.ariaValueText = t("review.versions.swiped", { percent: Math.round(swipe) });
    own.zoom(zoom);
  }

  function mark() {
    for (const frame of stage.querySelectorAll(".versions-frame")) if (frame instanceof HTMLElement) frame.classList.toggle("now", frame.dataset["at"] === String(at));
  }

  /** @param {number} percent */
  function move(percent) {
    swipe = Math.max(0, Math.min(100, percent));
    draw();
  }

  handle.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = slid(swipe, event.key, event.shiftKey);
    if (to === null) return;
    move(to);
    event.preventDefault();
    event.stopPropagation();
  });
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    handle.setPointerCapture(event.pointerId);
    handle.focus({ preventScroll: true });
    event.preventDefault();
  });
  handle.addEventListener("pointermove", (event) => {
    const room = handle.parentElement?.getBoundingClientRect();
    if (room && handle.hasPointerCapture(event.pointerId)) move((100 * (event.clientX - room.left)) / room.width);
  });
  stage.addEventListener("click", (event) => {
    const frame = event.target instanceof Element ? event.target.closest(".versions-frame") : null;
    if (frame instanceof HTMLElement) own.chosen(Number(frame.dataset["at"]));
  });
  for (const [one, other] of /** @type {const} */ ([["earlier", "later"], ["later", "earlier"]])) {
    panes[one].addEventListener("scroll", () => {
      if (mode !== "side" || following) return void (following = false);
      const share = (/** @type {number} */ now, /** @type {number} */ room) => (room > 0 ? now / room : 0);
      const [from, to] = [panes[one], panes[other]];
      const top = share(from.scrollTop, from.scrollHeight - from.clientHeight) * (to.scrollHeight - to.clientHeight);
      const left = share(from.scrollLeft, from.scrollWidth - from.clientWidth) * (to.scrollWidth - to.clientWidth);
      if (Math.abs(to.scrollTop - top) < 1 && Math.abs(to.scrollLeft - left) < 1) return;
      following = true;
      to.scrollTo(left, top);
    });
  }

  return {
    /** @param {ReviewPicture} earlier @param {ReviewPicture} later @param {PicturesCompared} compared */
    show(earlier, later, compared) {
      shown = { earlier, later, compared };
      spots = spotsOf(compared);
      at = -1;
      build();
    },
    /** @param {Mode} next */
    setMode(next) {
      mode = next;
      build();
    },
    /** @param {number} percent of the later picture over the previous version */
    setOpacity(percent) {
      opacity = percent;
      draw();
    },
    /** @param {1 | -1} by */
    zoom(by) {
      zoom = zoomed(zoom, by);
      draw();
    },
    /** @param {number} next a difference; it comes in sight */
    select(next) {
      at = next;
      mark();
      for (const frame of stage.querySelectorAll(".versions-frame.now")) frame.scrollIntoView({ block: "center", inline: "center" });
    },
    clear() {
      shown = null;
      for (const pane of Object.values(panes)) pane.replaceChildren();
    },
    render: build,
  };
}
