// The rows of the list with their counts, filters and law, and what was dismissed; alike where the person works with them and where a
// record shows them.

import { clipboardWrite } from "../../js/bridge/window.js";
import { keepFocus, setText, within } from "../../js/dom.js";
import { number, t } from "../../js/i18n.js";
import { toast, toastProblem } from "../widgets/toast.js";
import { createAround } from "./around.js";
import { createArticleDialog } from "./article-dialog.js";
import { createFilters } from "./filters.js";
import { createFindingsList } from "./list.js";
import { arranged, passes } from "./state.js";
import { copyTable, linesOf } from "./table.js";

/**
 * @import { Surroundings } from "./around.js"
 * @import { RowAct } from "./row.js"
 * @import { Dismissal, Row, stateOf } from "./state.js"
 */

/**
 * Where findings are shown beside the list.
 * @typedef {object} Places
 * @property {HTMLElement} count shows how many findings there are
 * @property {(keys: string[]) => void} emphasise the person looks at these
 * @property {(row: Row, pressed: boolean) => void} show the place of a finding is wanted
 * @property {(passage: string) => void} passage of the report is wanted
 */

/** @typedef {{ dismiss: (row: Row) => void, restore: (row: Row) => void, remove: (row: Row) => void }} Changes */

/**
 * @typedef {object} ViewOwner
 * @property {(rows: Row[]) => void} shown these rows pass the filters
 * @property {(active: Row[]) => { state: ReturnType<typeof stateOf>, around: Surroundings }} now what is said of all rows that are not dismissed
 * @property {Changes | null} changes `null`: the list can only be read
 */

/**
 * @param {string} prefix of the instance of the template `findings`
 * @param {Places} places
 * @param {ViewOwner} own
 */
export function createFindingsView(prefix, places, own) {
  const { element } = within("findings", prefix);
  const heirs = [...(own.changes ? [element("findings-add")] : []), element("findings-scroll")];
  /** @type {Row[]} */
  let rows = [];
  /** @type {Dismissal[]} */
  let dismissals = [];
  /** All rows that are not dismissed. @type {Row[]} */
  let active = [];
  /** Those of them that pass the filters. @type {Row[]} */
  let visible = [];
  /** @type {string | null} */
  let selected = null;
  /** @type {string | null} */
  let over = null;

  const filters = createFilters(prefix, arrange);
  const around = createAround(prefix, own.changes?.restore ?? null);
  const reading = createArticleDialog(prefix);
  const list = createFindingsList(element("findings-list"), element("findings-scroll"), {
    show: places.show,
    act,
    fixed: own.changes === null,
    stood(row) {
      selected = row?.key ?? null;
      emphasise();
    },
    over: (row) => hover(row?.key ?? null),
  });

  function emphasise() {
    places.emphasise([selected, over].filter((key) => key !== null));
  }

  /** @param {string | null} key */
  function hover(key) {
    if (key === over) return;
    over = key;
    emphasise();
  }

  /** @param {Row} row @param {RowAct} what */
  function act(row, what) {
    if (what === "article" && row.basis) void reading(row.basis);
    if (what === "passage") places.passage(row.passage);
    if (what === "copy") clipboardWrite(linesOf(row)).then(() => toast(t("findings.copied")), toastProblem);
    if (what === "dismiss" || what === "remove") own.changes?.[what](row);
  }

  /** Sorts and filters the rows. */
  function arrange() {
    const all = arranged(rows, dismissals, filters.order());
    active = all.active;
    filters.show(active);
    visible = active.filter((row) => passes(row, filters.filter()));
    keepFocus(() => {
      list.show(visible);
      around.showDismissed(all.dismissed);
      render();
    }, ...heirs);
    own.shown(visible);
  }

  /** The parts that do not depend on single rows. */
  function render() {
    const { state, around: said } = own.now(active);
    element("findings").dataset["state"] = state;
    setText(places.count, number(active.length));
    places.count.hidden = state !== "found" && state !== "clear";
    element("findings-list").hidden = visible.length === 0;
    element("findings-filters").hidden = active.length === 0;
    element("findings-copy-all").hidden = visible.length === 0;
    element("findings-none").hidden = active.length === 0 || visible.length > 0;
    around.show(state, active, said);
  }

  element("findings-copy-all").addEventListener("click", () => {
    copyTable(visible).then(() => toast(t("findings.copiedAll", { count: visible.length })), toastProblem);
  });

  return {
    /** @param {Row[]} next in any order @param {Dismissal[]} dismissed */
    put(next, dismissed) {
      [rows, dismissals] = [next, dismissed];
      arrange();
    },
    render,
    active: () => active,
    clearFilters: filters.clear,
    hover,
    /** Selects a finding and scrolls to it. @param {string} key */
    select: list.select,
    /** @returns {boolean} whether there was a row */
    focus: list.focus,
    /** All rows are rebuilt, in the current language. */
    forget: list.forget,
  };
}
