// Where the adviser speaks. Each conversation has its own draft, and an edit of a line lies on top of it: whoever gives
// the edit up finds the draft again, and the edit when they return to the line. Only the person, or a line that was really sent, ever
// empties it.

import { element, setText } from "../../js/dom.js";
import { number, t } from "../../js/i18n.js";
import { toast } from "../../parts/widgets/toast.js";

/** @typedef {{ index: number, original: string }} Edit */
/** @typedef {{ text: string, edit: Edit | null, under: string, left: { edit: Edit, text: string } | null }} Draft `left`: an edit that was given up */

/**
 * @typedef {object} ComposerActs
 * @property {() => void} send
 * @property {() => void} cancel
 * @property {() => void} changed the text, or what is being edited
 * @property {(from: number, step: -1 | 1) => Edit | null} own the person's next line in that direction
 */

/** Of the window's height; what is longer scrolls. */
const HIGHEST = 0.35;

/**
 * @param {number} limit characters
 * @param {ComposerActs} acts
 */
export function createComposer(limit, acts) {
  const field = element("sparring-text");
  const count = element("sparring-count");
  const over = element("sparring-over");
  /** By conversation; 0 is the one that does not exist yet. @type {Map<number, Draft>} */
  const drafts = new Map();
  let current = 0;

  /** Unicode scalar values after trimming, as the service counts. */
  const characters = () => Array.from(field.value.trim()).length;

  function draft() {
    const known = drafts.get(current);
    if (known) return known;
    /** @type {Draft} */
    const fresh = { text: "", edit: null, under: "", left: null };
    drafts.set(current, fresh);
    return fresh;
  }

  function typed() {
    draft().text = field.value;
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
    const { edit } = draft();
    setText(count, t("copy.count", { count: number(length), limit: number(limit) }));
    over.hidden = length <= limit;
    setText(over, length > limit ? t("copy.over", { over: length - limit }) : "");
    field.ariaInvalid = String(length > limit);
    element("sparring-composer").toggleAttribute("data-editing", edit !== null);
    element("sparring-edit").hidden = edit === null;
  }

  const isOneRow = () => field.clientHeight < 3 * Number.parseFloat(getComputedStyle(field).lineHeight);

  /** @param {string} text */
  function write(text) {
    field.value = text;
    typed();
    field.setSelectionRange(text.length, text.length);
  }

  /** @param {Edit} edit */
  function startEdit(edit) {
    const mine = draft();
    if (!mine.edit) mine.under = mine.text;
    mine.edit = edit;
    const { left } = mine;
    write(left?.edit.index === edit.index && left.edit.original === edit.original ? left.text : edit.original);
    field.focus();
  }

  function endEdit() {
    const mine = draft();
    if (!mine.edit) return false;
    const changed = mine.text !== mine.edit.original;
    mine.left = changed ? { edit: mine.edit, text: mine.text } : null;
    if (changed) toast(t("sparring.editLeft"));
    mine.edit = null;
    write(mine.under);
    mine.under = "";
    field.focus();
    return true;
  }

  /** From line to line, as long as none of them was changed. @param {KeyboardEvent} event */
  function walk(event) {
    const { edit, text } = draft();
    if (edit ? text !== edit.original : text !== "") return;
    const back = event.key === "ArrowUp";
    if (!edit && !back) return;
    // Inside a longer text the arrows move within it.
    if (edit && !isOneRow() && (back ? field.selectionStart > 0 : field.selectionEnd < text.length)) return;
    const next = acts.own(edit?.index ?? Number.POSITIVE_INFINITY, back ? -1 : 1);
    event.preventDefault();
    if (next) startEdit(next);
    else if (!back) endEdit();
  }

  field.addEventListener("input", typed);
  field.addEventListener("keydown", (event) => {
    // The Enter that takes an input method's candidate sends nothing; engines tell of it in one of two ways.
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
    edit: () => draft().edit,
    startEdit,
    endEdit,
    focus: () => field.focus(),

    /** Shows the draft of this conversation. @param {number} id 0 for one that does not exist yet */
    show(id) {
      current = id;
      field.value = draft().text;
      fit();
      render();
    },
    /** What was typed before the conversation existed belongs to it now. @param {number} id */
    adopt(id) {
      const typedBefore = drafts.get(0);
      drafts.delete(0);
      if (typedBefore) drafts.set(id, typedBefore);
    },
    /**
     * What was sent is said: it leaves the draft, unless something else was typed meanwhile.
     * @param {number} id
     * @param {string} text
     */
    sent(id, text) {
      const mine = drafts.get(id);
      if (!mine || mine.text !== text) return;
      mine.text = mine.under;
      mine.under = "";
      mine.edit = mine.left = null;
      if (id === current) {
        field.value = mine.text;
        fit();
        render();
      }
    },
    /** @param {boolean} running */
    run(running) {
      const held = document.activeElement;
      const [send, cancel] = [element("sparring-run"), element("sparring-cancel")];
      send.hidden = running;
      cancel.hidden = !running;
      // The keyboard goes where it can go on.
      if (held === send || held === cancel) field.focus();
    },
    render,
    fit,
  };
}
