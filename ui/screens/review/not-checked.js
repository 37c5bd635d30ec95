// What the rules did not check: the picture, where its text was not known when they ran, and rules that lacked a fact. Once the text of
// the picture is known, the review is reloaded, and the rules check it then.
//
// Ids for tests of the window: #review-unread[data-state] #review-unread-read · #review-unchecked

import { element, setText } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { createOcr, isUnderWay } from "../../parts/ocr/ocr.js";
import { uncheckedCount, uncheckedGroup } from "../../parts/findings/unchecked.js";
import { isEditable } from "./state.js";

/** @import { Review } from "../../js/ipc.d.ts" */

/**
 * @param {object} own
 * @param {() => Review | null} own.review
 * @param {() => void} own.refresh the text of the picture is known now
 */
export function createNotChecked(own) {
  const unread = element("review-unread");
  const read = element("review-unread-read");
  let shown = "";
  const ocr = createOcr(
    ({ state }) => {
      const review = own.review();
      if (!review) return;
      renderUnread(review);
      if (state === "read" && waits(review)) own.refresh();
    },
    // Others may wait for it as well.
    () => true,
  );

  /** The rules can still check the picture. @param {Review} review */
  const waits = (review) => review.notChecked.picture && isEditable(review);

  /** @param {Review} review */
  function wordsOf(review) {
    const { everything, picture } = review.notChecked;
    if (everything) return t("review.findings.notChecked");
    if (!picture) return "";
    const known = ocr.known();
    if (!waits(review)) return t("review.findings.pictureNotChecked");
    if (isUnderWay(known)) return t("review.findings.pictureReading");
    return known.state === "notInstalled" || known.state === "failed" ? t(`findings.picture.${known.state}`) : t("review.findings.pictureNotChecked");
  }

  /** @param {Review} review */
  function renderUnread(review) {
    const words = wordsOf(review);
    const { state } = ocr.known();
    unread.hidden = words === "";
    unread.dataset["state"] = state;
    setText(element("review-unread-words"), words);
    read.hidden = !waits(review) || !["unread", "stopped", "failed"].includes(state);
  }

  read.addEventListener("click", ocr.read);

  return {
    /** @param {Review} review */
    render(review) {
      ocr.show(waits(review) ? (review.picture?.sha256 ?? null) : null, false);
      renderUnread(review);
      const { rules } = review.notChecked;
      const shows = `${language()} ${JSON.stringify(rules)}`;
      if (shows === shown) return;
      shown = shows;
      element("review-unchecked").hidden = rules.length === 0;
      setText(element("review-unchecked-title"), t("findings.unchecked.title", { count: uncheckedCount(rules) }));
      element("review-unchecked-list").replaceChildren(...rules.map(uncheckedGroup));
    },
  };
}
