// A file name in one line, shortened in its middle: the end, with version and extension, always stays in sight.

import { create } from "../dom.js";

const END_CHARACTERS = 12;

/**
 * @param {HTMLElement} place
 * @param {string} name
 */
export function showFileName(place, name) {
  const characters = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment);
  const start = characters.slice(0, -END_CHARACTERS).join("");
  const end = characters.slice(-END_CHARACTERS).join("");
  place.replaceChildren(create("span", "file-name-start", start), create("span", "file-name-end", end));
  place.title = name;
}
