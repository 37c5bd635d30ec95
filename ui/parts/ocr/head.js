// The head over the recognised lines of a picture: the state of OCR, the smallest print, and the buttons.

import { setText, within } from "../../js/dom.js";
import { number, t } from "../../js/i18n.js";
import { hideNotice, showNotice } from "../widgets/notice.js";
import { describeOcr } from "../../js/problem-text.js";
import { isUnsure, smallestOf } from "./confidence.js";
import { isUnderWay } from "./ocr.js";

/** @import { TextLine } from "../../js/ipc.d.ts" */
/** @import { Known } from "./ocr.js" */

/** @param {TextLine[]} lines @returns {string} */
function readLines(lines) {
  const [count, unsure] = [lines.length, lines.filter(isUnsure).length];
  if (count === 0) return t("reading.now.nothing");
  return unsure > 0 ? t("reading.now.readUnsure", { count, unsure }) : t("reading.now.read", { count });
}

/**
 * @param {string} prefix of the instance of the template `picture-text`
 * @param {HTMLElement} count shows how many lines there are
 */
export function createOcrHead(prefix, count) {
  const { element } = within("picture-text", prefix);

  /** @param {Known} known @returns {string} */
  function now({ state, lines, part, done, of }) {
    switch (state) {
      case "none":
      case "asking":
      case "notInstalled":
      case "unread":
      case "waiting":
      case "failed":
        return t(`reading.now.${state}`);
      case "looking":
        return t("reading.now.looking", { percent: number(Math.floor(part * 100)) });
      case "reading":
        return t("reading.now.reading", { done, of });
      case "read":
        return readLines(lines);
      default:
        return lines.length > 0 ? t("reading.now.stopped", { count: lines.length }) : t("reading.now.stoppedEmpty");
    }
  }

  /** The message for a state. @param {Known} known @returns {string} */
  function note({ state, lines, leftOut, turned }) {
    if (state === "none" || state === "notInstalled" || state === "unread" || state === "stopped") return t(`reading.note.${state}`);
    const words = [];
    if (turned === 180) words.push(t("reading.note.upsideDown"));
    else if (turned > 0) words.push(t("reading.note.onSide"));
    if (leftOut > 0) words.push(t("reading.note.leftOut", { count: leftOut }));
    if (words.length > 0) return words.join(" ");
    return state === "read" && lines.length === 0 ? t("reading.note.nothing") : "";
  }

  /** @param {Known} known */
  function renderMeter({ state, part, done, of }) {
    const meter = element("ocr-meter");
    meter.hidden = state !== "looking" && state !== "reading";
    if (meter.hidden) return;
    meter.max = 1;
    // Finding lines and recognising them take about equally long.
    meter.value = state === "looking" ? part / 2 : 0.5 + done / Math.max(1, of) / 2;
  }

  /** @param {Known} known */
  function renderSmallest({ state, lines }) {
    const smallest = state === "read" ? smallestOf(lines) : null;
    const place = element("ocr-smallest");
    place.hidden = smallest === null;
    if (!smallest) return;
    place.dataset["small"] = String(smallest.small);
    setText(element("ocr-smallest-words"), t("reading.smallest", { pixels: smallest.pixels }));
    place.title = t(smallest.small ? "reading.smallestSmall" : "reading.smallestHint");
  }

  /** @param {Known} known */
  function renderProblem({ problem }) {
    const place = element("ocr-problem");
    if (!problem) return hideNotice(place);
    if (place.dataset["code"] === problem.code) return;
    showNotice(place, { ...describeOcr(problem), problem });
    place.dataset["code"] = problem.code;
  }

  return {
    /** @param {Known} known */
    render(known) {
      const { state, lines, stopping } = known;
      element("ocr").dataset["state"] = state;
      setText(element("ocr-now"), now(known));
      const words = note(known);
      element("ocr-note").hidden = words === "";
      setText(element("ocr-note"), words);
      renderMeter(known);
      renderSmallest(known);
      renderProblem(known);
      element("ocr-stop").hidden = !isUnderWay(known);
      element("ocr-stop").setAttribute("aria-disabled", String(stopping));
      const again = element("ocr-again");
      again.hidden = state !== "unread" && state !== "stopped" && state !== "failed";
      setText(again, t(state === "unread" ? "reading.start" : "reading.again"));
      element("ocr-copy").hidden = state !== "read" || lines.length === 0;
      count.hidden = lines.length === 0;
      // More may follow.
      setText(count, isUnderWay(known) ? `${number(lines.length)}…` : number(lines.length));
    },
    /** Get the focus when a button goes away. */
    heirs: [element("ocr-stop"), element("ocr-again"), element("ocr-copy")],
  };
}
