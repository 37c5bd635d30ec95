// The drafts of each conversation. An edit of an earlier line hides the draft: when the edit is left, the draft is shown again,
// and when the user returns to the line, so is the edit. Only the user, or a line that was really sent, empties a draft. No DOM here.

/** A line that is being edited. @typedef {{ index: number, original: string }} Edit */
/**
 * @typedef {object} Draft
 * @property {string} text in the field
 * @property {Edit | null} edit
 * @property {string} under the draft under the edit
 * @property {{ edit: Edit, text: string } | null} left the last edit that was left without being sent
 */

export function createDrafts() {
  /** By conversation; 0 is the one that does not exist yet. @type {Map<number, Draft>} */
  const drafts = new Map();
  let current = 0;

  /** @returns {Draft} */
  function draft() {
    const known = drafts.get(current);
    if (known) return known;
    const fresh = { text: "", edit: null, under: "", left: null };
    drafts.set(current, fresh);
    return fresh;
  }

  return {
    text: () => draft().text,
    edit: () => draft().edit,
    /** @param {string} text */
    type(text) {
      draft().text = text;
    },
    /** Shows the draft of another conversation. @param {number} id */
    show(id) {
      current = id;
      return draft().text;
    },
    /** Moves text typed before the conversation existed to it. @param {number} id */
    adopt(id) {
      const typed = drafts.get(0);
      drafts.delete(0);
      if (typed) drafts.set(id, typed);
    },
    /** The text to begin an edit with: the line, or what became of it when it was edited before. @param {Edit} edit */
    startEdit(edit) {
      const mine = draft();
      if (!mine.edit) mine.under = mine.text;
      mine.edit = edit;
      const { left } = mine;
      mine.text = left?.edit.index === edit.index && left.edit.original === edit.original ? left.text : edit.original;
      return mine.text;
    },
    /** Leaves the edit; `null`: there is none. */
    endEdit() {
      const mine = draft();
      if (!mine.edit) return null;
      const changed = mine.text !== mine.edit.original;
      mine.left = changed ? { edit: mine.edit, text: mine.text } : null;
      [mine.text, mine.edit, mine.under] = [mine.under, null, ""];
      return { text: mine.text, changed };
    },
    /**
     * A text was sent: it leaves the draft, unless something else was typed meanwhile. Whether the draft shown has changed.
     * @param {number} id
     * @param {string} text
     */
    sent(id, text) {
      const mine = drafts.get(id);
      if (!mine || mine.text !== text) return false;
      [mine.text, mine.edit, mine.under, mine.left] = [mine.under, null, "", null];
      return id === current;
    },
  };
}
