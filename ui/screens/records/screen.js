// The records screen: the list of all runs with its search, one record, statistics, and the integrity and storage of the records.
//
// Ids for tests of the window: #screen-records[data-view=list|statistics|integrity|record] #records-tab-list #records-tab-statistics
// #records-tab-integrity · #records-search #records-filter #records-filters input[name=records-kind|records-outcome|records-service]
// input[name=records-scope] #records-in-material|pictures|answer #records-model #records-from #records-until #records-quick-today|week|month|year #records-chips .chip #records-clear
// #records-count #records-error[data-code] · #records-grid (aria-rowcount) .record-row[data-record][aria-rowindex][aria-selected]
// .record-title .record-context .record-where.in-picture|in-answer mark · #records-sort-title|kind|outcome|created|elapsed #records-tick-all
// #records-selected #records-export #records-export-package|markdown|html #records-delete #records-select-none #records-register
// #records-register-xlsx|csv #records-advance #records-advance-stop #records-none[data-why=empty|filtered|unusable] · #records-picture
// [data-record] · #record-back #record-previous #record-following #record-nth #record-title #record-review #record-again #record-go #record-export #record-export-package|markdown|html
// #record-tab-findings #record-tab-report (of an audit) #record-findings[data-state] (see parts/findings/view.js; it can only be read)
// #record-rest (asks for the parts without an answer; in the notice over the report #record-problem-rest) #record-facts-sent .sent-part[data-part]
// #record-material[data-pictured] #record-no-picture (a file that is a text alone) · #record-delete #record-details
// #record-damaged #record-damaged-export #record-damaged-faults li[data-code] (a record that does not match the chain)
// #record-versions [data-record] #record-audit-trail li #record-copy-raw #record-ocr-card and the ids of viewer,
// text in the picture (screens/audit/screen.js), report card, chart card and comparison with the prefix `record-` · #statistics-chart #statistics-table #statistics-none · #check-start
// #check-advance-stop #check-result #check-faults [data-record] #check-seq #check-head #check-head-copy #storage-folder
// #storage-choose #storage-size #backups [data-backup]

import { recordsDrop } from "../../js/bridge/records.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { element, setText } from "../../js/dom.js";
import { lookUp, number, t } from "../../js/i18n.js";
import { hideNotice, showProblem } from "../../parts/widgets/notice.js";
import { createTabs } from "../../parts/widgets/tabs.js";
import { createActions } from "./actions.js";
import { createDetail } from "./detail.js";
import { createIntegrityPanel } from "./integrity-panel.js";
import { createList } from "./list.js";
import { createPictureBanner } from "./picture-banner.js";
import { createStatistics } from "./statistics.js";
import { trailOfFound, trailOfOrigin } from "./trail.js";

/**
 * @import { Problem } from "../../js/ipc.d.ts"
 * @import { Screen, ScreenFrame } from "../../js/screens.js"
 * @import { Trail } from "./trail.js"
 */

/**
 * @param {ScreenFrame} frame
 * @returns {Screen}
 */
export function createRecordsScreen(frame) {
  const screen = element("screen-records");
  const status = frame.records;
  /** Why there is no list, or no record was opened. @type {Problem | null} */
  let error = null;
  /** How far the screen was scrolled before a record took its place. */
  let top = 0;
  /** The list of rows that contains the record shown. @type {Trail | null} */
  let trail = null;
  const actions = createActions();
  const list = createList({
    actions,
    async open(record, index, words) {
      trail = trailOfFound(list.found, index, record.id);
      await open(record.id, words);
    },
    isUnusable: () => status.state().problem !== null,
    enter() {
      if (detail.id() !== null) return false;
      tabs.open("records-list");
      return true;
    },
    changed() {
      error = null;
      renderError();
      if (tabs.current() === "records-statistics") readStatistics();
    },
    failed: fail,
  });
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

  /** @param {1 | -1} by */
  async function step(by) {
    const along = trail;
    try {
      const next = await along?.step(by);
      if (next && along === trail) await open(next.id, list.wordsIn(next.row));
    } catch (thrown) {
      fail(problemOf(thrown));
    }
  }

  /** A record that was not opened from a row. @param {number} id */
  function openAlone(id) {
    trail = null;
    void open(id);
  }

  /**
   * @param {number} id
   * @param {string} [words] to be shown in its picture
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
        // A user who steps through the records with a button goes on with it.
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
    if (from) list.go(from.at());
    list.focus();
  }

  function leave() {
    detail.leave();
    trail = null;
    show();
  }

  /** @param {number} id @param {string} title */
  async function removeOne(id, title) {
    if (!(await actions.remove(1, title, async () => [id]))) return;
    list.deselect(id);
    back();
    list.search();
  }

  function readStatistics() {
    const search = list.found.found()?.search;
    if (search !== undefined) void statistics.read(search);
  }

  /** @param {Problem} problem */
  function fail(problem) {
    error = problem;
    renderError();
    status.refused(problem);
  }

  // The contents shown.

  /** Another view is shown. @param {string} view */
  function turned(view) {
    list.closeFilters();
    element("records-asked").hidden = view === "records-integrity";
    if (view === "records-statistics") readStatistics();
    if (view === "records-integrity") void status.refresh().catch(() => undefined);
    show();
  }

  /** Shows the open record, or the view. */
  function show() {
    const opened = detail.id() !== null;
    element("record").hidden = !opened;
    element("records-all").hidden = opened;
    screen.dataset["view"] = opened ? "record" : tabs.current().replace("records-", "");
    renderTrail();
  }

  /** The place of the record among its neighbours, and the buttons that lead to them. */
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

  element("record-previous").addEventListener("click", () => void step(-1));
  element("record-following").addEventListener("click", () => void step(1));
  status.subscribe((replaced) => {
    if (replaced) list.searchAnew();
    renderError();
    list.render();
  });
  tabs.open("records-list");

  return {
    render() {
      list.renderWords();
      banner.render();
      renderError();
      detail.render();
      renderTrail();
      statistics.render();
      panel.render();
    },
    opened() {
      recordsDrop(true).catch(() => undefined);
      list.search();
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
    skips: [{ words: "skip.search", go: list.focusSearch }, { words: "skip.results", go: () => void list.enter(false) }],
    step(by) {
      if (detail.id() === null) return false;
      void step(by);
      return true;
    },
    find() {
      if (detail.id() !== null) return detail.find();
      if (tabs.current() === "records-integrity") return false;
      list.focusSearch();
      return true;
    },
    escape() {
      if (detail.id() !== null) {
        if (!detail.escape()) back();
        return true;
      }
      return list.close() || (tabs.current() === "records-list" && list.clearSelection());
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
