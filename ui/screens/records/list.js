// The list of records: searching, ordering and selecting them, and what can be done with the selected ones.

import { announce } from "../../js/announce.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { element, keepFocus, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { createGrid } from "../../parts/widgets/grid.js";
import { createMenu } from "../../parts/widgets/menu.js";
import { createFilters } from "./filters.js";
import { createFound } from "./found.js";
import { makeRow, titleOf } from "./row.js";
import { createSelection } from "./selection.js";
import { whyEmpty } from "./state.js";

/** @import { ExportForm, Problem, RecordRow, RecordSort, RegisterForm } from "../../js/ipc.d.ts" */
/** @import { createActions } from "./actions.js" */

const SORTS = /** @satisfies {RecordSort[]} */ (/** @type {const} */ (["title", "kind", "outcome", "created", "elapsed"]));

/**
 * @param {object} owner
 * @param {ReturnType<typeof createActions>} owner.actions
 * @param {(record: RecordRow, index: number, words: string) => Promise<void>} owner.open `words`: to be shown in its picture
 * @param {() => boolean} owner.isUnusable the records can't be used
 * @param {() => boolean} owner.enter shows the list to a user who comes from the search field; `false`: a record is open
 * @param {() => void} owner.changed another search has been answered
 * @param {(problem: Problem) => void} owner.failed
 */
export function createList({ actions, open, isUnusable, enter: enterList, changed, failed }) {
  /** Where a range of selected rows begins. */
  let anchor = 0;
  /** Other records are wanted than those that are shown. */
  let turning = false;
  /** How many the last search found. */
  let before = 0;
  /** Resolves when the last search is done. */
  let searching = Promise.resolve();

  const found = createFound({
    changed() {
      // Records that are new since all were selected are not selected.
      if (turning || (selection.isOpen() && found.total() !== before)) selection.setAll(false);
      if (turning) {
        grid.toStart();
        anchor = 0;
      }
      turning = false;
      before = found.total();
      filters.offerModels(found.found()?.models ?? []);
      grid.refresh();
      changed();
      render();
    },
    arrived: (from, to) => grid.refill(from, to),
    failed,
  });
  const selection = createSelection();
  const grid = createGrid(element("records-grid"), element("records-head"), element("records-body"), {
    total: found.total,
    make: makeRow,
    fill(row, index) {
      const record = found.row(index);
      row.fillWith(record, record !== undefined && selection.has(record.id));
    },
    inSight: found.want,
    open: (index) => void openAt(index),
    key(event, at) {
      if (event.key !== "ArrowUp" || at > 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
      filters.focus();
      return true;
    },
    select: (index, range) => void select(index, range),
    selectAll: () => selectAll(true),
  });
  const filters = createFilters(() => {
    turning = true;
    search();
  }, (opening) => void enter(opening));
  const menus = [createMenu(element("records-export"), element("records-export-menu")), createMenu(element("records-register"), element("records-register-menu"))];

  /** Searches for the first time or again: there may be more records by now, or fewer. */
  function search() {
    if (!isUnusable()) searching = found.search(filters.query(), !turning);
  }

  /** From the search field to the list, once the search is done. @param {boolean} opening the active row is opened */
  async function enter(opening) {
    await searching;
    if (found.total() === 0 || !enterList()) return;
    grid.go(grid.at());
    grid.focus();
    if (opening) await openAt(grid.at());
  }

  /** Waits for a row that has not been fetched yet. @param {number} index */
  async function openAt(index) {
    try {
      const record = found.row(index) ?? (await found.rows(index, index + 1))[0];
      if (record) await open(record, index, wordsIn(record));
    } catch (thrown) {
      failed(problemOf(thrown));
    }
  }

  /** The words to be shown in its picture. @param {RecordRow | undefined} record */
  const wordsIn = (record) => (record?.place === "picture" ? filters.query().text : "");

  /**
   * @param {number} index
   * @param {boolean} range from where the last one was selected
   */
  async function select(index, range) {
    const record = found.row(index);
    if (!record) return;
    if (range) {
      const [from, to] = [Math.min(anchor, index), Math.max(anchor, index) + 1];
      try {
        for (const { id } of await found.rows(from, to)) selection.set(id, true);
      } catch (thrown) {
        return failed(problemOf(thrown));
      }
    } else {
      selection.set(record.id, !selection.has(record.id));
      anchor = index;
    }
    selected();
  }

  /** @param {boolean} wanted */
  function selectAll(wanted) {
    selection.setAll(wanted);
    selected();
  }

  function selected() {
    grid.refill();
    keepFocus(renderSelection, element("records-grid"));
    announce(t("records.selected", { count: selection.count(found.total()) }));
  }

  const selectedIds = () => selection.ids(() => found.rows(0, found.total()));

  async function removeSelected() {
    const count = selection.count(found.total());
    const title = count === 1 ? selectedTitle() : "";
    if (!(await actions.remove(count, title, selectedIds))) return;
    selection.setAll(false);
    grid.focus();
    search();
  }

  function selectedTitle() {
    for (let index = 0; index < found.total(); index += 1) {
      const record = found.row(index);
      if (record && selection.has(record.id)) return titleOf(record);
    }
    return t("records.theSelected");
  }

  function renderSelection() {
    const [count, total] = [selection.count(found.total()), found.total()];
    const all = element("records-tick-all");
    all.checked = count > 0 && count === total;
    all.indeterminate = count > 0 && count < total;
    all.disabled = total === 0;
    for (const part of [element("records-selected"), element("records-export"), element("records-delete"), element("records-select-none")]) part.hidden = count === 0;
    setText(element("records-selected"), t("records.selected", { count }));
    element("records-register").hidden = total === 0;
  }

  function renderCount() {
    const now = found.found();
    const words = now ? t(now.total === now.of ? "records.countAll" : "records.count", { total: now.total, of: now.of }) : "";
    setText(element("records-count"), words);
  }

  function renderEmpty() {
    const why = whyEmpty(found.found(), isUnusable());
    const place = element("records-none");
    place.hidden = why === null;
    element("records-grid").hidden = why !== null;
    if (why === null) return;
    place.dataset["why"] = why;
    setText(element("records-none-what"), t(`records.none.${why}`));
    setText(element("records-none-note"), t(`records.none.${why}Note`));
    element("records-none-clear").hidden = why !== "filtered";
  }

  function renderOrder() {
    const { by, descending } = filters.order();
    for (const sort of SORTS) {
      const head = element(`records-sort-${sort}`).parentElement;
      if (sort === by) head?.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else head?.removeAttribute("aria-sort");
    }
  }

  function render() {
    keepFocus(renderSelection, element("records-grid"));
    renderCount();
    renderEmpty();
    renderOrder();
  }

  for (const sort of SORTS) element(`records-sort-${sort}`).addEventListener("click", () => {
    filters.orderBy(sort);
    renderOrder();
  });
  element("records-tick-all").addEventListener("change", () => selectAll(element("records-tick-all").checked));
  element("records-select-none").addEventListener("click", () => selectAll(false));
  element("records-delete").addEventListener("click", () => void removeSelected());
  element("records-none-clear").addEventListener("click", () => {
    filters.clear();
    filters.focus();
  });
  for (const form of /** @type {ExportForm[]} */ (["package", "markdown", "html", "docx", "pdf"])) {
    element(`records-export-${form}`).addEventListener("click", () => void actions.export(selectedIds, form));
  }
  for (const form of /** @type {RegisterForm[]} */ (["xlsx", "csv"])) {
    element(`records-register-${form}`).addEventListener("click", () => {
      const number = found.found()?.search;
      if (number !== undefined) void actions.register(number, form);
    });
  }

  return {
    found,
    wordsIn,
    enter,
    search,
    /** Other records are used from now on. */
    searchAnew() {
      turning = true;
      search();
    },
    /** @param {number} id */
    deselect: (id) => selection.set(id, false),
    focus: grid.focus,
    /** Scrolls to a row. @param {number} index */
    go: grid.go,
    focusSearch: filters.focus,
    closeFilters: filters.closePanel,
    /** Closes anything open over the list; returns whether there was something. */
    close: () => menus.some((menu) => menu.close()) || filters.escape() || filters.closePanel(),
    /** Whether there was a selection to clear. */
    clearSelection() {
      if (selection.count(found.total()) === 0) return false;
      selectAll(false);
      return true;
    },
    render,
    /** Renders everything in the current language. */
    renderWords() {
      filters.render();
      grid.refill();
      render();
    },
  };
}
