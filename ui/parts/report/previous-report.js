// Says that there is an earlier report on the same subject, and opens the comparison in place of the columns.

import { element as elementOf, setText, within } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { date } from "../../js/time.js";
import { createCompareView } from "./compare-view.js";

/** @import { Run } from "../run/run.js" */

/**
 * @param {"diligence" | "updates" | "record"} prefix of the screen's elements
 * @param {() => Run | null} shown
 * @param {() => HTMLElement} home gets the focus afterwards if the button is not visible
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

  /** The run has changed. */
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
    /** Renders everything in the current language. */
    render() {
      compare.render();
      changed();
    },
  };
}
