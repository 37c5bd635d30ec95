// What `title` says, shown by the page itself. The system's own tooltips lie above everything, also above a menu or a dialog that
// was opened meanwhile, and stay there. While the pointer is over an element its title is held here, so that only one of the two shows.

import { create } from "./dom.js";

const DELAY_MS = 600;
/** Between the element and its tooltip, and between that and the edge of the window, in CSS pixels. */
const GAP = 6;

/** @param {Document} page */
export function showTooltips(page) {
  const tip = create("div", "tooltip");
  tip.hidden = true;
  // The title is what is read out.
  tip.ariaHidden = "true";
  page.body.append(tip);
  /** @type {{ element: HTMLElement, words: string } | null} */
  let held = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  /** A title that is given while it is held here is held as well. */
  const given = new MutationObserver(() => {
    if (held?.element.title) [held.words, held.element.title] = [held.element.title, ""];
  });

  function hide() {
    clearTimeout(waiting);
    tip.hidden = true;
  }

  function release() {
    hide();
    given.disconnect();
    if (held && !held.element.title) held.element.title = held.words;
    held = null;
  }

  /** @param {HTMLElement} element */
  function hold(element) {
    held = { element, words: element.title };
    element.title = "";
    given.observe(element, { attributes: true, attributeFilter: ["title"] });
    waiting = setTimeout(show, DELAY_MS);
  }

  function show() {
    if (!held || !held.element.isConnected || page.querySelector("dialog[open]")?.contains(held.element) === false) return;
    // What it opened says more.
    if (held.element.ariaExpanded === "true") return;
    tip.textContent = held.words;
    tip.hidden = false;
    const [at, own] = [held.element.getBoundingClientRect(), tip.getBoundingClientRect()];
    const below = at.bottom + GAP + own.height <= innerHeight;
    const left = Math.max(GAP, Math.min(at.left + at.width / 2 - own.width / 2, innerWidth - own.width - GAP));
    tip.style.translate = `${Math.round(left)}px ${Math.round(below ? at.bottom + GAP : Math.max(GAP, at.top - GAP - own.height))}px`;
  }

  page.addEventListener("pointerover", ({ target }) => {
    const element = target instanceof Element ? target.closest("[title]") : null;
    // An empty one, as one that is held has, hides those of the elements around it.
    if (element === held?.element) return;
    release();
    if (element instanceof HTMLElement && element.title) hold(element);
  }, { passive: true });
  page.addEventListener("pointerleave", release, { passive: true });
  // Whatever is done makes it vanish until the pointer comes again.
  for (const name of ["pointerdown", "keydown", "wheel", "scroll"]) page.addEventListener(name, hide, { passive: true, capture: true });
  window.addEventListener("blur", release);
}
