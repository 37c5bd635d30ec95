// Dragging rows by their handles. The list may change meanwhile: the drop position counts.

import { create } from "../../js/dom.js";

/** The list scrolls by itself this near to an edge. */
const EDGE_PX = 36;
/** Scroll distance in a frame. */
const STEP_PX = 9;
/** A shorter movement is a click. */
const LEAST_PX = 4;

/**
 * @typedef {object} DragOwner
 * @property {() => number} total
 * @property {(row: HTMLElement) => number[]} take the items that are dragged with this row; none: it can't be dragged
 * @property {(ids: number[], place: number) => void} drop before the row at a place, or at the end
 */

/**
 * @param {HTMLElement} frame scrolls
 * @param {HTMLElement} body as high as all rows together
 * @param {DragOwner} owner
 */
export function createDrag(frame, body, owner) {
  const mark = create("div", "queue-insert");
  mark.ariaHidden = "true";
  /** @type {{ ids: number[], from: number, y: number, moved: boolean } | null} */
  let drawn = null;
  /** @type {number | null} */
  let scrolling = null;

  const rowHeight = () => body.offsetHeight / Math.max(1, owner.total());

  function place() {
    if (!drawn) return 0;
    const index = Math.round((drawn.y - body.getBoundingClientRect().top) / rowHeight());
    return Math.max(0, Math.min(owner.total(), index));
  }

  function draw() {
    if (!drawn?.moved) return;
    mark.style.transform = `translateY(${place() * rowHeight()}px)`;
    if (!mark.isConnected) body.append(mark);
    frame.classList.add("drawing");
  }

  function scroll() {
    scrolling = null;
    if (!drawn?.moved) return;
    const { top, bottom } = frame.getBoundingClientRect();
    const by = drawn.y < top + EDGE_PX ? -STEP_PX : drawn.y > bottom - EDGE_PX ? STEP_PX : 0;
    if (by === 0) return;
    frame.scrollTop += by;
    draw();
    scrolling = requestAnimationFrame(scroll);
  }

  function end() {
    const was = drawn;
    drawn = null;
    if (scrolling !== null) cancelAnimationFrame(scrolling);
    scrolling = null;
    mark.remove();
    frame.classList.remove("drawing");
    return was;
  }

  body.addEventListener("pointerdown", (event) => {
    const grip = event.button === 0 && event.target instanceof Element ? event.target.closest(".queue-grip") : null;
    const row = grip?.closest("[data-item]");
    if (!(row instanceof HTMLElement)) return;
    const ids = owner.take(row);
    if (ids.length === 0) return;
    drawn = { ids, from: event.clientY, y: event.clientY, moved: false };
    // The frame captures the pointer, as the row may leave the DOM while the list scrolls.
    frame.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  frame.addEventListener("pointermove", (event) => {
    if (!drawn) return;
    drawn.y = event.clientY;
    drawn.moved ||= Math.abs(drawn.y - drawn.from) >= LEAST_PX;
    draw();
    if (drawn.moved) scrolling ??= requestAnimationFrame(scroll);
  });
  frame.addEventListener("pointerup", () => {
    const target = place();
    const was = end();
    if (was?.moved) owner.drop(was.ids, target);
  });
  frame.addEventListener("pointercancel", () => void end());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawn) return;
    end();
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
}
