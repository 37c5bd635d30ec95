// Skip links from the title of a screen to its parts, visible only while one of them has the focus.

import { create } from "./dom.js";

/** @import { Skip } from "./screens.js" */

/**
 * @param {HTMLElement} title has the focus when the screen is opened
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
