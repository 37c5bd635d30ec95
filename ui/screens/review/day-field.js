// A field for a day. An empty date field of WebKitGTK shows the present day, as if somebody had said it, so this is a text field.

import { dayOf } from "../../parts/findings/context-bar.js";
import { t } from "../../js/i18n.js";

/**
 * @param {HTMLInputElement} input
 * @param {(day: string) => void} changed as YYYY-MM-DD; what can't be read as a day stays as it was typed
 * @param {HTMLElement} [hint] shown while it is no day
 */
export function makeDayField(input, changed, hint) {
  Object.assign(input, { type: "text", maxLength: 20, placeholder: t("findings.context.dateForm") });
  input.dataset["tPlaceholder"] = "findings.context.dateForm";
  input.addEventListener("input", () => {
    complain(false);
    changed(input.value);
  });
  input.addEventListener("change", () => {
    const day = dayOf(input.value);
    complain(day === null);
    if (day === null || day === input.value) return;
    input.value = day;
    changed(day);
  });

  /** @param {boolean} wrong */
  function complain(wrong) {
    input.setAttribute("aria-invalid", String(wrong));
    input.title = wrong ? t("findings.context.dateHint") : "";
    if (hint) hint.hidden = !wrong;
  }
}
