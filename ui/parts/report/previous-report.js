// The report before the one shown: says that there is one, and opens both beside one another in the place of the columns.

import { setText, within } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { date } from "../../js/time.js";
import { createCompareView } from "./compare-view.js";

/** @import { Run } from "../run/run.js" */

/**
 * @param {string} prefix of the instances of the templates `report-card` and `compare-view`, and of what holds the columns
 * @param {() => Run | null} shown
 * @param {() => HTMLElement} home has the keyboard afterwards where the button is out of sight
 */
export function createPreviousReport(prefix, shown, home) {
  const { element, button } = within(prefix);
  const compare = createCompareView(prefix, () => {
    element("columns").hidden = false;
    const opener = button("previous-report-compare");
    (opener.checkVisibility() ? opener : home()).focus({ preventScroll: true });
  });

  button("previous-report-compare").addEventListener("click", () => {
    const run = shown();
    if (!run) return;
    element("columns").hidden = true;
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
