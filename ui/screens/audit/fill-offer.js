// The demo service checks text and ignores pictures. After it has audited a picture alone whose text was recognised on this machine,
// this offers to fill that text into the copy and to audit again.
//
// Ids for tests of the window: #audit-fill-offer #audit-fill-again

import { create, element, keepFocus } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { hideNotice, showNotice } from "../../parts/widgets/notice.js";

/** @import { Known } from "../../parts/ocr/ocr.js" */
/** @import { Asked, Run } from "../../parts/run/run.js" */

/** @typedef {Asked & { copy: string, material: object | null }} Audited */

/**
 * @template {Audited} A
 * @param {HTMLElement} next the offer stands before it
 * @param {object} ways
 * @param {() => Run<A> | null} ways.run whose report is shown
 * @param {(asked: A) => boolean} ways.stale what is on the screen is no longer what was audited
 * @param {() => Known} ways.known the recognised text of the staged picture
 * @param {() => void} ways.fill puts its text into the copy
 * @param {() => void} ways.start audits what is on the screen
 */
export function createFillOffer(next, { run, stale, known, fill, start }) {
  const place = create("div", "notice");
  place.id = "audit-fill-offer";
  place.dataset["kind"] = "info";
  place.hidden = true;
  next.before(place);
  /** What is shown, so that the notice is only made again if that changes. */
  let shown = "";

  /** The number of lines to fill in; 0: there is nothing to offer. */
  function lines() {
    const one = run();
    if (!one || one.outcome !== "finished" || !one.demo || !one.asked.material) return 0;
    if (one.asked.copy.trim() !== "" || stale(one.asked)) return 0;
    const { state, lines: read } = known();
    return state === "read" ? read.length : 0;
  }

  function press() {
    fill();
    start();
  }

  return {
    render() {
      const count = lines();
      const now = count > 0 ? `${language()} ${count}` : "";
      if (now === shown) return;
      shown = now;
      keepFocus(() => {
        if (count === 0) hideNotice(place);
        else showNotice(place, { what: t("audit.fillOffer.what", { count }), actions: [{ id: "audit-fill-again", label: t("audit.fillOffer.press"), press }] });
      }, element("audit-report-title"));
    },
  };
}
