// Over the composer: why the last press sent nothing, for as long as that holds.

import { announceProblem } from "../../js/announce.js";
import { element } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { hideNotice, showNotice } from "../../parts/widgets/notice.js";
import { hindranceOf, stillHolds } from "./state.js";

/** @import { Hindrance } from "./state.js" */

/** @param {() => { characters: number, limit: number, busy: boolean }} composed */
export function createHindrance(composed) {
  const notice = element("sparring-notice");
  /** @type {Hindrance | null} */
  let hindrance = null;

  function render() {
    const now = composed();
    if (hindrance && !stillHolds(hindrance, now)) hindrance = null;
    const { limit, characters: actual } = now;
    if (hindrance === "tooLong") showNotice(notice, { what: t("sparring.tooLong"), remedy: t("sparring.tooLongDo", { limit, actual, over: actual - limit }) });
    else if (hindrance === "busy") showNotice(notice, { what: t("sparring.busy"), remedy: t("sparring.busyDo") });
    else hideNotice(notice);
  }

  return {
    render,
    clear() {
      hindrance = null;
    },
    /** Whether something keeps a press from sending; says what. @param {boolean} text the typed text would be sent */
    check(text) {
      const now = composed();
      hindrance = text ? hindranceOf(now) : now.busy ? "busy" : null;
      render();
      // An empty field has the focus and needs no words.
      if (hindrance !== null && hindrance !== "empty") announceProblem(notice.textContent ?? "");
      return hindrance !== null;
    },
  };
}
