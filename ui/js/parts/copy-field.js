// The copy to audit, with its counter. Only the person ever changes what is in it, and a clear can be undone.

import { button, byId, element, setText } from "../dom.js";
import { number, t } from "../i18n.js";

/**
 * @param {number} limit characters
 * @param {() => void} changed
 */
export function createCopyField(limit, changed) {
  const field = byId("copy", HTMLTextAreaElement);
  const count = element("copy-count");
  const over = element("copy-over");
  const clear = button("copy-clear");
  /** What a clear took away, until something else is typed. */
  let cleared = "";

  /** Unicode scalar values after trimming, as the service counts. */
  const characters = () => Array.from(field.value.trim()).length;

  function render() {
    const length = characters();
    setText(count, t("copy.count", { count: number(length), limit: number(limit) }));
    over.hidden = length <= limit;
    setText(over, length > limit ? t("copy.over", { over: length - limit }) : "");
    field.setAttribute("aria-invalid", String(length > limit));
    clear.hidden = field.value === "" && cleared === "";
    setText(clear, field.value === "" && cleared !== "" ? t("copy.undo") : t("copy.clear"));
  }

  function typed() {
    if (field.value !== "") cleared = "";
    render();
    changed();
  }

  field.addEventListener("input", typed);
  clear.addEventListener("click", () => {
    if (field.value === "") field.value = cleared;
    else [cleared, field.value] = [field.value, ""];
    typed();
    field.focus();
  });

  return { render, characters, limit, text: () => field.value, focus: () => field.focus() };
}
