// The recognised text of a picture: over the picture, and as a list beside it. A line selected in one is marked in the other.

import { announce } from "../../js/announce.js";
import { clipboardWrite } from "../../js/bridge/window.js";
import { keepFocus, within } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { toast, toastProblem } from "../widgets/toast.js";
import { createViewer } from "../picture/viewer.js";
import { createOcrHead } from "./head.js";
import { smallestOf } from "./confidence.js";
import { boxOf, isSame, partOf } from "./quads.js";
import { createOcr, isUnderWay } from "./ocr.js";
import { createTextLayer } from "./text-layer.js";
import { createTextList } from "./text-list.js";

/** @import { Rectangle, TextLine } from "../../js/ipc.d.ts" */
/** @import { Place } from "../picture/zoom-pan.js" */
/** @import { Known } from "./ocr.js" */

/** Print of less than this height in CSS pixels can't be read. */
const LEGIBLE = 9;

/** The recognised text as plain text. @param {TextLine[]} lines */
export const textOf = (lines) => lines.map(({ text }) => text).join("\n");

/**
 * @param {string} prefix of the instances of the templates `picture-viewer` and `picture-text`
 * @param {object} own
 * @param {HTMLElement} own.count shows how many lines there are
 * @param {(known: Known) => void} own.changed more is known
 * @param {(text: string) => void} [own.copied] all of it, or a part of it, is on the clipboard now
 * @param {(place: Place) => void} [own.drawn] the position of the picture
 * @param {(sha256: string) => boolean} own.goesOn this picture is read to its end also where another one takes its place
 */
export function createPictureText(prefix, own) {
  const { element } = within("picture-text", prefix);
  const shown = within("picture-viewer", prefix);
  const layer = createTextLayer(prefix, choose);
  const viewer = createViewer(prefix, (place) => {
    layer.draw(place);
    own.drawn?.(place);
  });
  const head = createOcrHead(prefix, own.count);
  const list = createTextList(element("ocr-lines"), { reached: choose, pressed: (index) => lead(index) });
  const ocr = createOcr(changed, own.goesOn);
  /** The selected line. @type {TextLine | null} */
  let chosen = null;
  /** OCR was under way at the last change. */
  let underWay = false;

  /** @param {number} index */
  function choose(index) {
    chosen = ocr.known().lines[index] ?? null;
    layer.mark(chosen);
    list.mark(chosen ? index : -1);
  }

  /**
   * Scrolls the picture to a line: all of it, at most at actual size.
   * @param {number} index
   * @param {number} [from] the share of the line at which the match begins
   * @param {number} [to] and ends
   */
  function lead(index, from = 0, to = 1) {
    choose(index);
    if (!chosen) return;
    const scale = viewer.lead(boxOf(chosen.quad));
    // Of a line too long to be legible as a whole, the part searched for.
    if ((from > 0 || to < 1) && chosen.fontSize * scale < LEGIBLE) viewer.lead(boxOf(partOf(chosen, from, to)));
    shown.element("viewer").scrollIntoView({ block: "nearest" });
  }

  /** @param {Known} known */
  function changed(known) {
    layer.show(known);
    list.show(known.lines);
    keepFocus(() => head.render(known), ...head.heirs, shown.element("viewer"));
    // The index of a line changes once all lines are in order.
    const before = chosen;
    if (before && !known.lines.includes(before)) choose(known.lines.findIndex((line) => isSame(line, before)));
    if (underWay && known.state === "read") announce(t("reading.announce", { count: known.lines.length }));
    underWay = isUnderWay(known) && known.state !== "asking";
    own.changed(known);
  }

  element("ocr-stop").addEventListener("click", ocr.stop);
  element("ocr-again").addEventListener("click", ocr.read);
  element("ocr-smallest").addEventListener("click", () => lead(smallestOf(ocr.known().lines)?.index ?? -1));
  element("ocr-copy").addEventListener("click", oneAtATime(async () => {
    const { lines } = ocr.known();
    try {
      await clipboardWrite(textOf(lines));
      own.copied?.(textOf(lines));
      toast(t("reading.copied", { count: lines.length }));
    } catch (thrown) {
      toastProblem(thrown);
    }
  }));

  for (const place of [element("ocr-lines"), shown.element("viewer-lines")]) {
    place.addEventListener("copy", () => own.copied?.(getSelection()?.toString() ?? ""));
  }

  return {
    viewer,
    show: ocr.show,
    known: ocr.known,
    lead,
    /** Scrolls to the beginning of a region of the picture. @param {Rectangle} region */
    bring(region) {
      viewer.bring(region);
      shown.element("viewer").scrollIntoView({ block: "nearest" });
    },
    /** Scrolls the list to the selected line. */
    reveal: list.reveal,
    /** Renders everything in the current language. */
    render() {
      viewer.render();
      delete element("ocr-problem").dataset["code"];
      list.render();
      head.render(ocr.known());
    },
  };
}
