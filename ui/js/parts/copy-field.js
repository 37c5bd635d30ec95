// The copy to audit, with its counter. Only the person ever changes what is in it, and a clear can be undone.

import { button, byId, element, setText } from "../dom.js";
import { number, t } from "../i18n.js";

/**
 * @param {number} limit characters
 * @param {string} draft stands in it at first
 * @param {() => void} changed
 */
export function createCopyField(limit, draft, changed) {
  const field = byId("copy", HTMLTextAreaElement);
  const count = element("copy-count");
  const over = element("copy-over");
  const clear = button("copy-clear");
  field.value = draft;
  /** What the last clear took away. */
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
    render();
    changed();
  }

  field.addEventListener("input", typed);
  clear.addEventListener("click", () => {
    const wanted = field.value === "" ? cleared : "";
    if (wanted === "") cleared = field.value;
    replace(wanted);
  });

  /** As if it were typed, so that the field's own undo knows of it. @param {string} text */
  function replace(text) {
    field.focus();
    field.select();
    const done = text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text);
    if (done && field.value === text) return;
    field.value = text;
    typed();
  }

  return {
    render, characters, limit,
    text: () => field.value,
    focus: () => field.focus(),
    /** What stood there comes back with the field's own undo. @param {string} text */
    put(text) {
      if (field.value !== text) replace(text);
    },
  };
}
