// The report before the one shown: says that there is one, and opens both beside one another in the place of the columns.

import { element as elementOf, setText, within } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { date } from "../../js/time.js";
import { createCompareView } from "./compare-view.js";

/** @import { Run } from "../run/run.js" */

/**
 * @param {"diligence" | "updates" | "record"} prefix of the screen's elements
 * @param {() => Run | null} shown
 * @param {() => HTMLElement} home has the keyboard afterwards where the button is out of sight
 */
export function createPreviousReport(prefix, shown, home) {
  const { element } = within("report-card", prefix);
  const compare = createCompareView(prefix, () => {
    elementOf(`${prefix}-columns`).hidden = false;
    const opener = element("previous-report-compare");
    (opener.checkVisibility() ? opener : home()).focus({ preventScroll: true });
  });

  element("previous-report-compare").addEventListener("click", () => {
    const run = shown();
    if (!run) return;
    elementOf(`${prefix}-columns`).hidden = true;
    void compare.open(run);
  });

  /** Something about the run is not what it was. */
  function changed() {
    const run = shown();
    const previous = run?.formerAt ?? null;
    element("previous-report").hidden = previous === null || run?.outcome === null;
    if (previous !== null) setText(element("previous-report-words"), t("compare.former", { date: date(previous) }));
  }

  return {
    changed,
    close: compare.close,
    escape: compare.escape,
    /** All of it, in the language now in use. */
    render() {
      compare.render();
      changed();
    },
  };
}
