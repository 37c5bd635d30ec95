// A toast: a short message that disappears by itself.

import { announce, announceProblem } from "../../js/announce.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { element, setText } from "../../js/dom.js";
import { describe } from "../../js/problem-text.js";

const SHOWN_MS = 3500;
const SHOWN_ERROR_MS = 8000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let leaving;

/**
 * @param {string} words
 * @param {"done" | "error"} [kind]
 */
export function toast(words, kind = "done") {
  const place = element("toast");
  place.dataset["kind"] = kind;
  place.querySelector("use")?.setAttribute("href", kind === "error" ? "#i-alert" : "#i-check");
  setText(element("toast-text"), words);
  place.hidden = false;
  (kind === "error" ? announceProblem : announce)(words);
  clearTimeout(leaving);
  leaving = setTimeout(() => (place.hidden = true), kind === "error" ? SHOWN_ERROR_MS : SHOWN_MS);
}

/** An error with its remedy, if no part of the page can show it. @param {unknown} thrown */
export function toastProblem(thrown) {
  const { what, remedy } = describe(problemOf(thrown));
  toast(`${what} ${remedy}`, "error");
}
