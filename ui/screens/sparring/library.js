// The scenarios to choose from, shown in an empty chat.

import { create, element } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { trains } from "./line.js";
import { scenarios } from "./scenarios.js";

/** @import { Scenario } from "./scenarios.js" */

/** @param {(scenario: Scenario) => void} choose */
export function createLibrary(choose) {
  const root = element("sparring-library");
  const list = element("sparring-scenarios");

  /** @param {Scenario} scenario */
  function card(scenario) {
    const start = create("button", "scenario", create("span", "scenario-title", scenario.title), create("span", "scenario-customer", scenario.customer));
    start.type = "button";
    start.dataset["scenario"] = scenario.id;
    start.addEventListener("click", () => choose(scenario));
    const points = trains(scenario.trains);
    points.ariaLabel = t("sparring.trains");
    return create("li", "scenario-card", start, points);
  }

  return {
    /** @param {boolean} shown */
    show: (shown) => void (root.hidden = !shown),
    focus: () => element("sparring-library-title").focus({ preventScroll: true }),
    render: () => list.replaceChildren(...scenarios().map(card)),
  };
}
