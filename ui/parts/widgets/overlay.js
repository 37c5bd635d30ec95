// Lets a part of a screen cover the whole window. Everything below is inert meanwhile.

import { element } from "../../js/dom.js";

/** @param {HTMLElement} part */
export function covers(part) {
  /** @type {HTMLElement[]} */
  let covered = [];

  function leave() {
    if (covered.length === 0) return false;
    for (const other of covered) other.inert = false;
    covered = [];
    part.classList.remove("covering");
    return true;
  }

  function enter() {
    const app = element("app");
    /** @type {Element} */
    let step = part;
    while (step !== app && step.parentElement) {
      for (const other of step.parentElement.children) {
        // Dialogs and toasts stay usable.
        if (other !== step && other instanceof HTMLElement && !other.inert && !other.matches("dialog, .toast")) covered.push(other);
      }
      step = step.parentElement;
    }
    for (const other of covered) other.inert = true;
    part.classList.add("covering");
  }

  return {
    leave,
    toggle: () => void (leave() || enter()),
    isOpen: () => covered.length > 0,
  };
}
