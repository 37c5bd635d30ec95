// The dialogs of the list: why a finding is dismissed, and a finding of the person's own.

import { create, setText, within } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { holdKeys } from "../widgets/modal-keys.js";

/** @import { FindingSeverity } from "../../js/ipc.d.ts" */
/** @import { Row } from "./state.js" */

/** The reasons to choose from; `other` needs words of the person's own. */
const REASONS = /** @type {const} */ (["proof", "statutory", "other-product", "other"]);
/** @type {FindingSeverity[]} */
const SEVERITIES = ["high", "medium", "low"];

/** @param {string} name of the group @param {string} value @param {string} words @param {string} className of the label */
function radio(name, value, words, className) {
  const input = create("input", "");
  input.type = "radio";
  input.name = name;
  input.value = value;
  return create("label", className, input, create("span", "", words));
}

/** @param {HTMLElement} place @returns {string} */
function chosenIn(place) {
  const input = place.querySelector("input:checked");
  return input instanceof HTMLInputElement ? input.value : "";
}

/** @param {HTMLElement} place @param {string} value */
function choose(place, value) {
  for (const input of place.querySelectorAll("input")) input.checked = input.value === value;
}

/** @param {string} prefix of the instance of the template `findings` */
export function createDismissDialog(prefix) {
  const { element, id } = within("findings", prefix);
  const [dialog, field, missing, reasons] = [element("finding-dismiss"), element("finding-reason"), element("finding-reason-missing"), element("finding-reasons")];
  /** @type {(reason: string) => void} */
  let answer = () => undefined;
  /** @type {(() => void) | null} */
  let exempt = null;
  holdKeys(dialog);
  element("finding-dismiss-no").addEventListener("click", () => dialog.close());
  element("finding-dismiss-never").addEventListener("click", () => {
    dialog.close();
    exempt?.();
  });
  reasons.addEventListener("change", () => {
    if (chosenIn(reasons) === "other") field.focus();
  });
  field.addEventListener("input", () => {
    missing.hidden = true;
    field.setAttribute("aria-invalid", "false");
  });
  element("finding-dismiss-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const [chosen, words] = [REASONS.find((one) => one === chosenIn(reasons)) ?? "other", field.value.trim()];
    missing.hidden = chosen !== "other" || words !== "";
    if (!missing.hidden) {
      field.setAttribute("aria-invalid", "true");
      field.focus();
      return;
    }
    const named = chosen === "other" ? "" : t(`findings.dismiss.reason.${chosen}`);
    dialog.close();
    answer([named, words].filter(Boolean).join("："));
  });

  /** `never`: what to do so that its sentence is never flagged again; `null` where that makes no sense. */
  return (/** @type {Row} */ row, /** @type {(reason: string) => void} */ wanted, /** @type {(() => void) | null} */ never) => {
    [answer, exempt] = [wanted, never];
    element("finding-dismiss-never").hidden = never === null;
    setText(element("finding-dismiss-what"), row.excerpt ? `${row.title} ${t("findings.row.excerpt", { words: row.excerpt })}` : row.title);
    reasons.replaceChildren(...REASONS.map((one) => radio(id("finding-reason-of"), one, t(`findings.dismiss.reason.${one}`), "choice")));
    choose(reasons, REASONS[0]);
    field.value = "";
    field.setAttribute("aria-invalid", "false");
    missing.hidden = true;
    dialog.showModal();
    reasons.querySelector("input")?.focus();
  };
}

/** @typedef {{ severity: FindingSeverity, title: string, note: string }} Written */

/** @param {string} prefix of the instance of the template `findings` */
export function createOwnDialog(prefix) {
  const { element, id } = within("findings", prefix);
  const [dialog, what, note, missing, levels] = [element("finding-own"), element("finding-own-what"), element("finding-own-note"), element("finding-own-missing"), element("finding-own-levels")];
  /** @type {(written: Written) => void} */
  let answer = () => undefined;
  holdKeys(dialog);
  element("finding-own-no").addEventListener("click", () => dialog.close());
  what.addEventListener("input", () => {
    missing.hidden = true;
    what.setAttribute("aria-invalid", "false");
  });
  element("finding-own-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const title = what.value.trim();
    missing.hidden = title !== "";
    if (title === "") {
      what.setAttribute("aria-invalid", "true");
      what.focus();
      return;
    }
    const severity = SEVERITIES.find((one) => one === chosenIn(levels)) ?? "medium";
    dialog.close();
    answer({ severity, title, note: note.value.trim() });
  });

  /** `place`: the words or the place that it is about; empty for none. */
  return (/** @type {string} */ place, /** @type {(written: Written) => void} */ wanted) => {
    answer = wanted;
    const shown = element("finding-own-place");
    shown.hidden = place === "";
    setText(shown, place);
    levels.replaceChildren(...SEVERITIES.map((one) => radio(id("finding-own-level"), one, t(`findings.level.${one}`), "")));
    choose(levels, "medium");
    [what.value, note.value] = ["", ""];
    missing.hidden = true;
    what.setAttribute("aria-invalid", "false");
    dialog.showModal();
    what.focus();
  };
}
