// The order of the list and its filters, which offer only what is in the list.

import { within } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { choicesOf } from "./state.js";
import { topicName } from "./words.js";

/** @import { Filter, Order, Row } from "./state.js" */

const NAMES = /** @type {const} */ (["source", "kind", "topic"]);

/** @returns {Filter} */
const unfiltered = () => ({ source: "", kind: "", topic: "" });

/**
 * @param {string} prefix of the instance of the template `findings`
 * @param {() => void} changed
 */
export function createFilters(prefix, changed) {
  const { element } = within("findings", prefix);
  const sort = element("findings-sort");
  const selects = { source: element("findings-filter-source"), kind: element("findings-filter-kind"), topic: element("findings-filter-topic") };
  const places = { source: element("findings-by-source"), kind: element("findings-by-kind"), topic: element("findings-by-topic") };
  /** @type {Order} */
  let order = "severity";
  let filter = unfiltered();

  /**
   * @template {string} V
   * @param {HTMLSelectElement} select
   * @param {V[]} values
   * @param {(value: V) => string} nameOf
   * @param {V} value
   */
  function fill(select, values, nameOf, value) {
    const options = values.map((one) => ({ value: one, name: nameOf(one) }));
    const shows = JSON.stringify(options);
    if (select.dataset["shows"] !== shows) {
      select.dataset["shows"] = shows;
      select.replaceChildren(...options.map((one) => new Option(one.name, one.value)));
    }
    select.value = value;
  }

  function clear() {
    filter = unfiltered();
  }

  sort.addEventListener("change", () => {
    order = sort.value === "position" ? "position" : "severity";
    changed();
  });
  for (const name of NAMES) selects[name].addEventListener("change", () => {
    filter = /** @type {Filter} */ ({ ...filter, [name]: selects[name].value });
    changed();
  });
  element("findings-clear").addEventListener("click", () => {
    clear();
    changed();
  });

  return {
    order: () => order,
    filter: () => filter,
    clear,
    /** @param {Row[]} active */
    show(active) {
      const choices = choicesOf(active);
      for (const name of NAMES) {
        const values = /** @type {string[]} */ (choices[name]);
        // A filter that nothing can pass any more would hide everything.
        if (!values.includes(filter[name])) filter = { ...filter, [name]: "" };
        // With one choice alone there is nothing to filter.
        places[name].hidden = values.length < 2;
      }
      const all = (/** @type {"source" | "kind" | "topic"} */ name) => t("findings.filter.all", { name: t(`findings.filter.${name}`) });
      fill(sort, ["severity", "position"], (one) => t(`findings.sort.${one}`), order);
      fill(selects.source, ["", ...choices.source], (one) => (one === "" ? all("source") : t(`findings.source.${one}`)), filter.source);
      fill(selects.kind, ["", ...choices.kind], (one) => (one === "" ? all("kind") : t(`findings.kind.${one}`)), filter.kind);
      fill(selects.topic, ["", ...choices.topic], (one) => (one === "" ? all("topic") : topicName(one)), filter.topic);
    },
  };
}
