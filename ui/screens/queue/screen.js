// The queue: many pictures and documents, audited one after another while the rest of the window stays usable.
//
// Ids for tests of the window: #screen-queue[data-state=empty|ready|running|pausing|paused|held|interrupted|done] · #queue-title
// #queue-run (start, pause, go on; hidden where there is nothing to start) #queue-run-label #queue-add #queue-add-first (in the
// invitation) #queue-model #queue-temperature #queue-temperature-number · #queue-problem[data-code] #queue-interrupted #queue-go-on
// #queue-leave #queue-alike #queue-accept-all #queue-remove-alike #queue-refused .queue-refused-row[data-code] · #queue-adding #queue-adding-words #queue-add-stop · #queue-counts #queue-now
// #queue-meter (aria-valuenow, aria-valuemax) #queue-retry-failed #queue-stop-all #queue-register #queue-clear · #queue-none · #queue-tick-all
// #queue-selected #queue-stop #queue-retry #queue-accept #queue-remove #queue-select-none #queue-at-once input[name=queue-at-once][value=1..4] ·
// #queue-list (aria-rowcount) .queue-row[data-item][data-state][aria-rowindex][aria-selected] .queue-name .queue-mark .queue-part
// .queue-why .queue-original .queue-bar .queue-grip button[data-act=open|stop|retry|accept|remove|original] · #queue-about #queue-about-retry
// #queue-about-accept #queue-about-remove

import { announce, announceProblem } from "../../js/announce.js";
import { queueAdd, queueAddSlow, queueAddStop, queueAtOnce } from "../../js/bridge/queue.js";
import { recordsRegister } from "../../js/bridge/records.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { appNotify } from "../../js/bridge/window.js";
import { element, keepFocus, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { hideNotice, showNotice, showProblem } from "../../parts/widgets/notice.js";
import { pictureName } from "../../parts/picture/picture-facts.js";
import { createRunChoices } from "../../parts/run/run-choices.js";
import { toast, toastProblem } from "../../parts/widgets/toast.js";
import { oncePerFrame } from "../../js/per-frame.js";
import { concernsKey, concernsNetwork } from "../../js/problem-text.js";
import { createActions } from "./actions.js";
import { createList } from "./list.js";
import { createRefused, renderAlike, renderInterrupted } from "./notices.js";
import { canRetry, countsOf, createStore, isAlike, isRunning } from "./state.js";
import { alikeWords, countWords, nowWords, remedyWords, wholeWords } from "./words.js";
import { registerWords } from "../../parts/record/register-words.js";

/**
 * @import { Problem, QueueAdded, QueueItem, QueueState } from "../../js/ipc.d.ts"
 * @import { Mark } from "../../js/navigation.js"
 * @import { Screen, ScreenFrame } from "../../js/screens.js"
 * @import { NoticeAction } from "../../parts/widgets/notice.js"
 * @import { Act } from "./row.js"
 * @import { Counts, Phase } from "./state.js"
 */

const TICK_MS = 250;
/** What the run button does. @type {Partial<Record<Phase, "start" | "pause" | "goOn">>} */
const RUN = { ready: "start", running: "pause", held: "pause", pausing: "goOn", paused: "goOn", interrupted: "goOn" };
/** How serious it is. @type {Partial<Record<QueueState, string>>} */
const KINDS = { unsure: "warn", alike: "info" };
/** Each of them is told when it begins. @type {Phase[]} */
const TOLD = ["held", "done"];

/**
 * @param {ScreenFrame} frame
 * @returns {Screen}
 */
export function createQueueScreen(frame) {
  const screen = element("screen-queue");
  /** Why something could not be done. @type {Problem | null} */
  let error = null;
  /** Files that are being taken in. @type {{ done: number, of: number } | null} */
  let adding = null;
  /** The system's dialog stands open. */
  let choosing = false;
  /** The screen's own words are written at the first `render`. */
  let spoken = false;
  /** @type {Phase} */
  let phase = "empty";
  /** @type {Mark | null} */
  let marked = null;
  /** The person was led here when the files that are being taken in began to arrive, and may have left since. */
  let called = false;
  /** Why it paused by itself. @type {Problem | null} */
  let pausedBy = null;
  /** What #queue-about shows, so that it is not made anew with each change of the list. */
  let about = "";
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let clock;

  const store = createStore((structure) => {
    if (!structure) return renderSoon();
    list.refresh();
    render();
  });
  const actions = createActions(store, fail);
  const list = createList(store, { act, move: (ids, before) => void actions.move(ids, before), selected });
  const choices = createRunChoices(frame.app, "queue", toastProblem);
  const refused = createRefused(() => void add(queueAddSlow));
  const renderSoon = oncePerFrame(() => {
    list.refill();
    render();
  });

  // What the person does.

  /** @param {Act} what @param {QueueItem[]} items */
  function act(what, items) {
    const record = items[0]?.record ?? null;
    if (what === "open" && record !== null) frame.openRecords(record, { records: recordsListed, left: list.showRecord });
    if (what === "stop") void actions.stop(items);
    if (what === "retry") void actions.retry(items);
    if (what === "accept") void actions.accept(items);
    if (what === "remove") void actions.remove(items);
  }

  /** What the run button does now, if anything. @param {Counts} counts */
  const wantedOf = ({ waiting, running }) => (waiting + running > 0 ? RUN[phase] : undefined);

  function run() {
    const wanted = wantedOf(countsOf(store.items()));
    if (wanted === "pause") void actions.pause();
    else if (wanted) start();
  }

  function start() {
    error = null;
    renderError();
    choices.commit();
    // What was chosen just now is kept first.
    void actions.start(() => frame.app.runBehind(async () => ({ model: choices.model(), temperature: choices.temperature(), atOnce: store.queue().atOnce })));
  }

  async function add(bring = queueAdd) {
    if (choosing) return;
    choosing = true;
    try {
      added(await bring());
    } catch (thrown) {
      fail(problemOf(thrown));
    }
    choosing = false;
    take(null);
  }

  function stopAdding() {
    element("queue-add-stop").setAttribute("aria-disabled", "true");
    queueAddStop().catch((thrown) => fail(problemOf(thrown)));
  }

  /** @param {QueueAdded} what @param {boolean} [elsewhere] the person looks at another screen, and goes on doing so */
  function added({ added: count, refused: not }, elsewhere = screen.hidden !== false) {
    take(null);
    // The dialog was dismissed.
    if (count === 0 && not.length === 0) return choosing ? undefined : toast(t("queue.nothingAdded"));
    refused.show(not);
    const words = [t("queue.announce.added", { count }), ...(not.length > 0 ? [t("queue.refused", { count: not.length })] : [])];
    const said = words.join(t("common.sentences"));
    // Who is not called back would not learn what was refused.
    if (not.length > 0 && elsewhere) toast(said, "error");
    else announce(said);
  }

  /** How far files are taken in. @param {{ done: number, of: number } | null} next */
  function take(next) {
    adding = next;
    render();
  }

  /** The records of what is listed, in the order of the list; what was not sent again has none of its own. */
  const recordsListed = () => [...new Set(store.items().flatMap(({ record }) => (record === null ? [] : [record])))];

  const register = oneAtATime(async () => {
    const ids = recordsListed();
    if (ids.length === 0) return;
    try {
      const name = await recordsRegister({ ids }, "xlsx", registerWords(), () => undefined);
      if (name !== null) toast(t("report.saved", { name }));
    } catch (thrown) {
      fail(problemOf(thrown));
    }
  });

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

  /** Others are selected, or another one is stood on. */
  function selected() {
    keepFocus(renderSelection, element("queue-list"));
    renderAbout();
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
      // That the records can't be used is said over the whole window.
      if (frame.records.state().problem === null) fail(problem);
    }
  }

  // What is shown.

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
    else if (concernsNetwork(error)) actions.push({ label: t("report.openNetwork"), press: () => frame.openSettings("network") });
    showProblem(place, error, { ...(error === pausedBy ? { title: t("queue.pausedBy") } : {}), actions, dismiss });
  }

  /** @param {Counts} counts */
  function renderHead(counts) {
    const wanted = wantedOf(counts);
    const empty = phase === "empty";
    element("queue-run").hidden = !wanted;
    if (wanted) setText(element("queue-run-label"), t(`queue.${wanted}`));
    choices.enable(wanted !== "pause");
    for (const part of [element("queue-add"), element("queue-add-first")]) part.setAttribute("aria-disabled", String(choosing));
    element("queue-none").hidden = !empty || adding !== null;
    element("queue-overview").hidden = element("queue-table").hidden = empty;
    renderInterrupted(phase === "interrupted" ? counts : null, { goOn: start, leave: () => void actions.leave() });
    renderAlike(counts.alike, {
      accept: () => void actions.accept(store.items()),
      remove: () => void actions.remove(store.items().filter(isAlike)),
    });
    const { failed, running, finished, same } = counts;
    element("queue-retry-failed").hidden = failed === 0;
    setText(element("queue-retry-failed-words"), t("queue.retryFailed", { count: failed }));
    element("queue-stop-all").hidden = running === 0;
    element("queue-register").hidden = !store.items().some(({ record }) => record !== null);
    element("queue-clear").hidden = finished + same === 0;
  }

  function renderNow() {
    setText(element("queue-now"), nowWords(phase, countsOf(store.items()), { items: store.items(), heldMs: store.heldMs(), tookMs: store.queue().tookMs }));
  }

  /** @param {Counts} counts */
  function renderOverview(counts) {
    const words = countWords(counts);
    setText(element("queue-counts"), words);
    renderNow();
    clearInterval(clock);
    if (phase === "held") clock = setInterval(renderNow, TICK_MS);
    const of = counts.all - counts.same - counts.alike;
    const { finished, failed, unsure, stopped } = counts;
    const meter = element("queue-meter");
    meter.setAttribute("aria-valuemax", String(Math.max(1, of)));
    meter.setAttribute("aria-valuenow", String(finished + failed + unsure + stopped));
    meter.setAttribute("aria-valuetext", words);
    const widths = { finished, failed, unsure: unsure + stopped };
    for (const part of meter.querySelectorAll("i")) {
      const count = widths[/** @type {keyof typeof widths} */ (part.dataset["part"])];
      part.style.width = `${of > 0 ? (100 * count) / of : 0}%`;
    }
  }

  function renderAdding() {
    element("queue-adding").hidden = adding === null;
    if (!adding) return element("queue-add-stop").removeAttribute("aria-disabled");
    const meter = element("queue-adding-meter");
    const known = adding.of > 0;
    if (known) [meter.max, meter.value] = [adding.of, Math.min(adding.of, adding.done)];
    else meter.removeAttribute("value");
    setText(element("queue-adding-words"), known ? t("queue.addingOf", adding) : t("queue.adding"));
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
    element("queue-stop").hidden = !items.some(isRunning);
    element("queue-retry").hidden = !items.some(canRetry);
    element("queue-accept").hidden = !items.some(isAlike);
    element("queue-remove").hidden = !items.some((item) => !isRunning(item));
  }

  /** What can't be said in a row of the one that is stood on. */
  function renderAbout() {
    const item = list.active();
    const place = element("queue-about");
    const wanted = item && ["failed", "unsure", "alike"].includes(item.state) ? item : undefined;
    const first = wanted?.state === "alike" && wanted.sameAs !== null ? store.find(wanted.sameAs) : undefined;
    const [what, remedy] = !wanted ? ["", ""] : wanted.state === "alike" ? [alikeWords(first), ""] : [wholeWords(wanted), remedyWords(wanted)];
    const next = wanted ? [wanted.id, wanted.state, what].join() : "";
    if (next === about) return;
    const appears = about === "";
    about = next;
    if (!wanted) return keepFocus(() => hideNotice(place), element("queue-list"));
    place.dataset["kind"] = KINDS[wanted.state] ?? "error";
    /** @type {NoticeAction[]} */
    const retry = [{ id: "queue-about-retry", label: t("queue.act.retry"), press: () => void actions.retry([wanted]) }];
    /** @type {NoticeAction[]} */
    const answers = [
      { id: "queue-about-accept", label: t("queue.act.accept"), press: () => void actions.accept([wanted]) },
      { id: "queue-about-remove", label: t("queue.act.remove"), press: () => void actions.remove([wanted]) },
    ];
    keepFocus(() => showNotice(place, {
      title: pictureName(wanted), what, remedy,
      actions: wanted.state === "alike" ? answers : retry,
      ...(wanted.problem ? { problem: wanted.problem } : {}),
    }), element("queue-list"));
    // It takes its room from the list.
    if (appears) list.reveal();
  }

  /** Why it paused by itself is told when it begins to. */
  function renderPausedBy() {
    const { status } = store.queue();
    const by = status.state === "pausing" || status.state === "paused" ? status.by : null;
    const known = pausedBy !== null;
    pausedBy = by === null || !known ? by : pausedBy;
    if (by === null || known) return;
    error = by;
    renderError();
    announceProblem(element("queue-problem").querySelector(".notice-words")?.firstChild?.textContent ?? "");
    frame.records.refused(by);
  }

  /** @param {Counts} counts */
  function renderMark(counts) {
    const before = marked;
    if (phase === "interrupted") marked = "interrupted";
    else if (counts.running > 0 || phase === "running" || phase === "held") marked = "running";
    else if (phase !== "done") marked = null;
    // What was over when the app started needs no mark.
    else if (before === "running") marked = counts.failed + counts.unsure > 0 ? "failed" : "finished";
    else if (before === "interrupted") marked = null;
    if (marked !== before) frame.mark(marked);
  }

  /** Somebody who works elsewhere meanwhile hears that it is over, or waits for them. @param {Phase} before @param {Counts} counts */
  function notify(before, counts) {
    const worked = before === "running" || before === "held" || before === "pausing";
    const title = phase === "done" ? t("queue.notify.done") : phase === "paused" && error ? t("queue.pausedBy") : "";
    // A desktop without a place for it leaves it at the mark in the side bar.
    if (worked && title) appNotify(title, countWords(counts)).catch(() => undefined);
  }

  function render() {
    if (!spoken) return;
    const counts = countsOf(store.items());
    const before = phase;
    phase = store.queue().status.state;
    screen.dataset["state"] = phase;
    keepFocus(() => {
      renderHead(counts);
      renderOverview(counts);
      renderAdding();
      renderSelection();
    }, element("queue-list"), element("queue-add"));
    renderAtOnce();
    renderAbout();
    renderMark(counts);
    renderPausedBy();
    if (before !== phase && TOLD.includes(phase) && before !== "empty") announce(element("queue-now").textContent ?? "");
    notify(before, counts);
  }

  element("queue-run").addEventListener("click", run);
  for (const part of [element("queue-add"), element("queue-add-first")]) part.addEventListener("click", () => void add());
  element("queue-stop-all").addEventListener("click", () => void actions.stopAll());
  element("queue-add-stop").addEventListener("click", stopAdding);
  element("queue-retry-failed").addEventListener("click", () => void actions.retry(store.items().filter(({ state }) => state === "failed")));
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
      spoken = true;
      about = "";
      list.refill();
      refused.render();
      renderError();
      render();
    },
    start: run,
    choose: () => void add(),
    skips: [{ words: "skip.list", go: list.focus }],
    escape() {
      if (list.selected().length === 0) return false;
      list.selectNone();
      return true;
    },
    receive(event) {
      if (event.type === "queue") store.receive(event.queue);
      if (event.type === "queueItem") store.receiveItem(event.item);
      if (event.type === "queueAdded") {
        const shown = called;
        called = false;
        added(event.added, shown && screen.hidden !== false);
        return !shown;
      }
      if (event.type === "queueAdding") {
        // Who looks elsewhere meanwhile is not called back with each file.
        // Nothing at all comes of a dialog that was dismissed.
        const over = event.of > 0 ? event.done >= event.of : choosing;
        const begins = adding === null && !over;
        take(over ? null : { done: event.done, of: event.of });
        called ||= begins && !choosing;
        return begins && !choosing;
      }
      return false;
    },
  };
}
