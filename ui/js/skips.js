// Ways for the keyboard from a title past all controls to the parts of a screen; in sight only while one of them has the keyboard.

import { create } from "./dom.js";

/** @import { Skip } from "./screens.js" */

/**
 * @param {HTMLElement} title has the keyboard when the screen is opened
 * @param {Skip[]} skips
 */
export function addSkips(title, skips) {
  const list = create("nav", "skips", ...skips.map(({ words, go }) => {
    const link = create("button", "small skip");
    link.type = "button";
    link.dataset["t"] = words;
    link.addEventListener("click", go);
    return link;
  }));
  list.dataset["tLabel"] = "skip.label";
  title.after(list);
}
