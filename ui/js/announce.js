// What is said to a screen reader: state politely, problems at once.

import { element } from "./dom.js";

/** @param {string} words */
export function announce(words) {
  say("status", words);
}

/** @param {string} words */
export function announceProblem(words) {
  say("alert", words);
}

/**
 * @param {"status" | "alert"} region
 * @param {string} words
 */
function say(region, words) {
  const place = element(region);
  // The same words twice would not be read again.
  place.textContent = "";
  setTimeout(() => (place.textContent = words), 30);
}
