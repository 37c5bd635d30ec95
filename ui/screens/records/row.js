// A row of the list of records. Rows are reused while the list scrolls.

import { thumbnailAddress } from "../../js/bridge/material.js";
import { create, icon, setText } from "../../js/dom.js";
import { duration, t } from "../../js/i18n.js";
import { recordedAt } from "../../js/time.js";

/** @import { IconName } from "../../ids.d.ts" */
/** @import { RecordKind, RecordOutcome, RecordRow } from "../../js/ipc.d.ts" */

/** Of a passage, before the first hit; where a row has less room, the style sheet cuts more of it. */
const BEFORE_CHARACTERS = 12;

/** @typedef {HTMLDivElement & { fillWith: (record: RecordRow | undefined, selected: boolean) => void }} RecordLine */

/** @returns {RecordLine} */
export function makeRow() {
  const tick = cell("record-tick", create("span", "tick"));
  const picture = create("span", "record-picture");
  const title = create("span", "record-title");
  // An icon alone, to leave space for the title; screen readers get the word.
  const demoWord = create("span", "sr-only");
  const demo = create("span", "demo-mark", icon("demo"), demoWord);
  const versions = badge("versions", "");
  const damaged = badge("damaged", "");
  const badges = create("span", "record-badges", damaged, demo, versions);
  const context = create("span", "record-context");
  const name = cell("record-name", picture, create("span", "record-words", create("span", "record-line", title, badges), context));
  const kind = cell("record-kind");
  const mark = outcomeMark("finished");
  const outcome = cell("record-outcome", mark);
  const when = cell("record-when");
  const elapsed = cell("record-elapsed");
  const row = create("div", "record-row", tick, name, kind, outcome, when, elapsed);
  row.role = "row";
  /** The source of the picture, so that scrolling does not load it twice. @type {string | null} */
  let pictured = "";

  /** Parts are changed rather than rebuilt: an icon costs more than all the words of a row. @param {RecordRow | undefined} record */
  function renderMarks(record) {
    // Nothing that a damaged one says of itself counts.
    damaged.hidden = !record?.damaged;
    setText(damaged, t("records.damaged.mark"));
    demo.hidden = !record?.demo || record.damaged;
    demo.title = t("records.demo");
    setText(demoWord, t("records.demo"));
    versions.hidden = (record?.versions ?? 0) < 2 || record?.damaged === true;
    if (record) setText(versions, t(`records.versions.${record.kind}`, { count: record.versions }));
    mark.hidden = !record || record.damaged;
    if (record) setOutcome(mark, record.outcome);
  }

  /** @param {RecordRow | undefined} record */
  function renderPicture(record) {
    const next = record ? (record.picture ?? record.kind) : null;
    if (next === pictured) return;
    pictured = next;
    if (!record) return picture.replaceChildren();
    if (record.picture === null) return picture.replaceChildren(icon(iconOf(record.kind)));
    const image = create("img", "record-thumbnail");
    image.alt = "";
    image.decoding = "async";
    image.draggable = false;
    // A text has no thumbnail.
    image.addEventListener("error", () => image.replaceWith(icon("file")));
    image.src = thumbnailAddress(record.picture);
    picture.replaceChildren(image);
  }

  /** @param {RecordRow | undefined} record */
  function renderPassage(record) {
    const passage = record?.context ?? [];
    if (passage.length === 0 && !context.firstChild) return;
    // The text around the first hit is shortened, so that the hit is always in sight.
    const first = passage.findIndex(({ hit }) => hit);
    const before = passage.slice(0, first).map(({ text }) => text).join("");
    const after = passage.slice(first + 1).map(({ text, hit }) => (hit ? create("mark", "", text) : text));
    const where = record?.place === "picture" ? t("records.inPicture") : record?.place === "answer" ? t("records.inAnswer") : "";
    context.replaceChildren(...(passage.length === 0 ? [] : [
      ...(where ? [create("span", `record-where in-${record?.place}`, where)] : []),
      ...(before ? [create("span", before.length > BEFORE_CHARACTERS ? "record-before cut" : "record-before", create("span", "", endOf(before, BEFORE_CHARACTERS)))] : []),
      create("mark", "", passage[first]?.text ?? ""),
      create("span", "record-after", ...after),
    ]));
  }

  return Object.assign(row, {
    /**
     * @param {RecordRow | undefined} record not here yet
     * @param {boolean} selected
     */
    fillWith(record, selected) {
      row.ariaSelected = String(selected);
      row.classList.toggle("waiting", !record);
      row.ariaBusy = record ? null : "true";
      row.classList.toggle("damaged", record?.damaged === true);
      row.dataset["record"] = record ? String(record.id) : "";
      renderPicture(record);
      setText(title, record ? titleOf(record) : "");
      title.title = record?.title ?? "";
      renderMarks(record);
      renderPassage(record);
      setText(kind, record ? t(`records.kind.${record.kind}`) : "");
      setText(when, record ? recordedAt(record.createdMs, record.offsetMinutes) : "");
      setText(elapsed, record?.elapsedMs != null ? duration(record.elapsedMs) : "");
    },
  });
}

/** @param {string} text @param {number} most characters */
function endOf(text, most) {
  const characters = Array.from(text);
  return characters.length > most ? `…${characters.slice(-most).join("")}` : text;
}

/** @param {string} className @param {...(Node | string)} children */
function cell(className, ...children) {
  const made = create("div", className, ...children);
  made.role = "gridcell";
  return made;
}

/** @param {{ kind: RecordKind, title: string }} record */
export const titleOf = ({ kind, title }) => title || t(kind === "audit" ? "material.clipboard" : "records.untitled");

/** @param {RecordKind} kind */
export const iconOf = (kind) => (kind === "lines" ? "sparring" : kind);

/** @param {string} kind @param {string} words */
export function badge(kind, words) {
  const made = create("span", "badge", words);
  made.dataset["kind"] = kind;
  return made;
}

/** @type {Record<RecordOutcome, IconName>} */
const ICONS = { running: "replace", finished: "check", failed: "alert", cancelled: "stopped", interrupted: "stopped" };

/** @param {RecordOutcome} outcome */
export function outcomeMark(outcome) {
  const made = create("span", "outcome-mark", icon(ICONS[outcome]), create("span", ""));
  setOutcome(made, outcome);
  return made;
}

/**
 * @param {HTMLElement} mark
 * @param {RecordOutcome} outcome
 */
function setOutcome(mark, outcome) {
  const words = mark.lastElementChild;
  if (words) setText(words, t(`records.outcome.${outcome}`));
  if (mark.dataset["outcome"] === outcome) return;
  mark.dataset["outcome"] = outcome;
  mark.querySelector("use")?.setAttribute("href", `#i-${ICONS[outcome]}`);
}
