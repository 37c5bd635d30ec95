// An inline notice: what happened, what to do, actions, and for a problem its technical details.

import { clipboardWrite } from "../../js/bridge/window.js";
import { create, icon } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { describe } from "../../js/problem-text.js";
import { toast, toastProblem } from "./toast.js";

/** @import { IconName } from "../../ids.d.ts" */
/** @import { Problem } from "../../js/ipc.d.ts" */

/** @typedef {{ label: string, press: () => void, primary?: boolean, id?: string }} NoticeAction */

/**
 * @typedef {object} Notice
 * @property {string} [title] set above the sentences, for example the name of a refused file
 * @property {string} what
 * @property {string} [remedy]
 * @property {NoticeAction[]} [actions]
 * @property {Problem} [problem]
 * @property {() => void} [dismiss]
 */

/** @type {Record<string, IconName>} */
const ICONS = { error: "alert", warn: "alert", info: "info", good: "check", stopped: "stopped" };

/**
 * Shows a notice in `place`; its `data-kind` says how serious it is.
 * @param {HTMLElement} place
 * @param {Notice} notice
 */
export function showNotice(place, { title, what, remedy, actions = [], problem, dismiss }) {
  const words = create("div", "notice-words");
  if (title) words.append(create("p", "notice-title", title));
  words.append(create("p", "notice-what", what));
  if (remedy) words.append(create("p", "notice-do", remedy));
  if (problem) words.append(details(problem));
  const row = create("div", "notice-actions");
  for (const { label, press, primary, id } of actions) {
    const action = create("button", primary ? "primary small" : "small", label);
    action.type = "button";
    if (id) action.id = id;
    action.addEventListener("click", press);
    row.append(action);
  }
  /** @type {Element[]} */
  const parts = [icon(ICONS[place.dataset["kind"] ?? ""] ?? "info"), words];
  if (actions.length > 0) parts.push(row);
  if (dismiss) parts.push(closeButton(place, dismiss));
  place.replaceChildren(...parts);
  place.hidden = false;
}

/**
 * @param {HTMLElement} place
 * @param {Problem} problem
 * @param {Omit<Notice, "what" | "problem">} [more]
 */
export function showProblem(place, problem, more = {}) {
  showNotice(place, { ...describe(problem), problem, ...more });
  place.dataset["code"] = problem.code;
}

/** @param {HTMLElement} place */
export function hideNotice(place) {
  place.hidden = true;
  place.replaceChildren();
  delete place.dataset["code"];
}

/** @param {Problem} problem */
function details(problem) {
  const text = JSON.stringify(problem, null, 2);
  const copy = create("button", "quiet small", t("common.copyDetails"));
  copy.type = "button";
  copy.addEventListener("click", () => {
    clipboardWrite(text).then(() => toast(t("common.copiedDetails")), toastProblem);
  });
  const code = create("pre", "", text);
  code.tabIndex = 0;
  return create("details", "notice-details", create("summary", "", t("common.details")), code, copy);
}

/**
 * @param {HTMLElement} place
 * @param {() => void} dismiss
 */
function closeButton(place, dismiss) {
  const close = create("button", "icon-button notice-close", icon("close"));
  close.type = "button";
  close.setAttribute("aria-label", t("common.close"));
  close.title = t("common.close");
  close.addEventListener("click", () => {
    dismiss();
    // The focus stays in the part of the page that the notice was about.
    const heading = place.closest("[aria-labelledby]")?.getAttribute("aria-labelledby");
    if (heading) document.getElementById(heading)?.focus({ preventScroll: true });
  });
  return close;
}
