// The field with the copy to audit, and its counter. Every change can be undone. The origin of each part
// is tracked through all changes.

import { copyOf, edited, slice, sourcesOf, withPassage } from "./provenance.js";
import { createRecall } from "./copy-undo.js";
import { element, setText } from "../../js/dom.js";
import { number, t } from "../../js/i18n.js";

/** @import { Copy, Origin } from "./provenance.js" */

/** WebKit inserts and undoes text line by line. Text of more lines than this is inserted at once. */
const TYPED_LINES = 1;
/** Kinds of input that may insert text of known origin. */
const BROUGHT = ["insertFromPaste", "insertFromDrop"];

/** @typedef {ReturnType<typeof createCopyField>} CopyField */

/**
 * @param {{ whole: number, total: number }} limits characters of one request, and in all
 * @param {Copy} draft its first content
 * @param {object} own
 * @param {() => void} own.changed
 * @param {() => void} own.show brings it to the front, where something else is
 * @param {(copy: Copy) => Copy} own.wanted what the user brings back or pastes is to go along, whatever file it is of
 */
export function createCopyField({ whole, total: limit }, draft, { changed, show, wanted }) {
  const field = element("copy");
  const count = element("copy-count");
  const over = element("copy-over");
  const clear = element("copy-clear");
  const recall = createRecall();
  /** What stands in the field. */
  let now = draft;
  field.value = draft.text;
  /** What the last clear removed. */
  let cleared = copyOf("");
  /** The last text that was set by the app; the undo of the field does not know it. */
  let lastSet = { before: now, after: now };
  /** Something was typed since then; the undo of the field removes that first. */
  let ahead = false;
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
    clear.hidden = field.value === "" && cleared.text === "";
    setText(clear, field.value === "" && cleared.text !== "" ? t("copy.undo") : t("copy.clear"));
  }

  /** @param {Event} event */
  function typed(event) {
    if (typing) return;
    const kind = event instanceof InputEvent ? event.inputType : "";
    recall.note(now, kind);
    ahead = !kind.startsWith("history") || (ahead && ![lastSet.before.text, lastSet.after.text].includes(field.value));
    const back = kind.startsWith("history") ? recall.state(field.value) : null;
    const brought = BROUGHT.includes(kind);
    const next = back ?? edited(now, field.value, field.selectionEnd, brought ? recall.pasted : undefined);
    become(back || brought ? wanted(next) : next);
  }

  /** @param {Copy} next */
  function become(next) {
    now = next;
    if (field.value !== next.text) field.value = next.text;
    render();
    changed();
  }

  field.addEventListener("input", typed);
  field.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const undo = key === "z" && !event.shiftKey;
    if (!undo && key !== "y" && key !== "z") return;
    const [from, to] = undo ? [lastSet.after, lastSet.before] : [lastSet.before, lastSet.after];
    event.preventDefault();
    if (ahead || lastSet.before === lastSet.after || field.value !== from.text) {
      // WebKitGTK does not bind these keys.
      document.execCommand(undo ? "undo" : "redo");
      return;
    }
    const next = wanted(to);
    lastSet = undo ? { before: next, after: from } : { before: from, after: next };
    become(next);
  });
  for (const event of ["copy", "cut", "dragstart"]) field.addEventListener(event, () => recall.copied(slice(now, field.selectionStart, field.selectionEnd)));
  clear.addEventListener("click", () => {
    const back = field.value === "" ? wanted(cleared) : copyOf("");
    if (back.text === "") cleared = now;
    replace(back);
  });

  /** Sets the content as if it were typed, so that it can be undone. @param {Copy} next */
  function replace(next) {
    focus();
    field.select();
    insert(next.text, next);
  }

  /**
   * Replaces the selection.
   * @param {string} text
   * @param {Copy} next what stands in the field then
   */
  function insert(text, next) {
    const before = now;
    recall.note(before, "");
    typing = true;
    if (text === "") document.execCommand("delete");
    else if (text.split("\n").length <= TYPED_LINES) document.execCommand("insertText", false, text);
    typing = false;
    ahead = field.value === next.text;
    if (!ahead) lastSet = { before, after: next };
    become(next);
  }

  function focus() {
    show();
    field.focus();
  }

  return {
    render, characters, limit,
    text: () => field.value,
    /** The content with its origins. */
    now: () => now,
    sources: () => sourcesOf(now),
    focus,
    /** Shows the field; the focus stays where it is. */
    reveal: show,
    /** Sets the content so that it can be undone; the focus stays where it is. @param {Copy} next */
    set(next) {
      lastSet = { before: now, after: next };
      ahead = false;
      become(next);
    },
    /** Appends a passage. @param {Origin} origin @param {string} text */
    append(origin, text) {
      const next = withPassage(now, origin, text);
      focus();
      field.setSelectionRange(field.value.length, field.value.length);
      insert(next.text.slice(now.text.length), next);
    },
    /** @param {number} from @param {number} to */
    select(from, to) {
      focus();
      field.setSelectionRange(from, to);
    },
    /** Replaces the content; undo brings the previous one back. @param {Copy} next */
    put(next) {
      if (field.value === next.text) become(next);
      else replace(next);
    },
    /** Text of a file was copied: when it is pasted here, its origin is known. @param {Origin} origin @param {string} text */
    copied: (origin, text) => recall.copied(copyOf(text, { origin, text, kept: false })),
  };
}
