// The name of a company or a topic, with those asked about before in a list below it: typing narrows the list, keys
// choose, keep and forget. The pointer's buttons in a row do what the keys do, so they are not offered a second time
// to who hears the page.

import { announce } from "../../js/announce.js";
import { subjectForget, subjectPin, subjects } from "../../js/bridge/subjects.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { create, icon, setText, within } from "../../js/dom.js";
import { number, t } from "../../js/i18n.js";
import { notKept } from "../../js/problem-text.js";
import { date } from "../../js/time.js";
import { toastProblem } from "../../parts/widgets/toast.js";
import { charactersOf, createHistory } from "./state.js";

/** @import { IconName } from "../../ids.d.ts" */
/** @import { Limits, Subject, SubjectKind } from "../../js/ipc.d.ts" */

/**
 * @param {string} prefix of the template's instance
 * @param {SubjectKind} kind
 * @param {Limits} limits
 * @param {string} draft stands in it at first
 * @param {{ edited: () => void, entered: () => void, listed: (all: Subject[]) => void }} tell
 */
export function createSubjectField(prefix, kind, limits, draft, tell) {
  const { element, id } = within("subject-field", prefix);
  const field = element("subject");
  const panel = element("subject-panel");
  const list = element("subject-list");
  const count = element("subject-count");
  field.value = draft;

  const history = createHistory();

  function renderCount() {
    const length = charactersOf(field.value);
    setText(count, length > limits.subjectMax ? t("copy.count", { count: number(length), limit: number(limits.subjectMax) }) : "");
  }

  function renderList() {
    list.replaceChildren(...history.offered().map(row));
    if (history.offered().length === 0) close();
    mark();
  }

  /**
   * @param {Subject} subject
   * @param {number} index
   */
  function row(subject, index) {
    const { name, pinned, askedAt } = subject;
    const option = create("div", "subject-option", create("span", "subject-name", name));
    if (pinned) option.append(" ", create("span", "sr-only", t("subject.pinned")));
    option.append(" ", create("span", "subject-date", date(askedAt)));
    option.id = id(`subject-option-${index}`);
    option.role = "option";
    option.title = name;
    option.addEventListener("click", () => choose(subject));
    const line = create("div", "subject-row", option, pointerButton("pin", pinned ? "subject.unpin" : "subject.pin", () => pin(subject)), pointerButton("close", "subject.forget", () => forget(subject)));
    line.role = "presentation";
    line.dataset["pinned"] = String(pinned);
    return line;
  }

  /**
   * @param {IconName} symbol
   * @param {"subject.pin" | "subject.unpin" | "subject.forget"} words
   * @param {() => void} press
   */
  function pointerButton(symbol, words, press) {
    const made = create("button", "icon-button", icon(symbol));
    made.type = "button";
    made.tabIndex = -1;
    made.ariaHidden = "true";
    made.title = t(words);
    made.addEventListener("click", press);
    return made;
  }

  function mark() {
    for (const [index, option] of list.querySelectorAll("[role=option]").entries()) {
      option.setAttribute("aria-selected", String(index === history.at()));
      if (index === history.at()) option.scrollIntoView({ block: "nearest" });
    }
    const active = history.at() >= 0 && !panel.hidden ? id(`subject-option-${history.at()}`) : "";
    if (active) field.setAttribute("aria-activedescendant", active);
    else field.removeAttribute("aria-activedescendant");
  }

  function open() {
    renderList();
    if (history.offered().length === 0) return;
    panel.hidden = false;
    field.setAttribute("aria-expanded", "true");
    mark();
  }

  function close() {
    const shown = !panel.hidden;
    panel.hidden = true;
    history.leave();
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    return shown;
  }

  /** @param {Subject} subject */
  function choose({ name }) {
    put(name);
    close();
    field.focus();
  }

  /** @param {string} name */
  function put(name) {
    field.value = name;
    history.put(name);
    renderCount();
    tell.edited();
  }

  /** @param {() => Promise<Subject[]>} command */
  async function take(command) {
    try {
      history.set(await command());
      if (!panel.hidden) renderList();
      tell.listed(history.all());
    } catch (thrown) {
      toastProblem(notKept(problemOf(thrown)));
      return false;
    }
    return true;
  }

  /** @param {Subject} subject */
  async function pin({ name, pinned }) {
    if (await take(() => subjectPin(kind, name, !pinned))) announce(t(pinned ? "subject.unpinDone" : "subject.pinDone", { name }));
  }

  /** @param {Subject} subject */
  async function forget({ name }) {
    if (await take(() => subjectForget(kind, name))) announce(t("subject.forgetDone", { name }));
  }

  field.addEventListener("input", () => {
    history.type(field.value);
    renderCount();
    tell.edited();
    if (panel.hidden) open();
    else renderList();
  });
  field.addEventListener("click", () => panel.hidden && open());
  field.addEventListener("blur", () => close());
  // A press in the list must not take the focus from the field, which would close the list.
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    const subject = panel.hidden ? undefined : history.active();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (panel.hidden) open();
      history.step(event.key === "ArrowDown" ? 1 : -1);
      mark();
    } else if (event.key === "Enter" && subject && event.shiftKey) void pin(subject);
    else if (event.key === "Enter" && subject) choose(subject);
    else if (event.key === "Enter" && !event.shiftKey && !event.repeat) {
      close();
      tell.entered();
    }
    else if (event.key === "Delete" && subject && event.shiftKey) void forget(subject);
    else return;
    event.preventDefault();
  });

  return {
    text: () => field.value.trim(),
    put,
    close,
    focus: () => field.focus(),
    /** Reloads the list from the shell. */
    refresh: () => take(() => subjects(kind)),
    pin,
    /** Renders everything in the current language. */
    render() {
      renderCount();
      renderList();
      tell.listed(history.all());
    },
  };
}
