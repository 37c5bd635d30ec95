// Thumbnails of the pages of a file beside the viewer; each leads to its page. The arrow keys go from one to the
// next. They are drawn one at a time as they come into view, so that a file of many pages takes little memory.

import { create, within } from "../../js/dom.js";
import { number, t } from "../../js/i18n.js";

/** @import { PageKind, Rectangle } from "../../js/ipc.d.ts" */

/**
 * @typedef {object} Page
 * @property {number} number in the file, from 1
 * @property {PageKind} kind
 * @property {Rectangle} region of the sheet on which all of them lie
 * @property {{ address: string, region: Rectangle }[]} parts that together show it
 */

/** Pixels of the screen across a small page; no higher than twice that. */
const WIDTH = 40;

/**
 * @param {string} prefix of the instance of the template `picture-viewer`
 * @param {(at: number) => void} chosen the place of a page in the list
 */
export function createPageList(prefix, chosen) {
  const { element } = within("picture-viewer", prefix);
  const list = element("pages");
  /** @type {Page[]} */
  let pages = [];
  /** @type {HTMLButtonElement[]} */
  let buttons = [];
  /** The page shown. */
  let current = -1;
  /** Those whose pictures are wanted and not drawn yet. @type {Set<number>} */
  const wanted = new Set();
  let drawing = false;

  const sights = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      const at = buttons.findIndex((button) => button === target);
      if (isIntersecting) wanted.add(at);
      else wanted.delete(at);
    }
    void drawNext();
  }, { root: list, rootMargin: "100%" });

  async function drawNext() {
    if (drawing) return;
    drawing = true;
    for (let at = next(); at !== undefined; at = next()) {
      wanted.delete(at);
      const [page, button] = [pages[at], buttons[at]];
      if (!page || !button) continue;
      sights.unobserve(button);
      await draw(page, button);
    }
    drawing = false;
  }

  const next = () => wanted.values().next().value;

  /**
   * @param {Page} page
   * @param {HTMLButtonElement} button
   */
  async function draw({ region, parts }, button) {
    const canvas = button.querySelector("canvas");
    const paper = canvas?.getContext("2d");
    if (!canvas || !paper) return;
    const scale = canvas.width / region.width;
    for (const part of parts) {
      const image = new Image();
      // WebKit draws nothing of a picture that the viewer shows at the same time.
      image.src = `${part.address}?small`;
      try {
        await image.decode();
      } catch {
        // The button works without a thumbnail as well.
        continue;
      }
      const { x, y, width, height } = part.region;
      paper.drawImage(reduced(image, width * scale), (x - region.x) * scale, (y - region.y) * scale, width * scale, height * scale);
      button.dataset["drawn"] = "true";
    }
  }

  /** @param {Page} page */
  function itemOf({ number: of, region }) {
    const canvas = create("canvas", "page-picture");
    const across = Math.round(WIDTH * devicePixelRatio);
    [canvas.width, canvas.height] = [across, Math.max(1, Math.round(across * Math.min(2, region.height / region.width)))];
    const press = create("button", "page-button", canvas, create("span", "page-number", number(of)));
    press.type = "button";
    press.tabIndex = -1;
    buttons.push(press);
    return create("li", "", press);
  }

  function render() {
    buttons.forEach((button, at) => {
      const page = pages[at];
      if (page) button.title = button.ariaLabel = t(`parts.page.${page.kind}`, { number: page.number });
    });
  }

  /** @param {Page} one @param {Page | undefined} other */
  const isSame = (one, other) => one.number === other?.number && one.parts[0]?.address === other.parts[0]?.address;

  /** @param {number} at */
  function mark(at) {
    if (at === current) return;
    for (const [place, now] of /** @type {const} */ ([[current, false], [at, true]])) {
      const button = buttons[place];
      if (!button) continue;
      button.ariaCurrent = now ? "true" : null;
      button.tabIndex = now ? 0 : -1;
    }
    current = at;
    const [button, item] = [buttons[at], buttons[at]?.parentElement];
    // Its own list scrolls, and nothing around it.
    if (!button || !item) return;
    const [top, bottom] = [item.offsetTop, item.offsetTop + item.offsetHeight];
    if (top < list.scrollTop) list.scrollTop = top;
    else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
  }

  list.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    const at = buttons.findIndex((one) => one === button);
    if (at >= 0) chosen(at);
  });
  list.addEventListener("keydown", (event) => {
    const at = buttons.findIndex((button) => button === document.activeElement);
    const steps = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 };
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(steps, event.key)) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(buttons.length - 1, steps[/** @type {keyof typeof steps} */ (event.key)]));
    chosen(to);
    mark(to);
    buttons[to]?.focus({ preventScroll: true });
  });

  return {
    render,
    mark,
    /** @param {Page[]} next none where the picture is one */
    show(next) {
      if (next.length === pages.length && next.every((page, at) => isSame(page, pages[at]))) return;
      sights.disconnect();
      wanted.clear();
      pages = next;
      buttons = [];
      current = -1;
      list.replaceChildren(...pages.map(itemOf));
      list.hidden = pages.length === 0;
      render();
      for (const button of buttons) sights.observe(button);
    },
  };
}

/**
 * Scales down by halves to less than twice the final width: in one step, thin lines would be lost.
 * @param {HTMLImageElement} image
 * @param {number} width
 */
function reduced(image, width) {
  /** @type {HTMLImageElement | HTMLCanvasElement} */
  let from = image;
  for (let across = image.naturalWidth / 2; across >= width; across /= 2) {
    const half = document.createElement("canvas");
    [half.width, half.height] = [Math.ceil(across), Math.max(1, Math.ceil((across * image.naturalHeight) / image.naturalWidth))];
    half.getContext("2d")?.drawImage(from, 0, 0, half.width, half.height);
    from = half;
  }
  return from;
}
