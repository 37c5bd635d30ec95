// A confirmation dialog for what can't be undone easily, with a field for the reason if one is required.
//
// Ids for tests of the window: #question[open] #question-title #question-words #question-reason #question-missing #question-yes
// #question-no

import { element, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { holdKeys } from "./modal-keys.js";

/**
 * @typedef {object} Question
 * @property {string} title
 * @property {string[]} words
 * @property {string} yes on the button that goes ahead
 * @property {string} [no] on the other one; without it, that the record is kept
 * @property {string} [reason] the label of the field for the reason; without it, none is asked for
 */

/** @type {ReturnType<typeof make> | undefined} */
let made;

/**
 * @param {Question} question
 * @returns {Promise<string | null>} the reason, empty where none was asked for; `null`: the user does not want it
 */
export function ask(question) {
  made ??= make();
  return made(question);
}

function make() {
  const dialog = element("question");
  const field = element("question-reason");
  const missing = element("question-missing");
  /** @type {(answer: string | null) => void} */
  let answer = () => undefined;
  let reasoned = false;
  /** A reason that was typed before the dialog was dismissed. */
  let left = { title: "", reason: "" };

  holdKeys(dialog);
  element("question-no").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    // A question that replaces another one keeps the dialog open.
    if (dialog.open) return;
    left = { title: element("question-title").textContent ?? "", reason: field.value };
    answer(null);
  });
  field.addEventListener("input", () => complain(false));
  element("question-yes").addEventListener("click", () => {
    const reason = field.value.trim();
    if (reasoned && reason === "") {
      complain(true);
      field.focus();
      return;
    }
    answer(reason);
    field.value = "";
    dialog.close();
  });

  /** @param {boolean} wanted */
  function complain(wanted) {
    missing.hidden = !wanted;
    field.setAttribute("aria-invalid", String(wanted));
  }

  return (/** @type {Question} */ { title, words, yes, no, reason }) => {
    // A new question replaces an open one.
    answer(null);
    reasoned = reason !== undefined;
    setText(element("question-title"), title);
    element("question-words").replaceChildren(...words.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
    setText(element("question-yes"), yes);
    setText(element("question-no"), no ?? t("records.keepIt"));
    setText(element("question-reason-label"), reason ?? "");
    setText(missing, t("records.reasonMissing"));
    element("question-reason-place").hidden = !reasoned;
    field.value = left.title === title ? left.reason : "";
    complain(false);
    if (!dialog.open) dialog.showModal();
    (reasoned ? field : element("question-no")).focus();
    return new Promise((/** @type {(answer: string | null) => void} */ resolve) => (answer = resolve));
  };
}
