// Which records are wanted: the search field, the filters behind their button, and what is in force as chips that take it away again.

import { create, element, holdsFocus, icon, setText } from "../../js/dom.js";
import { number, t } from "../../js/i18n.js";
import { KINDS, OUTCOMES } from "../../parts/record/kinds.js";

/** @import { RecordKind, RecordOutcome, RecordQuery, RecordScope, RecordSort } from "../../js/ipc.d.ts" */

/** @typedef {"today" | "week" | "month" | "year"} Quick */

const QUICK = /** @type {Quick[]} */ (["today", "week", "month", "year"]);
/** A pause in typing, rather than each key. */
const SETTLED_MS = 150;

/**
 * @param {() => void} changed other records are wanted
 * @param {(open: boolean) => void} entered from the search field into what was found; `open`: the row that is stood on is to be opened
 */
export function createFilters(changed, entered) {
  const field = element("records-search");
  const panel = element("records-filters");
  const opener = element("records-filter");
  const [from, until] = [element("records-from"), element("records-until")];
  const model = element("records-model");
  /** @type {RecordSort} */
  let sort = "created";
  let descending = true;
  /** Words were typed that are not looked for yet. @type {ReturnType<typeof setTimeout> | undefined} */
  let settling;
  /** What Escape took out of the search field. */
  let cleared = "";
  /** What is in the list of models. @type {string[]} */
  let models = [];

  for (const kind of KINDS) element("records-kinds").append(choice("kind", kind, `records.kind.${kind}`));
  for (const outcome of OUTCOMES) element("records-outcomes").append(choice("outcome", outcome, `records.outcome.${outcome}`));
  for (const quick of QUICK) {
    const made = create("button", "small");
    made.type = "button";
    made.id = `records-quick-${quick}`;
    made.dataset["t"] = `records.quick.${quick}`;
    made.addEventListener("click", () => {
      [from.value, until.value] = [startOf(quick), today()];
      now();
    });
    element("records-quick").append(made);
  }

  /** @param {string} name @returns {string[]} */
  const ticked = (name) => Array.from(panel.querySelectorAll(`input[name="records-${name}"]:checked`), (one) => (one instanceof HTMLInputElement ? one.value : ""));

  function demo() {
    const [wanted] = ticked("service");
    return wanted === "demo" ? true : wanted === "real" ? false : null;
  }

  const scope = () => /** @type {RecordScope} */ (ticked("scope")[0] ?? "everywhere");

  /** @returns {RecordQuery} */
  const query = () => ({
    text: field.value.trim(),
    scope: scope(),
    kinds: /** @type {RecordKind[]} */ (ticked("kind")),
    outcomes: /** @type {RecordOutcome[]} */ (ticked("outcome")),
    demo: demo(),
    model: model.value || null,
    fromMs: midnight(from.value, 0),
    untilMs: midnight(until.value, 1),
    sort, descending,
  });

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

  function renderChips() {
    /** @type {[string, () => void][]} */
    const parts = [];
    for (const one of panel.querySelectorAll('input[type="checkbox"]:checked')) {
      if (one instanceof HTMLInputElement) parts.push([one.parentElement?.textContent ?? "", () => (one.checked = false)]);
    }
    const where = scope();
    if (where !== "everywhere") parts.push([t(`records.scopeOnly.${where}`), () => (element("records-everywhere").checked = true)]);
    const service = demo();
    if (service !== null) parts.push([t(service ? "records.demoOnly" : "records.realOnly"), () => (element("records-service-any").checked = true)]);
    if (model.value) parts.push([model.value, () => (model.value = "")]);
    if (from.value) parts.push([t("records.since", { date: from.value }), () => (from.value = "")]);
    if (until.value) parts.push([t("records.upTo", { date: until.value }), () => (until.value = "")]);
    const chips = parts.map(([words, away]) => {
      const chip = create("button", "chip", create("span", "", words), icon("close"));
      chip.type = "button";
      chip.setAttribute("aria-label", t("records.chipRemove", { name: words }));
      chip.title = t("records.chipRemove", { name: words });
      chip.addEventListener("click", () => {
        away();
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
  // The field's own undo knows nothing of words that Escape took away.
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
  // A date is whole, or empty, only once it is typed to its end.
  panel.addEventListener("change", now);

  return {
    query,
    sort: () => ({ by: sort, descending }),
    /** By this; or the other way round. @param {RecordSort} by */
    sortBy(by) {
      descending = by === sort ? !descending : ["created", "elapsed", "tokens"].includes(by);
      sort = by;
      changed();
    },
    /** Something is asked of them. */
    isAny: () => field.value.trim() !== "" || element("records-chips").childElementCount > 0,
    clear,
    closePanel,
    focus() {
      field.focus();
      field.select();
    },
    /** Empties the search field where the keyboard is in it; whether there was something. */
    escape() {
      if (document.activeElement !== field || field.value === "") return false;
      cleared = field.value;
      field.value = "";
      now();
      return true;
    },
    /** @param {string[]} all that occur */
    offerModels(all) {
      if (all.join("\n") === models.join("\n")) return;
      models = all;
      renderModels();
    },
    /** All of it, in the language now in use. */
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

/**
 * The midnight with which a day begins by the clock of this machine, some days later.
 * @param {string} day as a date field has it
 * @param {number} later
 */
function midnight(day, later) {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return day === "" ? null : new Date(year, month - 1, date + later).getTime();
}

/** @param {Date} date */
function dayOf(date) {
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const today = () => dayOf(new Date());

/** @param {Quick} quick */
function startOf(quick) {
  const now = new Date();
  const [year, month, date] = [now.getFullYear(), now.getMonth(), now.getDate()];
  if (quick === "week") return dayOf(new Date(year, month, date - 6));
  if (quick === "month") return dayOf(new Date(year, month, 1));
  if (quick === "year") return dayOf(new Date(year, 0, 1));
  return dayOf(now);
}
