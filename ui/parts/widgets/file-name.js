// A file name in one line, shortened in the middle: its end, with version and extension, stays visible.

import { create } from "../../js/dom.js";

const END_CHARACTERS = 12;
/** Of one that stands in a sentence, before what is left out. */
const START_CHARACTERS = 14;

/** @param {string} text */
const charactersOf = (text) => Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);

/** For a sentence of one line, where nothing can be measured. @param {string} name */
export function shortFileName(name) {
  const characters = charactersOf(name);
  if (characters.length <= START_CHARACTERS + END_CHARACTERS) return name;
  return `${characters.slice(0, START_CHARACTERS).join("")}…${characters.slice(-END_CHARACTERS).join("")}`;
}

/**
 * @param {HTMLElement} place
 * @param {string} name
 */
export function showFileName(place, name) {
  const characters = charactersOf(name);
  const start = characters.slice(0, -END_CHARACTERS).join("");
  const end = characters.slice(-END_CHARACTERS).join("");
  place.replaceChildren(create("span", "file-name-start", start), create("span", "file-name-end", end));
  place.title = name;
}
