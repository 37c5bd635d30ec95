// A row of the queue. Rows are reused while the list scrolls.

import { thumbnailAddress } from "../../js/bridge/material.js";
import { create, icon, setText } from "../../js/dom.js";
import { duration, language, t } from "../../js/i18n.js";
import { shortFileName, showFileName } from "../../parts/widgets/file-name.js";
import { factsOf, isPictured, pictureName } from "../../parts/picture/picture-facts.js";
import { WEIGHED } from "./findings.js";
import { actionsOn } from "./state.js";
import { findingsHint, whyWords } from "./words.js";

/** @import { IconName } from "../../ids.d.ts" */
/** @import { QueueItem, QueueState } from "../../js/ipc.d.ts" */

/** What can be done with one row. @typedef {"open" | "stop" | "retry" | "accept" | "remove" | "original"} Act */
/**
 * @typedef {object} RowFacts
 * @property {boolean} selected
 * @property {QueueItem | undefined} original the one it is the same as, or looks like
 */
/** @typedef {HTMLDivElement & { fillWith: (item: QueueItem | undefined, facts: RowFacts) => void }} QueueLine */

/** @type {Record<QueueState, IconName>} */
const ICONS = { waiting: "clock", running: "replace", finished: "check", failed: "alert", stopped: "stopped", unsure: "unsure", same: "copy", alike: "compare" };
/** Their pictures are pages, of which there may be many. */
const DOCUMENTS = ["pdf", "docx", "pptx", "text"];
/** @type {[Exclude<Act, "original">, IconName][]} */
const ACTS = [["open", "page"], ["stop", "stopped"], ["retry", "undo"], ["accept", "audit"], ["remove", "trash"]];

/** @returns {QueueLine} */
export function makeRow() {
  const grip = create("span", "queue-grip", icon("grip"));
  const picture = create("span", "record-picture");
  const name = create("span", "queue-name file-name");
  const facts = create("span", "queue-facts");
  const mark = create("span", "queue-mark", icon("clock"), create("span", ""));
  const part = create("span", "queue-part");
  const why = create("span", "queue-why");
  const original = act("original", null);
  original.className = "link queue-original";
  const bar = create("span", "queue-bar");
  const findings = cell("queue-findings");
  const elapsed = cell("queue-elapsed");
  const buttons = ACTS.map(([kind, symbol]) => act(kind, symbol));
  const row = create(
    "div",
    "record-row queue-row",
    cell("record-tick", create("span", "tick")),
    cell("queue-order", grip),
    cell("record-name", picture, create("span", "record-words", name, facts)),
    findings,
    cell("queue-state", create("span", "queue-state-line", mark, part), why, original, bar),
    elapsed,
    cell("queue-acts", ...buttons),
  );
  row.role = "row";
  /** What it shows, so that scrolling does not make it twice. */
  let [pictured, named, found] = ["", "", ""];

  /** @param {QueueItem} item */
  function renderPicture(item) {
    const { sha256 } = item;
    if (sha256 === pictured) return;
    pictured = sha256;
    if (!isPictured(item)) return picture.replaceChildren(icon("file"));
    const image = create("img", "record-thumbnail");
    image.alt = "";
    image.decoding = "async";
    image.draggable = false;
    image.addEventListener("error", () => image.replaceWith(icon("image")));
    image.src = thumbnailAddress(sha256);
    picture.replaceChildren(image);
  }

  /** @param {QueueItem} item */
  function renderName(item) {
    const called = pictureName(item);
    if (called !== named) showFileName(name, called);
    named = called;
    // The number of pages is not known here, and the size of all of them together says nothing.
    const { width, ...rest } = item;
    setText(facts, factsOf({ ...rest, width: DOCUMENTS.includes(item.format) ? 0 : width }).join(" · "));
  }

  /** @param {QueueItem["state"]} state @param {string} called */
  function renderOriginal(state, called) {
    const says = state === "alike" ? "queue.looksLike" : "queue.sameAs";
    const whole = called ? t(says, { name: called }) : "";
    if (original.title === whole) return;
    original.title = whole;
    setText(original, called ? t(says, { name: shortFileName(called) }) : "");
  }

  /** @param {QueueItem} item @param {QueueItem | undefined} first */
  function renderState(item, first) {
    const { state } = item;
    const words = mark.lastElementChild;
    if (words) setText(words, t(`queue.state.${state}`));
    if (row.dataset["state"] !== state) mark.querySelector("use")?.setAttribute("href", `#i-${ICONS[state]}`);
    row.dataset["state"] = state;
    const counted = state === "running" && item.part !== null ? item.part : null;
    setText(part, counted ? t("queue.part", { number: counted[0], of: counted[1] }) : "");
    part.title = counted ? t("queue.partHint", { number: counted[0], of: counted[1] }) : "";
    part.hidden = !counted;
    original.hidden = (state !== "same" && state !== "alike") || !first;
    renderOriginal(state, first ? pictureName(first) : "");
    const reason = original.hidden ? whyWords(item) : "";
    setText(why, reason);
    why.title = reason;
    why.hidden = reason === "";
    bar.hidden = state !== "running";
  }

  /** @param {QueueItem["checked"]} checked */
  function renderFindings(checked) {
    const shows = `${language()} ${JSON.stringify(checked)}`;
    if (shows === found) return;
    found = shows;
    findings.title = findingsHint(checked);
    if (checked.state !== "checked") {
      findings.dataset["checked"] = checked.state;
      return setText(findings, t(`queue.findings.${checked.state}`));
    }
    const { counts } = checked;
    const levels = WEIGHED.filter((level) => counts[level] > 0);
    findings.dataset["checked"] = levels.length > 0 ? "found" : "clear";
    if (levels.length === 0) return setText(findings, t("queue.findings.clear"));
    findings.replaceChildren(...levels.map((level) => {
      const one = create("span", "finding-count", t(`findings.count.${level}`, { count: counts[level] }));
      one.dataset["severity"] = level;
      return one;
    }));
  }

  /** @param {QueueItem} item */
  function renderActs(item) {
    const wanted = { open: item.record !== null, ...actionsOn([item]) };
    for (const [index, [kind]] of ACTS.entries()) {
      const button = buttons[index];
      if (!button) continue;
      button.hidden = !wanted[kind];
      button.title = t(`queue.act.${kind}`);
      button.ariaLabel = t("queue.actOf", { act: t(`queue.act.${kind}`), name: pictureName(item) });
    }
  }

  return Object.assign(row, {
    /**
     * @param {QueueItem | undefined} item
     * @param {RowFacts} facts
     */
    fillWith(item, { selected, original: first }) {
      row.ariaSelected = String(selected);
      if (!item) return;
      row.dataset["item"] = String(item.id);
      renderPicture(item);
      renderName(item);
      // A file that is there twice is checked once.
      renderFindings((item.state === "same" && first ? first : item).checked);
      renderState(item, first);
      renderActs(item);
      grip.title = t("queue.grip");
      grip.hidden = item.state !== "waiting";
      setText(elapsed, item.elapsedMs === null ? "" : duration(item.elapsedMs));
    },
  });
}

/** The grid has the focus as a whole: its buttons are for the pointer, and each has a shortcut or a button above the list. @param {Act} kind @param {IconName | null} symbol */
function act(kind, symbol) {
  const made = create("button", "icon-button queue-act", ...(symbol ? [icon(symbol)] : []));
  made.type = "button";
  made.tabIndex = -1;
  made.dataset["act"] = kind;
  return made;
}

/** @param {string} className @param {...(Node | string)} children */
function cell(className, ...children) {
  const made = create("div", className, ...children);
  made.role = "gridcell";
  return made;
}
