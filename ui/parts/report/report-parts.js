// A report in parts: writes the heading over the answer to each part with its state, and once all of it is there marks what
// an earlier part has told already. Copied text stays as the service wrote it.

import { create, icon } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { describe } from "../../js/problem-text.js";
import { partWords } from "../picture/part-words.js";
import { isAnswered } from "../run/run.js";
import { repeatsOf } from "./repeats.js";

/** @import { IconName } from "../../ids.d.ts" */
/** @import { RunPart, PartState } from "../../js/ipc.d.ts" */

/** Texts that may be announced twice. */
const PASSAGES = "li, tr, p";

/** @type {Record<PartState, IconName>} */
const ICONS = { running: "info", finished: "check", kept: "check", failed: "alert", stopped: "stopped", unasked: "stopped" };

/**
 * @param {object} report
 * @param {(index: number) => Element | null} report.block as far as it is drawn
 * @param {() => Element[]} report.blocks
 * @param {() => boolean} report.isDrawn nothing waits to be drawn
 * @param {(part: RunPart) => (() => void) | null} leadTo how to bring what a part shows of the picture into sight; `null` where that
 *   is not to be seen
 */
export function createReportParts(report, leadTo) {
  /** The parts that marks in the page represent. @type {RunPart[] | null} */
  let marked = null;

  /**
   * @param {RunPart} part
   * @param {number | null} width
   */
  function renderHeading(part, width) {
    const section = part.block === null ? null : report.block(part.block);
    const heading = section?.querySelector("h1.part");
    if (!(section instanceof HTMLElement) || !(heading instanceof HTMLElement)) return;
    const name = partWords(part.number, part.of, part, width);
    const state = part.state === "finished" ? "" : t(`parts.state.${part.state}`);
    const said = part.problem && describe(part.problem);
    const why = said ? [said.what, said.remedy].join(t("common.sentences")) : "";
    const lead = leadTo(part);
    const wanted = [name, part.state, state, why, lead !== null].join("\n");
    if (heading.dataset["said"] === wanted) return;
    heading.dataset["said"] = wanted;
    heading.dataset["state"] = part.state;
    heading.dataset["title"] = isAnswered(part) || state === "" ? name : t("parts.inContents", { name, state });
    heading.replaceChildren(nameOf(part, name, lead));
    if (state) heading.append(" ", create("span", "part-state", icon(ICONS[part.state]), state));
    if (why) heading.append(" ", create("span", "part-why", why));
    section.lang = language();
    section.classList.add("part-block");
  }

  /**
   * @param {RunPart} part
   * @param {string} name
   * @param {(() => void) | null} lead
   */
  function nameOf(part, name, lead) {
    if (!lead) return create("span", "part-name", name);
    const press = create("button", "link part-name", name);
    press.type = "button";
    press.title = t("parts.lead");
    // Its target may be gone.
    press.addEventListener("click", () => leadTo(part)?.());
    return press;
  }

  /** @param {RunPart[]} parts by their blocks */
  function mark(parts) {
    /** @type {{ part: number, text: string, passage: Element }[]} */
    const passages = [];
    const blocks = report.blocks();
    parts.forEach(({ number, block }, at) => {
      if (block === null) return;
      for (const section of blocks.slice(block + 1, parts[at + 1]?.block ?? undefined)) {
        for (const passage of section.querySelectorAll(PASSAGES)) {
          const text = textOf(passage);
          if (text !== "") passages.push({ part: number, text, passage });
        }
      }
    });
    repeatsOf(passages).forEach((before, at) => {
      const passage = passages[at]?.passage;
      if (!passage || before === null || passage.parentElement?.closest(".repeat")) return;
      passage.classList.add("repeat");
      placeOfMark(passage).dataset["part"] = String(before);
    });
  }

  /** In the current language. */
  function nameMarks() {
    for (const section of report.blocks()) {
      for (const passage of section.querySelectorAll(".repeat")) {
        const place = placeOfMark(passage);
        place.dataset["repeat"] = t("parts.alsoIn", { number: place.dataset["part"] ?? "" });
      }
    }
  }

  return {
    /** There is another report. */
    begin() {
      marked = null;
    },
    /**
     * @param {RunPart[]} parts
     * @param {boolean} over nothing more comes
     * @param {number | null} width of the picture
     */
    render(parts, over, width) {
      for (const part of parts) renderHeading(part, width);
      if (!over || parts.length < 2 || marked === parts || !report.isDrawn()) return;
      marked = parts;
      mark(parts.filter(({ block }) => block !== null).sort((one, other) => (one.block ?? 0) - (other.block ?? 0)));
      nameMarks();
    },
    /** In the current language. */
    nameMarks() {
      if (marked) nameMarks();
    },
  };
}

/** The text that is compared, without a row's own number. @param {Element} passage */
function textOf(passage) {
  if (!(passage instanceof HTMLTableRowElement)) return passage.textContent ?? "";
  const cells = Array.from(passage.cells);
  if (cells.every((cell) => cell.tagName === "TH")) return "";
  const texts = cells.map((cell) => (cell.textContent ?? "").trim());
  return (/^\d{1,4}[.、)]?$/.test(texts[0] ?? "") ? texts.slice(1) : texts).join("\t");
}

/** Where the words at its end are shown; a row has no room for any but in its cells. @param {Element} passage @returns {HTMLElement} */
function placeOfMark(passage) {
  const place = passage instanceof HTMLTableRowElement ? passage.cells[passage.cells.length - 1] : passage;
  return /** @type {HTMLElement} */ (place ?? passage);
}
