// The parts around the rows of the list: the counts, the state of the check, the rules that did not run, and the dismissed findings.

import { create, setText, within } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { countsOf } from "./state.js";
import { uncheckedCount, uncheckedGroup } from "./unchecked.js";

/**
 * @import { Findings } from "../../js/ipc.d.ts"
 * @import { OcrState } from "../ocr/ocr.js"
 * @import { Level, Row, stateOf } from "./state.js"
 */

/**
 * The content to check.
 * @typedef {object} Subject
 * @property {string} copy
 * @property {number | null} material the id of the staged material
 * @property {boolean} pictured there is a picture in it
 * @property {OcrState} ocr
 * @property {number} lines that OCR recognised
 */

/** @type {Level[]} */
const COUNTED = ["high", "medium", "low", "open", "advice"];
/** @type {OcrState[]} */
const READING = ["asking", "waiting", "looking", "reading"];

/** OCR of the picture is under way. @param {Subject} subject */
export const isReading = ({ pictured, ocr }) => pictured && READING.includes(ocr);

/** There is text to check. @param {Subject} subject */
export const hasWords = ({ copy, ocr, lines }) => copy.trim() !== "" || (ocr === "read" && lines > 0);

/** The state of the picture's text, if it is not checked. @param {Subject} subject */
export function pictureState(subject) {
  const { pictured, ocr, lines } = subject;
  if (!pictured) return null;
  if (isReading(subject)) return hasWords(subject) ? "reading" : "readingAlone";
  if (ocr === "notInstalled" || ocr === "stopped" || ocr === "failed" || ocr === "unread") return ocr;
  return ocr === "read" && lines === 0 ? "nothing" : null;
}

/** @param {Row} row @param {(row: Row) => void} restore */
function restoreButton(row, restore) {
  const button = create("button", "quiet small", t("findings.do.restore"));
  button.type = "button";
  button.dataset["act"] = "restore";
  button.setAttribute("aria-label", `${t("findings.do.restore")} · ${row.title}`);
  button.addEventListener("click", () => restore(row));
  return button;
}

/**
 * The message shown instead of a list, with its remedy.
 * @param {ReturnType<typeof stateOf>} state
 * @param {Subject} subject
 */
export function nowWords(state, { pictured }) {
  if (state === "checking") return { what: t("findings.now.checking"), remedy: pictured ? t("findings.now.checkingDo") : "" };
  if (state === "clear") return { what: t("findings.now.clear"), remedy: t("findings.now.clearDo") };
  return pictured ? { what: t("findings.now.unreadable"), remedy: "" } : { what: t("findings.now.empty"), remedy: t("findings.now.emptyDo") };
}

/**
 * @typedef {object} Surroundings
 * @property {{ what: string, remedy: string }} now instead of a list
 * @property {{ kind: string, words: string } | null} note above the list
 * @property {string} about below it; empty for nothing
 * @property {string[]} packs that were used, by name; empty where they are not listed
 * @property {Findings | null} found of the rules
 */

/**
 * @param {string} prefix of the instance of the template `findings`
 * @param {((row: Row) => void) | null} restore `null`: dismissed findings can't be restored
 */
export function createAround(prefix, restore) {
  const { element } = within("findings", prefix);

  /** @param {Surroundings["note"]} note */
  function renderNote(note) {
    const target = element("findings-note");
    target.hidden = note === null;
    target.dataset["picture"] = note?.kind ?? "";
    if (note) setText(element("findings-note-words"), note.words);
  }

  /** @param {Row[]} active */
  function renderCounts(active) {
    const counts = countsOf(active);
    const shown = COUNTED.filter((level) => counts[level] > 0);
    const words = shown.map((level) => t(`findings.count.${level}`, { count: counts[level] }));
    const target = element("findings-counts");
    if (target.textContent === words.join("")) return;
    target.replaceChildren(...shown.map((level, at) => {
      const one = create("span", "finding-count", words[at] ?? "");
      one.dataset["severity"] = level;
      return one;
    }));
  }

  /** Made anew only where they differ: one of the groups may be open or selected. @param {Findings["notChecked"]} unchecked */
  function renderUnchecked(unchecked) {
    const target = element("findings-unchecked");
    const shows = `${language()} ${JSON.stringify(unchecked)}`;
    target.hidden = unchecked.length === 0;
    if (target.dataset["shows"] === shows) return;
    target.dataset["shows"] = shows;
    setText(element("findings-unchecked-title"), t("findings.unchecked.title", { count: uncheckedCount(unchecked) }));
    element("findings-unchecked-list").replaceChildren(...unchecked.map(uncheckedGroup));
  }

  /** @param {string[]} packs */
  function renderPacks(packs) {
    const target = element("findings-packs");
    const shows = JSON.stringify([language(), packs]);
    target.hidden = packs.length === 0;
    if (target.dataset["shows"] === shows) return;
    target.dataset["shows"] = shows;
    setText(element("findings-packs-title"), t("findings.packs", { count: packs.length }));
    element("findings-packs-list").replaceChildren(...packs.map((pack) => create("li", "", pack)));
  }

  return {
    /**
     * @param {ReturnType<typeof stateOf>} state
     * @param {Row[]} active
     * @param {Surroundings} around
     */
    show(state, active, { now, note, about, packs, found }) {
      element("findings-now").hidden = state === "found" || state === "problem";
      setText(element("findings-now-what"), now.what);
      setText(element("findings-now-do"), now.remedy);
      renderNote(note);
      renderCounts(active);
      renderUnchecked(found?.notChecked ?? []);
      element("findings-omitted").hidden = !found?.omitted;
      setText(element("findings-omitted"), t("findings.omitted", { count: found?.omitted ?? 0 }));
      renderPacks(packs);
      element("findings-about").hidden = about === "";
      setText(element("findings-about"), about);
    },
    /** @param {{ row: Row, reason: string }[]} dismissed */
    showDismissed(dismissed) {
      element("findings-dismissed").hidden = dismissed.length === 0;
      setText(element("findings-dismissed-title"), t("findings.dismissed.title", { count: dismissed.length }));
      element("findings-dismissed-list").replaceChildren(...dismissed.map(({ row, reason }) => {
        const words = create("div", "dismissed-words", create("span", "finding-level", t(`findings.level.${row.level}`)), ` ${row.title} `);
        if (row.excerpt) words.append(create("span", "finding-excerpt", t("findings.row.excerpt", { words: row.excerpt })));
        words.append(create("p", "dismissed-reason", t("findings.dismissed.reason", { reason })));
        const one = create("li", "", words, ...(restore ? [restoreButton(row, restore)] : []));
        one.dataset["severity"] = row.level;
        return one;
      }));
    },
  };
}
