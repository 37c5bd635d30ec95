// Messages for screen readers: states politely, problems at once.

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
  // A live region that receives the same text again is not read.
  place.textContent = "";
  setTimeout(() => (place.textContent = words), 30);
}
