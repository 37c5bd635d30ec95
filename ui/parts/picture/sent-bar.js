// The bar under a picture: how it is sent, the views, and the size of its smallest text when sent.

import { setText, within } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { smallestSent } from "../ocr/confidence.js";
import { isUnderWay } from "../ocr/ocr.js";
import { createPictureViews } from "./picture-views.js";
import { createSentPanel } from "./sent-panel.js";
import { leastScale } from "./sent-words.js";

/** @import { SentPart } from "../../js/ipc.d.ts" */
/** @import { Known } from "../ocr/ocr.js" */
/** @import { Viewed } from "./picture-views.js" */
/** @import { Viewer } from "./viewer.js" */

/** @typedef {ReturnType<typeof createSentBar>} SentBar */

/**
 * @param {string} prefix of the instance of the template `picture-viewer`
 * @param {object} picture
 * @param {Viewer} picture.viewer
 * @param {() => Known} picture.known of the text in it
 * @param {(index: number) => void} picture.lead to the place of a line
 */
export function createSentBar(prefix, { viewer, known, lead }) {
  const { element } = within("picture-viewer", prefix);
  const panel = createSentPanel(prefix, ({ region }) => viewer.bring(region));
  const views = createPictureViews(prefix, viewer);
  const small = element("sent-small");
  /** @type {SentPart[]} */
  let parts = [];
  /** @type {string | null} */
  let key = null;

  small.addEventListener("click", () => {
    const smallest = smallestSent(known().lines, parts);
    if (smallest) lead(smallest.index);
  });

  /** A scaled-down picture reserves the line for it from the start, so that nothing moves later. */
  function renderSmallest() {
    const place = element("sent-size");
    const { state, lines } = known();
    place.hidden = leastScale(parts) === 1 || state === "none" || state === "notInstalled";
    const smallest = place.hidden || state !== "read" ? null : smallestSent(lines, parts);
    small.hidden = !smallest?.small;
    const words = element("sent-size-words");
    words.hidden = !small.hidden;
    if (smallest) setText(smallest.small ? element("sent-small-words") : words, t("sent.smallest", { pixels: smallest.pixels }));
    else setText(words, t(isUnderWay(known()) ? "sent.smallestUnderWay" : "sent.smallestUnknown"));
  }

  return {
    /**
     * @param {Viewed | null} viewed
     * @param {string[]} notes
     */
    show(viewed, notes) {
      if ((viewed?.key ?? null) !== key) panel.close();
      key = viewed?.key ?? null;
      parts = viewed?.parts ?? [];
      element("sent-bar").hidden = parts.length === 0;
      panel.render(parts, notes);
      views.show(viewed);
      renderSmallest();
    },
    /** More is known of the text. */
    known: renderSmallest,
    /** Closes anything open over the picture; returns whether there was something. */
    escape: panel.close,
  };
}
