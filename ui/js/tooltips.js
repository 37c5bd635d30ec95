// Tooltips with the text of `title`, drawn by the page. Those of the system lie above everything, also above a menu or a dialog that
// was opened meanwhile. While the pointer is over an element its title is removed, so that only one of the two is shown.

import { create } from "./dom.js";

const DELAY_MS = 600;
/** Between the element and its tooltip, and between that and the edge of the window, in CSS pixels. */
const GAP = 6;

/** @param {Document} page */
export function showTooltips(page) {
  const tip = create("div", "tooltip");
  tip.hidden = true;
  // Screen readers read the title.
  tip.ariaHidden = "true";
  page.body.append(tip);
  /** @type {{ element: HTMLElement, words: string } | null} */
  let held = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  /** A title that is set meanwhile is removed as well. */
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
    // The menu or panel that it opened says more.
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
    // An empty title hides those of the elements around it.
    if (element === held?.element) return;
    release();
    if (element instanceof HTMLElement && element.title) hold(element);
  }, { passive: true });
  page.addEventListener("pointerleave", release, { passive: true });
  // Any action hides it until the pointer comes again.
  for (const name of ["pointerdown", "keydown", "wheel", "scroll"]) page.addEventListener(name, hide, { passive: true, capture: true });
  window.addEventListener("blur", release);
}
