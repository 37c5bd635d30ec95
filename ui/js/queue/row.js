// One picture of the queue as a row: made once, filled again and again while the list scrolls under it.

import { thumbnailAddress } from "../bridge.js";
import { create, icon, setText } from "../dom.js";
import { bytes, duration, number, t } from "../i18n.js";
import { shortFileName, showFileName } from "../parts/file-name.js";
import { formatName, pictureName } from "../parts/picture-facts.js";
import { canRetry } from "./store.js";
import { whyWords } from "./words.js";

/** @import { QueueItem, QueueState } from "../ipc.d.ts" */

/** What can be done with one row. @typedef {"open" | "stop" | "retry" | "remove" | "original"} Act */
/**
 * @typedef {object} RowFacts
 * @property {boolean} selected
 * @property {QueueItem | undefined} original the one it is the same as
 */
/** @typedef {HTMLDivElement & { fillWith: (item: QueueItem | undefined, facts: RowFacts) => void }} QueueLine */

/** @type {Record<QueueState, string>} */
const ICONS = { waiting: "clock", running: "replace", finished: "check", failed: "alert", stopped: "stopped", unsure: "unsure", same: "copy", alike: "compare" };
/** @type {[Exclude<Act, "original">, string][]} */
const ACTS = [["open", "page"], ["stop", "stopped"], ["retry", "undo"], ["remove", "trash"]];

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
  const elapsed = cell("queue-elapsed");
  const buttons = ACTS.map(([kind, symbol]) => act(kind, symbol));
  const row = create(
    "div",
    "record-row queue-row",
    cell("record-tick", create("span", "tick")),
    cell("queue-order", grip),
    cell("record-name", picture, create("span", "record-words", name, facts)),
    cell("queue-state", create("span", "queue-state-line", mark, part), why, original, bar),
    elapsed,
    cell("queue-acts", ...buttons),
  );
  row.role = "row";
  /** What it shows, so that scrolling does not make it twice. */
  let [pictured, named] = ["", ""];

  /** @param {QueueItem} item */
  function renderPicture({ sha256 }) {
    if (sha256 === pictured) return;
    pictured = sha256;
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
    const { width, height, format } = item;
    setText(facts, [t("material.pixels", { width: number(width), height: number(height) }), formatName(format), bytes(item.bytes)].join(" · "));
  }

  /** @param {string} called */
  function renderOriginal(called) {
    const whole = called ? t("queue.sameAs", { name: called }) : "";
    if (original.title === whole) return;
    original.title = whole;
    setText(original, called ? t("queue.sameAs", { name: shortFileName(called) }) : "");
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
    original.hidden = state !== "same" || !first;
    renderOriginal(first ? pictureName(first) : "");
    const reason = original.hidden ? whyWords(item) : "";
    setText(why, reason);
    why.title = reason;
    why.hidden = reason === "";
    bar.hidden = state !== "running";
  }

  /** @param {QueueItem} item */
  function renderActs(item) {
    /** @type {Record<Exclude<Act, "original">, boolean>} */
    const wanted = { open: item.record !== null, stop: item.state === "running", retry: canRetry(item), remove: item.state !== "running" };
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
      renderState(item, first);
      renderActs(item);
      grip.title = t("queue.grip");
      grip.hidden = item.state !== "waiting";
      setText(elapsed, item.elapsedMs === null ? "" : duration(item.elapsedMs));
    },
  });
}

/** The list has the keyboard as a whole: its buttons are for the pointer, and each has a key or a button above the list. @param {Act} kind @param {string | null} symbol */
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
