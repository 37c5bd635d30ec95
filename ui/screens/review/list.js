// The list of reviews: one stop of the Tab key, arrow keys between the rows, Enter opens.

import { create, element, icon, keepFocus, setText } from "../../js/dom.js";
import { lookUp, number, t } from "../../js/i18n.js";
import { lately } from "../../js/time.js";
import { numberOf } from "./number-words.js";
import { dueCounts, dueOf, rowOf, rowsMatching } from "./state.js";

/**
 * @import { Review, ReviewRow, ReviewState } from "../../js/ipc.d.ts"
 * @import { IconName } from "../../ids.d.ts"
 * @import { Due } from "./state.js"
 */

/** More rows would take long to lay out; the filter leads to the others. */
const MOST_ROWS = 500;
/** @type {ReviewState[]} */
const STATES = ["open", "reviewed", "approved", "returned", "archived"];
/** @type {Due[]} */
const DUES = ["soon", "over"];
/** @type {Record<ReviewState, IconName>} */
const ICONS = { open: "edit", reviewed: "check", approved: "check", returned: "undo", archived: "records" };

/** Shows a state in its colour. @param {HTMLElement} place @param {ReviewState} state */
export function showState(place, state) {
  place.dataset["state"] = state;
  place.replaceChildren(icon(ICONS[state]), t(`review.state.${state}`));
}

/** @param {Pick<ReviewRow, "title">} row */
export const titleOf = ({ title }) => title || t("review.untitled");

/**
 * @param {object} own
 * @param {(record: number) => void} own.open
 * @param {() => number | null} own.current the record whose review is shown
 */
export function createReviewList({ open, current }) {
  const frame = element("review-rows");
  const text = element("review-filter-text");
  const state = element("review-filter-state");
  /** @type {ReviewRow[]} */
  let rows = [];
  /** @type {ReviewRow[]} */
  let visible = [];
  /** The contents of the rows in the page. */
  let shows = "";
  /** The record of the row that the Tab key stops at. @type {number | null} */
  let at = null;

  const wanted = () => ({ text: text.value, state: [...STATES, ...DUES].find((one) => one === state.value) ?? /** @type {const} */ ("") });
  const places = () => /** @type {HTMLElement[]} */ (Array.from(frame.children));

  function draw() {
    const today = localDay();
    drawDue(dueCounts(rows, today));
    const found = rowsMatching(rows, wanted(), today);
    visible = found.slice(0, MOST_ROWS);
    const next = JSON.stringify([document.documentElement.lang, visible]);
    if (next !== shows) keepFocus(() => frame.replaceChildren(...visible.map((row) => makeRow(row, today))), text);
    shows = next;
    if (!visible.some(({ record }) => record === at)) at = visible[0]?.record ?? null;
    mark();
    setText(element("review-list-count"), found.length === rows.length ? number(rows.length) : t("review.list.count", { count: found.length, of: rows.length }));
    const none = element("review-list-none");
    none.hidden = found.length > 0 && found.length <= MOST_ROWS;
    setText(none, found.length > MOST_ROWS ? t("review.list.more", { count: MOST_ROWS }) : t(rows.length === 0 ? "review.list.empty" : "review.list.none"));
    frame.hidden = found.length === 0;
  }

  function mark() {
    for (const place of places()) {
      const record = Number(place.dataset["record"]);
      place.ariaSelected = String(record === current());
      place.tabIndex = record === at ? 0 : -1;
    }
  }

  /** @param {number} index */
  function go(index) {
    const row = visible[Math.max(0, Math.min(visible.length - 1, index))];
    if (!row) return false;
    at = row.record;
    mark();
    const place = places().find(({ dataset }) => dataset["record"] === String(row.record));
    place?.focus({ preventScroll: true });
    place?.scrollIntoView({ block: "nearest" });
    return true;
  }

  const index = () => visible.findIndex(({ record }) => record === at);

  /** The options of the state filter. */
  let choices = "";

  /** @param {Record<Due, number>} counts */
  function drawDue(counts) {
    const count = counts.soon + counts.over;
    element("review-due").hidden = count === 0;
    setText(element("review-due-go"), t("review.list.due", { count }));
    const next = JSON.stringify([document.documentElement.lang, counts]);
    if (next === choices) return;
    choices = next;
    const value = state.value;
    const due = DUES.filter((one) => counts[one] > 0 || value === one).map((one) => new Option(t(`review.list.${one}`, { count: counts[one] }), one));
    state.replaceChildren(new Option(t("review.list.allStates"), ""), ...STATES.map((one) => new Option(t(`review.state.${one}`), one)), ...due);
    state.value = value;
  }

  frame.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const keys = {
      ArrowDown: () => go(index() + 1), ArrowUp: () => (index() <= 0 ? text.focus() : go(index() - 1)),
      j: () => go(index() + 1), k: () => go(index() - 1), Home: () => go(0), End: () => go(visible.length - 1),
      PageDown: () => go(index() + 8), PageUp: () => go(index() - 8),
      Enter: () => at !== null && open(at), " ": () => at !== null && open(at),
    };
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    keys[/** @type {"j"} */ (event.key)]();
  });
  frame.addEventListener("click", (event) => {
    const place = event.target instanceof Element ? event.target.closest("[data-record]") : null;
    if (!(place instanceof HTMLElement)) return;
    at = Number(place.dataset["record"]);
    mark();
    open(at);
  });
  text.addEventListener("input", draw);
  text.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && go(index() < 0 ? 0 : index())) event.preventDefault();
    if (event.key === "Enter" && visible[0]) open(visible[0].record);
  });
  state.addEventListener("change", draw);
  element("review-due-go").addEventListener("click", () => {
    // Overdue ones first.
    const today = localDay();
    state.value = dueCounts(rows, today).over > 0 && state.value !== "over" ? "over" : "soon";
    draw();
    state.focus();
  });
  drawDue({ soon: 0, over: 0 });

  return {
    /** @param {ReviewRow[]} next */
    show(next) {
      rows = next;
      draw();
    },
    rows: () => rows,
    /** A review has changed. @param {Review} review */
    update(review) {
      rows = rows.map((row) => (row.record === review.record ? rowOf(row, review) : row));
      draw();
    },
    /** In their order, as the filters leave them. */
    visible: () => visible,
    mark() {
      if (current() !== null) at = current();
      mark();
    },
    focus: () => go(Math.max(0, index())),
    search: () => text.focus(),
    /** Leaves the filter; returns whether there was one. */
    escape() {
      if (text.value === "" || document.activeElement !== text) return false;
      text.value = "";
      draw();
      return true;
    },
    render() {
      draw();
    },
  };
}

/** Today by the local clock, as YYYY-MM-DD. */
function localDay() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** @param {ReviewRow} row @param {string} today */
function makeRow(row, today) {
  const mark = create("span", "review-state");
  showState(mark, row.state);
  const head = create("span", "review-row-head", create("span", "review-number", numberOf(row)), mark);
  const facts = [row.type, row.department].filter(Boolean);
  const left = row.state === "open" || row.state === "returned" ? t(row.undecided === 0 ? "review.list.decided" : "review.list.undecided", { count: row.undecided }) : "";
  const conclusion = row.conclusion ? [conclusionChip(row.conclusion)] : [];
  const title = create("span", "review-row-title", titleOf(row));
  const foot = create("span", "review-row-foot", ...conclusion, create("span", "review-left", left), create("span", "review-when", lately(row.atMs)));
  const due = dueOf(row, today);
  const kept = due ? [create("span", "review-row-due", t(due === "over" ? "review.list.keptOver" : "review.list.keptUntil", { day: row.retainUntil }))] : [];
  if (row.undecided === 0) foot.dataset["done"] = "true";
  const made = create("div", "review-row", head, title, ...(facts.length > 0 ? [create("span", "review-row-facts", facts.join(" · "))] : []), ...kept, foot);
  if (row.demo) head.append(Object.assign(create("span", "demo-mark", icon("demo"), create("span", "sr-only", t("records.demo"))), { title: t("records.demo") }));
  made.setAttribute("role", "option");
  made.dataset["record"] = String(row.record);
  made.title = titleOf(row);
  return made;
}

/** @param {NonNullable<ReviewRow["conclusion"]>} conclusion */
export function conclusionChip(conclusion) {
  const chip = create("span", "review-conclusion-chip", lookUp(`review.conclusion.${conclusion}`) ?? conclusion);
  chip.dataset["conclusion"] = conclusion;
  return chip;
}
