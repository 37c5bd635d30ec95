// The copy to audit, with its counter. Only the person ever changes what is in it, and every change can be undone.

import { button, byId, element, setText } from "../dom.js";
import { number, t } from "../i18n.js";

/** WebKit types each line of a text by itself, and undoes it so: more than these are put in as one. */
const TYPED_LINES = 1;

/** @typedef {ReturnType<typeof createCopyField>} CopyField */

/**
 * @param {{ whole: number, total: number }} limits characters that are asked for in one piece, and in all
 * @param {string} draft stands in it at first
 * @param {() => void} changed
 * @param {() => void} show brings it to the front, where something else is
 */
export function createCopyField({ whole, total: limit }, draft, changed, show) {
  const field = byId("copy", HTMLTextAreaElement);
  const count = element("copy-count");
  const over = element("copy-over");
  const clear = button("copy-clear");
  field.value = draft;
  /** What the last clear took away. */
  let cleared = "";
  /** The last text that was put in without being typed; the field's own undo does not know of it. */
  let placed = { before: "", after: "" };
  let typing = false;

  /** Unicode scalar values after trimming, as the service counts. */
  const characters = () => Array.from(field.value.trim()).length;

  function render() {
    const length = characters();
    const most = length > whole ? limit : whole;
    setText(count, t("copy.count", { count: number(length), limit: number(most) }));
    over.hidden = length <= whole;
    over.dataset["kind"] = length > limit ? "over" : "parts";
    setText(over, length > limit ? t("copy.over", { over: length - limit }) : t("copy.parts"));
    over.title = length > limit ? "" : t("copy.partsHint", { limit: whole });
    field.setAttribute("aria-invalid", String(length > limit));
    clear.hidden = field.value === "" && cleared === "";
    setText(clear, field.value === "" && cleared !== "" ? t("copy.undo") : t("copy.clear"));
  }

  function typed() {
    if (typing) return;
    render();
    changed();
  }

  /** @param {string} text */
  function write(text) {
    field.value = text;
    typed();
  }

  field.addEventListener("input", typed);
  field.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || placed.before === placed.after) return;
    const key = event.key.toLowerCase();
    const undo = key === "z" && !event.shiftKey;
    if (!undo && key !== "y" && key !== "z") return;
    const [from, to] = undo ? [placed.after, placed.before] : [placed.before, placed.after];
    if (field.value !== from) return;
    event.preventDefault();
    write(to);
  });
  clear.addEventListener("click", () => {
    const wanted = field.value === "" ? cleared : "";
    if (wanted === "") cleared = field.value;
    replace(wanted);
  });

  /** As if it were typed, so that the field's own undo knows of it. @param {string} text */
  function replace(text) {
    focus();
    field.select();
    insert(text, text);
  }

  /**
   * In place of what is selected.
   * @param {string} text
   * @param {string} whole what stands in the field then
   */
  function insert(text, whole) {
    const before = field.value;
    typing = true;
    if (text === "") document.execCommand("delete");
    else if (text.split("\n").length <= TYPED_LINES) document.execCommand("insertText", false, text);
    typing = false;
    if (field.value === whole) return typed();
    placed = { before, after: whole };
    write(whole);
  }

  function focus() {
    show();
    field.focus();
  }

  return {
    render, characters, limit,
    text: () => field.value,
    focus,
    /** Brings it to the front; the keyboard stays where it is. */
    reveal: show,
    /** What stands in it from now on; the field's own undo knows of it, and the keyboard stays where it is. @param {string} text */
    lay(text) {
      placed = { before: field.value, after: text };
      write(text);
    },
    /** At its end. @param {string} text */
    append(text) {
      const whole = field.value + text;
      focus();
      field.setSelectionRange(field.value.length, field.value.length);
      insert(text, whole);
    },
    /** @param {number} from @param {number} to */
    select(from, to) {
      focus();
      field.setSelectionRange(from, to);
    },
    /** What stood there comes back with the field's own undo. @param {string} text */
    put(text) {
      if (field.value !== text) replace(text);
    },
  };
}
