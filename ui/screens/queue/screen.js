// The queue: many pictures and documents, audited one after another while the rest of the window stays usable.
//
// Ids for tests of the window: #screen-queue[data-state=empty|ready|running|pausing|paused|held|interrupted|done] · #queue-title
// #queue-run (start, pause, go on; hidden where there is nothing to start) #queue-run-label #queue-add #queue-add-first (in the
// invitation) #queue-model #queue-temperature #queue-temperature-number · #queue-problem[data-code] #queue-interrupted #queue-go-on
// #queue-leave #queue-alike #queue-accept-all #queue-remove-alike #queue-refused .queue-refused-row[data-code] · #queue-adding #queue-adding-words #queue-add-stop · #queue-counts #queue-now
// #queue-checked (how many files the rules have checked) #queue-sort (by findings) #queue-meter (aria-valuenow, aria-valuemax) #queue-retry-failed #queue-stop-all #queue-register #queue-submissions (#queue-listed: what a list gave) #queue-clear · #queue-none · #queue-tick-all
// #queue-selected #queue-stop #queue-retry #queue-accept #queue-remove #queue-select-none #queue-at-once input[name=queue-at-once][value=1..4] ·
// #queue-list (aria-rowcount) .queue-row[data-item][data-state][aria-rowindex][aria-selected] .queue-name .queue-mark .queue-part
// .queue-why .queue-findings[data-checked=waiting|reading|unread|clear|found] .finding-count[data-severity] .queue-original .queue-bar .queue-grip button[data-act=open|stop|retry|accept|remove|original] · #queue-about #queue-about-retry
// #queue-about-accept #queue-about-remove

import { announce, announceProblem } from "../../js/announce.js";
import { queueAtOnce, queueState } from "../../js/bridge/queue.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { appNotify } from "../../js/bridge/window.js";
import { element, keepFocus, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { hideNotice, showProblem } from "../../parts/widgets/notice.js";
import { createRunChoices } from "../../parts/run/run-choices.js";
import { toastProblem } from "../../parts/widgets/toast.js";
import { oncePerFrame } from "../../js/per-frame.js";
import { concernsKey, concernsNetwork, isKeyRefused } from "../../js/problem-text.js";
import { createActions } from "./actions.js";
import { createAdding } from "./adding.js";
import { createExplanation } from "./explanation.js";
import { createList } from "./list.js";
import { renderAlike, renderInterrupted } from "./notices.js";
import { createOverview } from "./overview.js";
import { createQueueRegister } from "./register.js";
import { actionsOn, countsOf, createStore, isAlike, markAfter, recordsOf, runAction, wasAtWork } from "./state.js";
import { createSubmissions } from "./submissions.js";
import { countWords } from "./words.js";

/**
 * @import { Problem, QueueItem } from "../../js/ipc.d.ts"
 * @import { Mark } from "../../js/navigation.js"
 * @import { Screen, ScreenFrame } from "../../js/screens.js"
 * @import { NoticeAction } from "../../parts/widgets/notice.js"
 * @import { Act } from "./row.js"
 * @import { Counts, Phase } from "./state.js"
 */

/** Screen readers announce the beginning of these. @type {Phase[]} */
const TOLD = ["held", "done"];

/**
 * @param {ScreenFrame} frame
 * @returns {Screen}
 */
export function createQueueScreen(frame) {
  const screen = element("screen-queue");
  /** Why something could not be done. @type {Problem | null} */
  let error = null;
  /** The words of the screen have been written. */
  let rendered = false;
  /** @type {Phase} */
  let phase = "empty";
  /** @type {Mark | null} */
  let marked = null;
  /** Why it paused by itself. @type {Problem | null} */
  let pausedBy = null;
  const store = createStore((structure) => {
    if (!structure) return renderSoon();
    list.refresh();
    render();
  }, queueState);
  const actions = createActions(store, fail);
  const list = createList(store, { act, move: (ids, before) => void actions.move(ids, before), selected });
  const choices = createRunChoices(frame.app, "queue", toastProblem);
  const adding = createAdding({ isHidden: () => screen.hidden !== false, changed: render, failed: fail });
  const explanation = createExplanation(act, list.reveal);
  const overview = createOverview(store);
  const register = createQueueRegister(store, fail);
  const submissions = createSubmissions();
  const renderSoon = oncePerFrame(() => {
    list.refill();
    render();
  });

  /** @param {Act} what @param {QueueItem[]} items */
  function act(what, items) {
    const record = items[0]?.record ?? null;
    if (what === "open" && record !== null) frame.openRecords(record, { records: () => recordsOf(store.items()), left: list.showRecord });
    if (what === "stop") void actions.stop(items);
    if (what === "retry") void actions.retry(items);
    if (what === "accept") void actions.accept(items);
    if (what === "remove") void actions.remove(items);
  }

  function run() {
    const wanted = runAction(phase, countsOf(store.items()));
    if (wanted === "pause") void actions.pause();
    else if (wanted) start();
  }

  function start() {
    error = null;
    renderError();
    choices.commit();
    // Model and temperature that were chosen just now are saved first.
    void actions.start(() => frame.app.runBehind(async () => ({ model: choices.model(), temperature: choices.temperature(), atOnce: store.queue().atOnce })));
  }

  async function chooseAtOnce() {
    const chosen = screen.querySelector('input[name="queue-at-once"]:checked');
    if (!(chosen instanceof HTMLInputElement)) return;
    try {
      await queueAtOnce(Number(chosen.value));
    } catch (thrown) {
      fail(problemOf(thrown));
      renderAtOnce();
    }
  }

  /** The selection or the active row has changed. */
  function selected() {
    keepFocus(renderSelection, element("queue-list"));
    explanation.render(list.active(), store.find);
  }

  /** @param {Problem} problem */
  function fail(problem) {
    error = problem;
    renderError();
    frame.records.refused(problem);
  }

  async function read() {
    try {
      await store.read();
    } catch (thrown) {
      const problem = problemOf(thrown);
      // The window itself says that the records can't be used.
      if (frame.records.state().problem === null) fail(problem);
    }
  }

  function renderError() {
    const place = element("queue-problem");
    if (!error) return hideNotice(place);
    const dismiss = () => {
      error = null;
      renderError();
    };
    /** @type {NoticeAction[]} */
    const actions = [];
    if (concernsKey(error)) actions.push({ label: t("report.openSettings"), press: () => frame.openSettings("service") });
    else if (concernsNetwork(error)) actions.push({ label: t("report.openNetwork"), press: () => frame.openSettings("network") }, { label: t("diagnosis.open"), press: () => frame.openSettings("diagnosis") });
    showProblem(place, error, { ...(error === pausedBy ? { title: t("queue.pausedBy") } : {}), actions, dismiss });
  }

  /** @param {Counts} counts */
  function renderHead(counts) {
    const wanted = runAction(phase, counts);
    const empty = phase === "empty";
    element("queue-run").hidden = !wanted;
    if (wanted) setText(element("queue-run-label"), t(`queue.${wanted}`));
    choices.enable(wanted !== "pause");
    element("queue-none").hidden = !empty || adding.isUnderWay();
    element("queue-overview").hidden = element("queue-table").hidden = empty;
    renderInterrupted(phase === "interrupted" ? counts : null, { goOn: start, leave: () => void actions.leave() });
    renderAlike(counts.alike, {
      accept: () => void actions.accept(store.items()),
      remove: () => void actions.remove(store.items().filter(isAlike)),
    });
    const { failed, running, finished, same, waiting } = counts;
    element("queue-sort").hidden = waiting < 2;
    element("queue-retry-failed").hidden = failed === 0;
    setText(element("queue-retry-failed-words"), t("queue.retryFailed", { count: failed }));
    element("queue-stop-all").hidden = running === 0;
    element("queue-register").hidden = !store.items().some(({ record }) => record !== null);
    element("queue-clear").hidden = finished + same === 0;
  }

  function renderAtOnce() {
    for (const choice of screen.querySelectorAll('input[name="queue-at-once"]')) {
      if (choice instanceof HTMLInputElement) choice.checked = Number(choice.value) === store.queue().atOnce;
    }
  }

  function renderSelection() {
    const items = list.selected();
    const all = element("queue-tick-all");
    all.checked = items.length > 0 && items.length === store.items().length;
    all.indeterminate = items.length > 0 && !all.checked;
    element("queue-selected").hidden = element("queue-select-none").hidden = items.length === 0;
    setText(element("queue-selected"), t("records.selected", { count: items.length }));
    const can = actionsOn(items);
    element("queue-stop").hidden = !can.stop;
    element("queue-retry").hidden = !can.retry;
    element("queue-accept").hidden = !can.accept;
    element("queue-remove").hidden = !can.remove;
  }

  /** Says why the queue paused by itself, once. */
  function renderPausedBy() {
    const { status } = store.queue();
    const by = status.state === "pausing" || status.state === "paused" ? status.by : null;
    const known = pausedBy !== null;
    pausedBy = by === null || !known ? by : pausedBy;
    if (by === null || known) return;
    error = by;
    renderError();
    if (isKeyRefused(by)) frame.app.setKeyRefused(true);
    announceProblem(element("queue-problem").querySelector(".notice-words")?.firstChild?.textContent ?? "");
    frame.records.refused(by);
  }

  /** @param {Counts} counts */
  function renderMark(counts) {
    const next = markAfter(marked, phase, counts);
    if (next !== marked) frame.mark(next);
    marked = next;
  }

  /** Tells users who work in another application that the queue has ended, or waits for them. @param {Phase} before @param {Counts} counts */
  function notify(before, counts) {
    const title = phase === "done" ? t("queue.notify.done") : phase === "paused" && error ? t("queue.pausedBy") : "";
    // On a desktop without notifications the mark in the side bar has to do.
    if (wasAtWork(before) && title) appNotify(title, countWords(counts)).catch(() => undefined);
  }

  function render() {
    if (!rendered) return;
    const counts = countsOf(store.items());
    const before = phase;
    phase = store.queue().status.state;
    screen.dataset["state"] = phase;
    keepFocus(() => {
      renderHead(counts);
      overview.render(phase, counts);
      adding.render();
      renderSelection();
    }, element("queue-list"), element("queue-add"));
    renderAtOnce();
    explanation.render(list.active(), store.find);
    renderMark(counts);
    renderPausedBy();
    if (before !== phase && TOLD.includes(phase) && before !== "empty") announce(element("queue-now").textContent ?? "");
    notify(before, counts);
  }

  element("queue-run").addEventListener("click", run);
  element("queue-stop-all").addEventListener("click", () => void actions.stopAll());
  element("queue-retry-failed").addEventListener("click", () => void actions.retry(store.items().filter(({ state }) => state === "failed")));
  element("queue-sort").addEventListener("click", () => void actions.sortByFindings());
  element("queue-register").addEventListener("click", () => void register());
  element("queue-accept").addEventListener("click", () => void actions.accept(list.selected()));
  element("queue-clear").addEventListener("click", () => void actions.clear());
  element("queue-stop").addEventListener("click", () => void actions.stop(list.selected()));
  element("queue-retry").addEventListener("click", () => void actions.retry(list.selected()));
  element("queue-remove").addEventListener("click", () => void actions.remove(list.selected()));
  element("queue-select-none").addEventListener("click", () => {
    list.selectNone();
    list.focus();
  });
  element("queue-at-once").addEventListener("change", () => void chooseAtOnce());
  frame.records.subscribe((replaced) => {
    if (replaced) void read();
  });
  void read();

  return {
    render() {
      rendered = true;
      explanation.forget();
      list.refill();
      adding.renderRefused();
      submissions.render();
      renderError();
      render();
    },
    start: run,
    choose: adding.add,
    skips: [{ words: "skip.list", go: list.focus }],
    escape() {
      if (list.selected().length === 0) return false;
      list.selectNone();
      return true;
    },
    receive(event) {
      if (event.type === "queue") store.receive(event.queue);
      if (event.type === "queueChanged") void store.receiveChange(event).catch(fail);
      if (event.type === "queueAdded") return adding.finished(event.added);
      if (event.type === "queueAdding") return adding.advanced(event.done, event.of);
      return false;
    },
  };
}
