// The field in which the adviser speaks.

import { element, setText } from "../../js/dom.js";
import { number, t } from "../../js/i18n.js";
import { toast } from "../../parts/widgets/toast.js";
import { createDrafts } from "./drafts.js";
import { createLineCheck } from "./line-check.js";

/** @import { Edit } from "./drafts.js" */

/**
 * @typedef {object} ComposerActs
 * @property {() => void} send
 * @property {() => void} cancel
 * @property {() => void} changed the text, or what is being edited
 * @property {(from: number, step: -1 | 1) => Edit | null} own the user's next line in that direction
 */

/** The share of the window's height that the field takes at most. */
const HIGHEST = 0.35;

/**
 * @param {number} limit characters
 * @param {ComposerActs} acts
 */
export function createComposer(limit, acts) {
  const field = element("sparring-text");
  const count = element("sparring-count");
  const over = element("sparring-over");
  const drafts = createDrafts();
  const check = createLineCheck(field);

  /** Unicode scalar values after trimming, as the service counts. */
  const characters = () => Array.from(field.value.trim()).length;

  function typed() {
    drafts.type(field.value);
    fit();
    render();
    acts.changed();
  }

  function fit() {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, innerHeight * HIGHEST)}px`;
  }

  function render() {
    const length = characters();
    const edit = drafts.edit();
    setText(count, t("copy.count", { count: number(length), limit: number(limit) }));
    over.hidden = length <= limit;
    setText(over, length > limit ? t("copy.over", { over: length - limit }) : "");
    field.ariaInvalid = String(length > limit);
    element("sparring-composer").toggleAttribute("data-editing", edit !== null);
    element("sparring-edit").hidden = edit === null;
    check.look(field.value);
  }

  const isOneRow = () => field.clientHeight < 3 * Number.parseFloat(getComputedStyle(field).lineHeight);

  /** @param {string} text */
  function write(text) {
    field.value = text;
    typed();
    field.setSelectionRange(text.length, text.length);
    field.focus();
  }

  /** @param {Edit} edit */
  const startEdit = (edit) => write(drafts.startEdit(edit));

  function endEdit() {
    const ended = drafts.endEdit();
    if (!ended) return false;
    if (ended.changed) toast(t("sparring.editLeft"));
    write(ended.text);
    return true;
  }

  /** Goes from one own line to the next, as long as the text has not been changed. @param {KeyboardEvent} event */
  function walk(event) {
    const [edit, text] = [drafts.edit(), drafts.text()];
    if (edit ? text !== edit.original : text !== "") return;
    const back = event.key === "ArrowUp";
    if (!edit && !back) return;
    // In a longer text the arrow keys move the caret.
    if (edit && !isOneRow() && (back ? field.selectionStart > 0 : field.selectionEnd < text.length)) return;
    const next = acts.own(edit?.index ?? Number.POSITIVE_INFINITY, back ? -1 : 1);
    event.preventDefault();
    if (next) startEdit(next);
    else if (!back) endEdit();
  }

  field.addEventListener("input", typed);
  field.addEventListener("keydown", (event) => {
    // Enter that accepts a candidate of an input method sends nothing. Engines report it in one of two ways.
    if (event.isComposing || event.keyCode === 229) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (event.key === "Enter" && plain) {
      event.preventDefault();
      if (!event.repeat) acts.send();
    } else if (plain && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      walk(event);
    }
  });
  addEventListener("resize", fit);
  element("sparring-run").addEventListener("click", acts.send);
  element("sparring-cancel").addEventListener("click", acts.cancel);
  element("sparring-edit-cancel").addEventListener("click", endEdit);

  return {
    limit,
    characters,
    text: () => field.value,
    edit: drafts.edit,
    startEdit,
    endEdit,
    focus: () => field.focus(),
    recheck: check.recheck,

    /** Shows the draft of this conversation. @param {number} id 0 for one that does not exist yet */
    show(id) {
      field.value = drafts.show(id);
      fit();
      render();
    },
    adopt: drafts.adopt,
    /** @param {number} id @param {string} text */
    sent(id, text) {
      if (!drafts.sent(id, text)) return;
      field.value = drafts.text();
      fit();
      render();
    },
    /** @param {boolean} running */
    run(running) {
      const held = document.activeElement;
      const [send, cancel] = [element("sparring-run"), element("sparring-cancel")];
      send.hidden = running;
      cancel.hidden = !running;
      // A button that goes away gives its focus to the field.
      if (held === send || held === cancel) field.focus();
    },
    render,
    fit,
  };
}
