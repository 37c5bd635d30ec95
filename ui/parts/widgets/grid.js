// A virtual grid: any number of rows of one height, of which only the visible ones are in the DOM. The grid has the focus; the active row
// is always in the DOM, so that screen readers find it. The owner fills the rows.

import { create } from "../../js/dom.js";

/** Rows made beyond the edges, so that a slow scroll never shows a gap. */
const AROUND = 6;
/** Rows that are only scrolled past are not fetched. */
const REST_MS = 40;

/**
 * @template {HTMLElement} R
 * @typedef {object} GridOwner
 * @property {() => number} total
 * @property {() => R} make an empty row
 * @property {(row: R, index: number) => void} fill
 * @property {(from: number, to: number) => void} inSight these rows are, up to the one before `to`
 * @property {(index: number) => void} open
 * @property {(index: number, range: boolean) => void} select
 * @property {() => void} selectAll
 * @property {string} [measured] the classes of a row; without them, those of a record
 * @property {(event: KeyboardEvent, index: number) => boolean} [key] handles a key on the active row; whether it did
 * @property {(event: MouseEvent, index: number) => boolean} [press] handles a click; whether it did
 * @property {(index: number) => void} [stood] another row is active
 */

/**
 * @template {HTMLElement} R
 * @param {HTMLElement} frame `role="grid"`; scrolls, and has the focus
 * @param {HTMLElement} head its first row, always in sight
 * @param {HTMLElement} body as high as all rows together
 * @param {GridOwner<R>} owner
 */
export function createGrid(frame, head, body, owner) {
  /** The rows in the DOM by index. @type {Map<number, R>} */
  const shown = new Map();
  /** @type {R[]} */
  const spare = [];
  /** The height of a row, as measured. */
  let height = 52;
  let at = 0;
  /** @type {number | null} */
  let framed = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;

  // Measured on a row out of use, as it follows the zoom of the window.
  const measure = create("div", `${owner.measured ?? "record-row"} record-measure`);
  measure.ariaHidden = "true";
  frame.after(measure);

  const rowsInSight = () => Math.max(1, Math.floor((frame.clientHeight - head.offsetHeight) / height));
  const first = () => Math.floor(frame.scrollTop / height);

  function draw() {
    framed = null;
    const total = owner.total();
    const from = Math.max(0, Math.min(first() - AROUND, total - 1));
    const to = Math.min(total, first() + rowsInSight() + 1 + AROUND);
    for (const [index, row] of shown) {
      if ((index >= from && index < to) || (index === at && index < total)) continue;
      shown.delete(index);
      spare.push(row);
    }
    for (let index = from; index < to; index += 1) place(index);
    if (total > 0) place(at);
    for (const row of spare.splice(0)) row.remove();
    renderActive();
    clearTimeout(resting);
    resting = setTimeout(() => owner.inSight(Math.max(0, from), to), REST_MS);
  }

  /** @param {number} index */
  function place(index) {
    if (shown.has(index)) return;
    const row = spare.pop() ?? owner.make();
    row.id = `${frame.id}-row-${index}`;
    row.setAttribute("aria-rowindex", String(index + 2));
    row.style.transform = `translateY(${index * height}px)`;
    row.classList.toggle("odd", index % 2 === 1);
    shown.set(index, row);
    owner.fill(row, index);
    if (row.parentElement !== body) body.append(row);
  }

  function renderActive() {
    for (const [index, row] of shown) row.classList.toggle("active", index === at);
    const active = shown.get(at);
    if (active) frame.setAttribute("aria-activedescendant", active.id);
    else frame.removeAttribute("aria-activedescendant");
  }

  function drawSoon() {
    framed ??= requestAnimationFrame(draw);
  }

  /** @param {number} index */
  function go(index) {
    const total = owner.total();
    if (total === 0) return;
    at = Math.max(0, Math.min(index, total - 1));
    const top = at * height;
    const room = frame.clientHeight - head.offsetHeight;
    if (top < frame.scrollTop) frame.scrollTop = top;
    else if (top + height > frame.scrollTop + room) frame.scrollTop = top + height - room;
    draw();
    owner.stood?.(at);
  }

  /** @param {Event} event */
  function indexOf(event) {
    const row = event.target instanceof Element ? event.target.closest("[aria-rowindex]") : null;
    return row && body.contains(row) ? Number(row.getAttribute("aria-rowindex")) - 2 : null;
  }

  frame.addEventListener("scroll", drawSoon, { passive: true });
  const sizes = new ResizeObserver(() => {
    if (frame.clientHeight === 0) return;
    const next = measure.offsetHeight || height;
    if (next !== height) {
      const top = first();
      height = next;
      refresh();
      frame.scrollTop = top * height;
    } else drawSoon();
  });
  sizes.observe(frame);
  sizes.observe(measure);

  frame.addEventListener("keydown", (event) => {
    if (event.target !== frame) return;
    if (owner.key?.(event, at)) return event.preventDefault();
    if (event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a") owner.selectAll();
    else if (event.ctrlKey || event.metaKey) return;
    else if (event.key === "ArrowDown") go(at + 1);
    else if (event.key === "ArrowUp") go(at - 1);
    else if (event.key === "PageDown") go(at + rowsInSight());
    else if (event.key === "PageUp") go(at - rowsInSight());
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(owner.total() - 1);
    else if (event.key === "Enter" && owner.total() > 0) owner.open(at);
    else if (event.key === " " && owner.total() > 0) owner.select(at, event.shiftKey);
    else return;
    event.preventDefault();
  });
  body.addEventListener("click", (event) => {
    const index = indexOf(event);
    if (index === null) return;
    at = index;
    renderActive();
    frame.focus({ preventScroll: true });
    owner.stood?.(at);
    if (owner.press?.(event, index)) return;
    const ticked = event.target instanceof Element && event.target.closest(".record-tick");
    if (ticked || event.shiftKey || event.ctrlKey || event.metaKey) owner.select(index, event.shiftKey);
    else owner.open(index);
  });

  /** Lays out all rows again. */
  function refresh() {
    const total = owner.total();
    at = Math.max(0, Math.min(at, total - 1));
    frame.setAttribute("aria-rowcount", String(total + 1));
    body.style.height = `${total * height}px`;
    for (const [index, row] of shown) if (index < total) row.style.transform = `translateY(${index * height}px)`;
    refill();
    draw();
  }

  /** Fills the rows again. @param {number} [from] @param {number} [to] the one after the last */
  function refill(from = 0, to = owner.total()) {
    for (const [index, row] of shown) if (index >= from && index < to) owner.fill(row, index);
  }

  return {
    refresh,
    refill,
    go,
    /** Scrolls to the first row. */
    toStart() {
      at = 0;
      frame.scrollTop = 0;
    },
    /** The active row has another index now; nothing scrolls. @param {number} index */
    stand(index) {
      at = index;
    },
    at: () => at,
    focus: () => frame.focus({ preventScroll: true }),
  };
}
