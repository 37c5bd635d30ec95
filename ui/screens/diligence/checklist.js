// What a user must verify before relying on a report, as a checklist. The ticks belong to one run: they are saved
// with its report and cleared with the next run.

import { linkOpen } from "../../js/bridge/window.js";
import { create, element } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { stamp } from "../../parts/report/report-heading.js";
import { toastProblem } from "../../parts/widgets/toast.js";

/** @import { Key } from "../../js/i18n.js" */
/** @import { Check } from "../../parts/report/report-heading.js" */

/**
 * @param {Key[]} items
 * @param {string} registry address of the register to verify against
 */
export function createChecklist(items, registry) {
  const list = element("diligence-checks");
  /** When each was ticked. @type {Map<Key, Date>} */
  let ticked = new Map();
  let enabled = false;

  function render() {
    list.replaceChildren(...items.map((item) => {
      const box = create("input", "");
      box.type = "checkbox";
      box.id = `diligence-check-${item.split(".").at(-1)}`;
      box.checked = ticked.has(item);
      box.disabled = !enabled;
      box.addEventListener("change", () => {
        if (box.checked) ticked.set(item, new Date());
        else ticked.delete(item);
        renderCount();
      });
      return create("li", "", create("label", "choice", box, create("span", "", t(item))));
    }));
    renderCount();
  }

  function renderCount() {
    element("diligence-checks-count").textContent = t("checklist.count", { done: ticked.size, total: items.length });
  }

  element("diligence-checks-registry").addEventListener("click", () => {
    linkOpen(registry).catch(toastProblem);
  });

  return {
    /** Renders everything in the current language. */
    render,
    /** Clears the ticks for the report of another run. */
    begin() {
      ticked = new Map();
      enabled = false;
      render();
    },
    /** There is something to verify. @param {boolean} wanted */
    enable(wanted) {
      if (enabled === wanted) return;
      enabled = wanted;
      render();
    },
    /** @returns {Check[]} */
    checks: () => items.map((item) => {
      const when = ticked.get(item);
      return { label: when ? t("checklist.ticked", { item: t(item), time: stamp(when) }) : t(item), done: when !== undefined };
    }),
  };
}
