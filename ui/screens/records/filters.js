// The search field, the filters behind their button, and a chip for each filter in force that removes it.

import { create, element, holdsFocus, icon, setText } from "../../js/dom.js";
import { number, t } from "../../js/i18n.js";
import { KINDS, OUTCOMES } from "../../parts/record/kinds.js";
import { dayOf, FIRST_ORDER, orderedBy, queryOf, restrictionsOf, startOf } from "./state.js";

/** @import { RecordKind, RecordOutcome, RecordScope, RecordSort } from "../../js/ipc.d.ts" */
/** @import { Choices, Quick, Restriction } from "./state.js" */

const QUICK = /** @type {Quick[]} */ (["today", "week", "month", "year"]);
/** A pause in typing, rather than each key. */
const SETTLED_MS = 150;

/**
 * @param {() => void} changed other records are wanted
 * @param {(open: boolean) => void} entered the user goes from the search field to the list; `open`: and opens the active row
 */
export function createFilters(changed, entered) {
  const field = element("records-search");
  const panel = element("records-filters");
  const opener = element("records-filter");
  const [from, until] = [element("records-from"), element("records-until")];
  const model = element("records-model");
  let order = FIRST_ORDER;
  /** Text was typed that is not searched for yet. @type {ReturnType<typeof setTimeout> | undefined} */
  let settling;
  /** The text that Escape removed from the search field. */
  let cleared = "";
  /** The models offered. @type {string[]} */
  let models = [];

  for (const kind of KINDS) element("records-kinds").append(choice("kind", kind, `records.kind.${kind}`));
  for (const outcome of OUTCOMES) element("records-outcomes").append(choice("outcome", outcome, `records.outcome.${outcome}`));
  for (const quick of QUICK) {
    const made = create("button", "small");
    made.type = "button";
    made.id = `records-quick-${quick}`;
    made.dataset["t"] = `records.quick.${quick}`;
    made.addEventListener("click", () => {
      const today = new Date();
      [from.value, until.value] = [startOf(quick, today), dayOf(today)];
      now();
    });
    element("records-quick").append(made);
  }

  /** @param {string} name @returns {string[]} */
  const ticked = (name) => Array.from(panel.querySelectorAll(`input[name="records-${name}"]:checked`), (one) => (one instanceof HTMLInputElement ? one.value : ""));

  /** @returns {Choices} */
  const choices = () => ({
    text: field.value,
    scope: /** @type {RecordScope} */ (ticked("scope")[0] ?? "everywhere"),
    kinds: /** @type {RecordKind[]} */ (ticked("kind")),
    outcomes: /** @type {RecordOutcome[]} */ (ticked("outcome")),
    service: /** @type {Choices["service"]} */ (ticked("service")[0] ?? "any"),
    model: model.value,
    from: from.value,
    until: until.value,
  });

  const query = () => queryOf(choices(), order);

  function now() {
    clearTimeout(settling);
    settling = undefined;
    renderChips();
    changed();
  }

  function clear() {
    field.value = from.value = until.value = model.value = "";
    for (const one of panel.querySelectorAll("input")) if (one.type === "checkbox") one.checked = false;
    element("records-service-any").checked = element("records-everywhere").checked = true;
    now();
  }

  /** @param {Restriction} restriction */
  function wordsOf({ name, value }) {
    if (name === "kind") return t(`records.kind.${value}`);
    if (name === "outcome") return t(`records.outcome.${value}`);
    if (name === "scope") return t(`records.scopeOnly.${value}`);
    if (name === "service") return t(value === "demo" ? "records.demoOnly" : "records.realOnly");
    if (name === "model") return value;
    return name === "from" ? t("records.since", { date: value }) : t("records.upTo", { date: value });
  }

  /** @param {Restriction} restriction */
  function remove({ name, value }) {
    if (name === "scope") element("records-everywhere").checked = true;
    else if (name === "service") element("records-service-any").checked = true;
    else if (name === "model") model.value = "";
    else if (name === "from") from.value = "";
    else if (name === "until") until.value = "";
    else for (const one of panel.querySelectorAll("input")) if (one.name === `records-${name}` && one.value === value) one.checked = false;
  }

  function renderChips() {
    const parts = restrictionsOf(choices());
    const chips = parts.map((restriction) => {
      const words = wordsOf(restriction);
      const chip = create("button", "chip", create("span", "", words), icon("close"));
      chip.type = "button";
      chip.setAttribute("aria-label", t("records.chipRemove", { name: words }));
      chip.title = t("records.chipRemove", { name: words });
      chip.addEventListener("click", () => {
        remove(restriction);
        now();
        const left = element("records-chips").querySelector("button");
        (left ?? opener).focus();
      });
      return chip;
    });
    if (parts.length > 1) {
      const none = create("button", "quiet small", t("records.clearFilters"));
      none.type = "button";
      none.id = "records-clear";
      none.addEventListener("click", () => {
        clear();
        field.focus();
      });
      chips.push(none);
    }
    element("records-chips").replaceChildren(...chips);
    element("records-chips").hidden = chips.length === 0;
    const count = element("records-filter-count");
    count.hidden = parts.length === 0;
    setText(count, number(parts.length));
  }

  function closePanel() {
    if (panel.hidden) return false;
    const held = holdsFocus(panel);
    panel.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    if (held) opener.focus();
    return true;
  }

  field.addEventListener("input", () => {
    clearTimeout(settling);
    settling = setTimeout(now, SETTLED_MS);
  });
  // The field's own undo does not bring back what Escape removed.
  field.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== "z" || field.value !== "" || cleared === "") return;
    event.preventDefault();
    field.value = cleared;
    now();
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key !== "ArrowDown" && (event.key !== "Enter" || event.repeat)) return;
    event.preventDefault();
    if (settling !== undefined) now();
    entered(event.key === "Enter");
  });
  opener.addEventListener("click", () => {
    if (closePanel()) return;
    panel.hidden = false;
    opener.setAttribute("aria-expanded", "true");
  });
  // A date field has no value until the date is complete, so `input` would come too early.
  panel.addEventListener("change", now);

  return {
    query,
    order: () => order,
    /** @param {RecordSort} by */
    orderBy(by) {
      order = orderedBy(order, by);
      changed();
    },
    clear,
    closePanel,
    focus() {
      field.focus();
      field.select();
    },
    /** Empties the search field if it has the focus; returns whether there was something in it. */
    escape() {
      if (document.activeElement !== field || field.value === "") return false;
      cleared = field.value;
      field.value = "";
      now();
      return true;
    },
    /** @param {string[]} all models of the records */
    offerModels(all) {
      if (all.join("\n") === models.join("\n")) return;
      models = all;
      renderModels();
    },
    /** Renders everything in the current language. */
    render() {
      renderModels();
      renderChips();
    },
  };

  function renderModels() {
    const chosen = model.value;
    const names = chosen && !models.includes(chosen) ? [...models, chosen] : models;
    model.replaceChildren(new Option(t("records.anyModel"), ""), ...names.map((name) => new Option(name, name)));
    model.value = chosen;
  }
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} words
 */
function choice(name, value, words) {
  const box = create("input", "");
  box.type = "checkbox";
  box.name = `records-${name}`;
  box.value = value;
  const text = create("span", "");
  text.dataset["t"] = words;
  return create("label", "choice", box, text);
}
