// The conversations, the latest first: choose, name, delete; a delete can be undone. In a small window the list is a
// menu over the chat.

import { create, element, icon, setText } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { hideNotice, showNotice } from "../../parts/widgets/notice.js";
import { lately } from "../../js/time.js";

/** @import { IconName } from "../../ids.d.ts" */
/** @import { ConversationName } from "../../js/ipc.d.ts" */

/**
 * @typedef {object} ListActs
 * @property {(id: number) => void} open
 * @property {() => void} create
 * @property {(id: number, title: string) => void} rename
 * @property {(id: number) => void} remove
 * @property {(id: number) => void} restore
 */

/** Longer names are for the heading of the chat. */
const LONGEST_TITLE = 80;

/** @param {ListActs} acts */
export function createConversationList(acts) {
  const list = element("sparring-conversations");
  const panel = element("sparring-list");
  const toggle = element("sparring-list-toggle");
  const notice = element("sparring-list-notice");

  /** @type {ConversationName[]} */
  let names = [];
  /** @type {number | null} */
  let current = null;
  /** Where an answer is being written. @type {number | null} */
  let running = null;
  /** The one whose name is being typed. @type {number | null} */
  let naming = null;
  /** The last one deleted. @type {{ id: number, title: string } | null} */
  let deleted = null;

  /** Rows without a change stay: one that is made again under the pointer would lose its click. */
  function render() {
    const held = document.activeElement instanceof HTMLElement ? document.activeElement.id : "";
    const old = new Map(Array.from(list.children, (row) => [row instanceof HTMLElement ? row.dataset["says"] : "", row]));
    const rows = names.map((name) => old.get(saidOf(name)) ?? item(name));
    for (const row of list.querySelectorAll("li")) if (!rows.includes(row)) row.remove();
    rows.forEach((row, index) => {
      if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null);
    });
    list.hidden = names.length === 0;
    element("sparring-none").hidden = names.length > 0;
    if (held && list.contains(document.getElementById(held))) document.getElementById(held)?.focus({ preventScroll: true });
    renderDeleted();
  }

  /** All that a row depends on. @param {ConversationName} name */
  const saidOf = (name) => JSON.stringify([name, lately(name.changedAt), name.id === current, name.id === running, name.id === naming, language()]);

  function renderDeleted() {
    if (!deleted) return hideNotice(notice);
    const { id, title } = deleted;
    showNotice(notice, {
      what: t("sparring.deleted", { title }),
      actions: [{ label: t("sparring.undo"), id: "sparring-restore", press: () => {
        deleted = null;
        acts.restore(id);
      } }],
      dismiss: () => {
        deleted = null;
        render();
      },
    });
  }

  /** @param {ConversationName} name */
  function item(name) {
    const row = create("li", "conversation-row");
    row.dataset["id"] = String(name.id);
    row.dataset["says"] = saidOf(name);
    if (name.id === naming) {
      row.append(nameField(name));
      return row;
    }
    const open = create("button", "conversation", create("span", "conversation-name", titleOf(name)), facts(name));
    open.type = "button";
    open.id = `sparring-conversation-${name.id}`;
    open.title = titleOf(name);
    if (name.id === current) open.ariaCurrent = "true";
    open.addEventListener("click", () => {
      close();
      acts.open(name.id);
    });
    open.addEventListener("keydown", (event) => {
      if (event.key === "F2") startNaming(name.id);
      else if (event.key === "Delete") remove(name);
      else if (event.key === "ArrowDown" || event.key === "ArrowUp") step(row, event.key === "ArrowDown");
      else return;
      event.preventDefault();
    });
    row.append(open, tool("rename", "edit", t("sparring.rename"), name, () => startNaming(name.id)), tool("delete", "trash", t("sparring.delete"), name, () => remove(name)));
    return row;
  }

  /** @param {ConversationName} name */
  function facts(name) {
    const words = name.id === running ? t("sparring.answering") : [lately(name.changedAt), t("sparring.lineCount", { count: name.lines })].join(" · ");
    const place = create("span", "conversation-facts", words);
    if (name.id === running) place.dataset["state"] = "running";
    return place;
  }

  /**
   * @param {string} act
   * @param {IconName} picture
   * @param {string} words
   * @param {ConversationName} name
   * @param {() => void} press
   */
  function tool(act, picture, words, name, press) {
    const made = create("button", "icon-button", icon(picture));
    made.type = "button";
    made.id = `sparring-${act}-${name.id}`;
    made.title = words;
    made.ariaLabel = `${words}: ${titleOf(name)}`;
    // One stop for the Tab key a conversation; F2 and Delete do the same.
    made.tabIndex = name.id === current ? 0 : -1;
    made.addEventListener("click", press);
    return made;
  }

  /** @param {ConversationName} name */
  function nameField(name) {
    const field = create("input", "conversation-field");
    field.type = "text";
    field.id = "sparring-name";
    field.maxLength = LONGEST_TITLE;
    field.value = name.title || name.beginning.slice(0, LONGEST_TITLE);
    field.ariaLabel = t("sparring.name");
    const before = field.value;
    let left = false;
    const leave = (/** @type {boolean} */ keep) => {
      if (left) return;
      left = true;
      naming = null;
      const typed = field.value.trim();
      if (keep && typed !== before && typed !== "") acts.rename(name.id, typed);
      render();
    };
    field.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key !== "Enter" && event.key !== "Escape") return;
      // Escape gives the name up, not the answer that is being written.
      event.preventDefault();
      event.stopPropagation();
      leave(event.key === "Enter");
      document.getElementById(`sparring-conversation-${name.id}`)?.focus();
    });
    field.addEventListener("blur", () => leave(true));
    return field;
  }

  /** @param {number} id */
  function startNaming(id) {
    naming = id;
    render();
    const field = list.querySelector("input");
    field?.focus();
    field?.select();
  }

  /** @param {ConversationName} name */
  function remove(name) {
    const next = names[names.findIndex(({ id }) => id === name.id) + 1] ?? names.at(-2);
    acts.remove(name.id);
    (next ? document.getElementById(`sparring-conversation-${next.id}`) : element("sparring-new"))?.focus();
  }

  /** @param {Element} row @param {boolean} down */
  function step(row, down) {
    const next = down ? row.nextElementSibling : row.previousElementSibling;
    const target = next?.querySelector("button.conversation");
    if (target instanceof HTMLElement) target.focus();
  }

  /** @returns {boolean} whether the menu was open */
  function close() {
    if (!panel.hasAttribute("data-open")) return false;
    panel.removeAttribute("data-open");
    toggle.ariaExpanded = "false";
    return true;
  }

  toggle.addEventListener("click", () => {
    if (close()) return;
    panel.setAttribute("data-open", "");
    toggle.ariaExpanded = "true";
    const chosen = list.querySelector("[aria-current]") ?? element("sparring-new");
    if (chosen instanceof HTMLElement) chosen.focus();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (target instanceof Node && !panel.contains(target) && !toggle.contains(target)) close();
  });
  panel.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !panel.contains(relatedTarget) && relatedTarget !== toggle) close();
  });
  element("sparring-new").addEventListener("click", () => {
    close();
    acts.create();
  });

  return {
    /**
     * @param {ConversationName[]} next
     * @param {number | null} shown
     * @param {number | null} answering
     */
    show(next, shown, answering) {
      // Called at each step of a run.
      if (names === next && current === shown && running === answering) return;
      [names, current, running] = [next, shown, answering];
      // A name being typed is not replaced; it is updated afterwards.
      if (naming === null) render();
    },
    /** Offers to bring it back. @param {{ id: number, title: string } | null} conversation */
    offer(conversation) {
      deleted = conversation;
      renderDeleted();
    },
    /** Escape leaves the menu first. */
    close() {
      if (!close()) return false;
      toggle.focus();
      return true;
    },
    render() {
      setText(element("sparring-list-title"), t("sparring.conversations"));
      if (naming === null) render();
    },
  };
}

/** Its name, or its beginning. @param {{ title: string, beginning: string }} name */
export const titleOf = (name) => name.title || name.beginning || t("sparring.untitled");
