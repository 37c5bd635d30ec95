// The records screen: every run that was ever made, to be searched, looked at, written out; how many there were; how they are kept.
//
// Ids for tests of the window: #screen-records[data-view=list|statistics|integrity|record] #records-tab-list #records-tab-statistics
// #records-tab-integrity · #records-search #records-filter #records-filters input[name=records-kind|records-outcome|records-service]
// input[name=records-scope] #records-in-material|pictures|answer #records-model #records-from #records-until #records-quick-today|week|month|year #records-chips .chip #records-clear
// #records-count #records-error[data-code] · #records-grid (aria-rowcount) .record-row[data-record][aria-rowindex][aria-selected]
// .record-title .record-context .record-where.in-picture|in-answer mark · #records-sort-title|kind|outcome|created|elapsed #records-tick-all
// #records-selected #records-export #records-export-package|markdown|html #records-delete #records-select-none #records-register
// #records-register-xlsx|csv #records-advance #records-advance-stop #records-none[data-why=empty|filtered|unusable] · #records-picture
// [data-record] · #record-back #record-previous #record-following #record-nth #record-title #record-again #record-go #record-export #record-export-package|markdown|html
// #record-rest (asks for the parts without an answer; in the notice over the report #record-problem-rest) #record-facts-sent .sent-part[data-part]
// #record-material[data-pictured] #record-no-picture (a file that is a text alone) · #record-delete #record-details
// #record-damaged #record-damaged-export #record-damaged-faults li[data-code] (a record that is not what the chain says)
// #record-versions [data-record] #record-audit-trail li #record-copy-raw #record-ocr-card and the ids of viewer,
// text in the picture (screens/audit.js), report card, chart card and comparison with the prefix `record-` · #statistics-chart #statistics-table #statistics-none · #check-start
// #check-advance-stop #check-result #check-faults [data-record] #check-seq #check-head #check-head-copy #storage-folder
// #storage-choose #storage-size #backups [data-backup]

import { announce } from "../../js/announce.js";
import { recordsDrop } from "../../js/bridge/records.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { element, keepFocus, setText } from "../../js/dom.js";
import { lookUp, number, t } from "../../js/i18n.js";
import { createMenu } from "../../parts/widgets/menu.js";
import { hideNotice, showProblem } from "../../parts/widgets/notice.js";
import { createTabs } from "../../parts/widgets/tabs.js";
import { createActions } from "./actions.js";
import { createDetail } from "./detail.js";
import { createFilters } from "./filters.js";
import { createFound } from "./found.js";
import { createGrid } from "../../parts/widgets/grid.js";
import { createIntegrityPanel } from "./integrity-panel.js";
import { createPictureBanner } from "./picture-banner.js";
import { makeRow, titleOf } from "./row.js";
import { createSelection } from "./selection.js";
import { createStatistics } from "./statistics.js";
import { trailOfFound, trailOfOrigin } from "./trail.js";

/**
 * @import { ExportForm, Problem, RecordRow, RecordSort, RegisterForm } from "../../js/ipc.d.ts"
 * @import { Screen, ScreenFrame } from "../../js/screens.js"
 * @import { Trail } from "./trail.js"
 */

const SORTS = /** @satisfies {RecordSort[]} */ (/** @type {const} */ (["title", "kind", "outcome", "created", "elapsed"]));

/**
 * @param {ScreenFrame} frame
 * @returns {Screen}
 */
export function createRecordsScreen(frame) {
  const screen = element("screen-records");
  const status = frame.records;
  /** Why there is no list, or no record was opened. @type {Problem | null} */
  let error = null;
  /** Where a range of selected rows begins. */
  let anchor = 0;
  /** Other records are wanted than those that are shown. */
  let turning = false;
  /** How many were found before. */
  let before = 0;
  /** How far the screen was scrolled before a record took its place. */
  let top = 0;
  /** The rows among which the record that is shown stands. @type {Trail | null} */
  let trail = null;
  /** Resolves when the last search is done. */
  let searching = Promise.resolve();

  const found = createFound({
    changed() {
      error = null;
      // What is new since all were selected is not among them.
      if (turning || (selection.isOpen() && found.total() !== before)) selection.setAll(false);
      if (turning) {
        grid.toStart();
        anchor = 0;
      }
      turning = false;
      before = found.total();
      filters.offerModels(found.found()?.models ?? []);
      grid.refresh();
      render();
      if (tabs.current() === "records-statistics") readStatistics();
    },
    arrived: (from, to) => grid.refill(from, to),
    failed: fail,
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
  const actions = createActions();
  const banner = createPictureBanner(openAlone);
  const statistics = createStatistics();
  const panel = createIntegrityPanel(status, openAlone);
  const tabs = createTabs(element("records-tabs"), turned);
  const detail = createDetail(frame, {
    open: (id) => void open(id),
    back,
    export: (id, form) => void actions.export(async () => [id], form),
    remove: (id, title) => void removeOne(id, title),
  });
  const menus = [createMenu(element("records-export"), element("records-export-menu")), createMenu(element("records-register"), element("records-register-menu"))];

  // What the person does.

  /** Looks, or looks again: there may be more records by now, or fewer. */
  function search() {
    if (status.state().problem === null) searching = found.search(filters.query(), !turning);
  }

  /** From the search field to what it found; to what is looked for at the moment, once that is there. @param {boolean} opening */
  async function enter(opening) {
    await searching;
    if (found.total() === 0 || detail.id() !== null) return;
    tabs.open("records-list");
    grid.go(grid.at());
    grid.focus();
    if (opening) await openAt(grid.at());
  }

  /** One that is not here yet is waited for. @param {number} index */
  async function openAt(index) {
    try {
      const record = found.row(index) ?? (await found.rows(index, index + 1))[0];
      if (!record) return;
      trail = trailOfFound(found, index, record.id);
      await open(record.id, wordsIn(record));
    } catch (thrown) {
      fail(problemOf(thrown));
    }
  }

  /** The words to be shown in its picture. @param {RecordRow | undefined} record */
  const wordsIn = (record) => (record?.place === "picture" ? filters.query().text : "");

  /** @param {1 | -1} by */
  async function step(by) {
    const along = trail;
    try {
      const next = await along?.step(by);
      if (next && along === trail) await open(next.id, wordsIn(next.row));
    } catch (thrown) {
      fail(problemOf(thrown));
    }
  }

  /** One that no row leads to. @param {number} id */
  function openAlone(id) {
    trail = null;
    void open(id);
  }

  /**
   * @param {number} id
   * @param {string} [words] that were found in one of its pictures
   */
  async function open(id, words = "") {
    screen.ariaBusy = "true";
    try {
      if (detail.id() === null) top = screen.scrollTop;
      if (await detail.open(id, words)) {
        error = null;
        renderError();
        show();
        screen.scrollTop = 0;
        // Who goes through them by a button goes on by it.
        if (!element("record-neighbours").contains(document.activeElement)) detail.focus();
      }
    } catch (thrown) {
      fail(problemOf(thrown));
    }
    screen.ariaBusy = null;
  }

  function back() {
    const [left, from] = [detail.id(), trail];
    leave();
    if (from?.origin) {
      frame.openScreen(from.origin.screen);
      if (left !== null) from.origin.left?.(left);
      return;
    }
    screen.scrollTop = top;
    if (tabs.current() !== "records-list") return element("records-title").focus({ preventScroll: true });
    if (from) grid.go(from.at());
    grid.focus();
  }

  function leave() {
    detail.leave();
    trail = null;
    show();
  }

  /**
   * @param {number} index
   * @param {boolean} range from where the last one was selected
   */
  async function select(index, range) {
    const record = found.row(index);
    if (!record) return;
    const wanted = range || !selection.has(record.id);
    if (range) {
      const [from, to] = [Math.min(anchor, index), Math.max(anchor, index) + 1];
      try {
        for (const { id } of await found.rows(from, to)) selection.set(id, true);
      } catch (thrown) {
        return fail(problemOf(thrown));
      }
    } else {
      selection.set(record.id, wanted);
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
    const title = count === 1 ? (await selectedTitle()) : "";
    if (!(await actions.remove(count, title, selectedIds))) return;
    selection.setAll(false);
    grid.focus();
    search();
  }

  async function selectedTitle() {
    for (let index = 0; index < found.total(); index += 1) {
      const record = found.row(index);
      if (record && selection.has(record.id)) return titleOf(record);
    }
    return t("records.theSelected");
  }

  /** @param {number} id @param {string} title */
  async function removeOne(id, title) {
    if (!(await actions.remove(1, title, async () => [id]))) return;
    selection.set(id, false);
    back();
    search();
  }

  function readStatistics() {
    const search = found.found()?.search;
    if (search !== undefined) void statistics.read(search);
  }

  /** @param {Problem} problem */
  function fail(problem) {
    error = problem;
    renderError();
    status.refused(problem);
  }

  // What is shown.

  /** Another view. @param {string} view */
  function turned(view) {
    filters.closePanel();
    element("records-asked").hidden = view === "records-integrity";
    if (view === "records-statistics") readStatistics();
    if (view === "records-integrity") void status.refresh().catch(() => undefined);
    show();
  }

  /** The record that is opened, or the view. */
  function show() {
    const opened = detail.id() !== null;
    element("record").hidden = !opened;
    element("records-all").hidden = opened;
    screen.dataset["view"] = opened ? "record" : tabs.current().replace("records-", "");
    renderTrail();
  }

  /** Where the record stands, and the ways to its neighbours. */
  function renderTrail() {
    const from = trail?.origin?.screen;
    setText(element("record-back-words"), from ? t("records.backTo", { place: lookUp(`nav.${from}`) ?? "" }) : t("records.back"));
    const [at, total] = [trail?.at() ?? 0, trail?.total() ?? 0];
    element("record-neighbours").hidden = total < 2;
    setText(element("record-nth"), t("records.nth", { at: number(at + 1), total: number(total) }));
    element("record-previous").setAttribute("aria-disabled", String(at === 0));
    element("record-following").setAttribute("aria-disabled", String(at + 1 >= total));
  }

  function renderError() {
    const place = element("records-error");
    if (!error) return hideNotice(place);
    const dismiss = () => {
      error = null;
      renderError();
    };
    showProblem(place, error, { dismiss });
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

  /** Why there is nothing to be seen. */
  function renderNone() {
    const now = found.found();
    const place = element("records-none");
    const unusable = status.state().problem !== null;
    const why = unusable ? "unusable" : now?.of === 0 ? "empty" : "filtered";
    place.hidden = !unusable && (now === null || now.total > 0);
    place.dataset["why"] = why;
    setText(element("records-none-what"), t(`records.none.${why}`));
    setText(element("records-none-note"), t(`records.none.${why}Note`));
    element("records-none-clear").hidden = why !== "filtered";
    element("records-grid").hidden = !place.hidden;
  }

  function renderSort() {
    const { by, descending } = filters.sort();
    for (const sort of SORTS) {
      const head = element(`records-sort-${sort}`).parentElement;
      if (sort === by) head?.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else head?.removeAttribute("aria-sort");
    }
  }

  function render() {
    renderError();
    keepFocus(renderSelection, element("records-grid"));
    renderCount();
    renderNone();
    renderSort();
  }

  element("record-previous").addEventListener("click", () => void step(-1));
  element("record-following").addEventListener("click", () => void step(1));
  for (const sort of SORTS) element(`records-sort-${sort}`).addEventListener("click", () => {
    filters.sortBy(sort);
    renderSort();
  });
  element("records-tick-all").addEventListener("change", () => selectAll(element("records-tick-all").checked));
  element("records-select-none").addEventListener("click", () => selectAll(false));
  element("records-delete").addEventListener("click", () => void removeSelected());
  element("records-none-clear").addEventListener("click", () => {
    filters.clear();
    filters.focus();
  });
  for (const form of /** @type {ExportForm[]} */ (["package", "markdown", "html"])) {
    element(`records-export-${form}`).addEventListener("click", () => void actions.export(selectedIds, form));
  }
  for (const form of /** @type {RegisterForm[]} */ (["xlsx", "csv"])) {
    element(`records-register-${form}`).addEventListener("click", () => {
      const search = found.found()?.search;
      if (search !== undefined) void actions.register(search, form);
    });
  }
  status.subscribe((replaced) => {
    if (replaced) {
      turning = true;
      search();
    }
    render();
  });
  tabs.open("records-list");

  return {
    render() {
      filters.render();
      banner.render();
      grid.refill();
      render();
      detail.render();
      renderTrail();
      statistics.render();
      panel.render();
    },
    opened() {
      recordsDrop(true).catch(() => undefined);
      search();
    },
    closed() {
      detail.uncover();
      recordsDrop(false).catch(() => undefined);
    },
    show(what, from) {
      if (what === "integrity") {
        if (detail.id() !== null) leave();
        return tabs.open("records-integrity");
      }
      trail = from ? trailOfOrigin(from, what) : null;
      void open(what);
    },
    act: (what) => detail.id() !== null && detail.act(what),
    skips: [{ words: "skip.search", go: filters.focus }, { words: "skip.results", go: () => void enter(false) }],
    step(by) {
      if (detail.id() === null) return false;
      void step(by);
      return true;
    },
    find() {
      if (detail.id() !== null) return detail.find();
      if (tabs.current() === "records-integrity") return false;
      filters.focus();
      return true;
    },
    escape() {
      if (detail.id() !== null) {
        if (!detail.escape()) back();
        return true;
      }
      if (menus.some((menu) => menu.close()) || filters.escape() || filters.closePanel()) return true;
      if (selection.count(found.total()) === 0 || tabs.current() !== "records-list") return false;
      selectAll(false);
      return true;
    },
    receive(event) {
      if (event.type !== "pictureFound" && event.type !== "pictureNotRead") return false;
      if (detail.id() !== null) leave();
      tabs.open("records-list");
      banner.show(event);
      return true;
    },
  };
}
