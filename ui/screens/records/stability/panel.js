// How far to trust a single audit: what all audits of the same request found, and what only one of them found.

import { stabilityList } from "../../../js/bridge/stability.js";
import { problemOf } from "../../../js/bridge/tauri.js";
import { announce, announceProblem } from "../../../js/announce.js";
import { element, keepFocus, setText } from "../../../js/dom.js";
import { t } from "../../../js/i18n.js";
import { describe } from "../../../js/problem-text.js";
import { canBeRepeated } from "../../../parts/record/kinds.js";
import { isAnswered } from "../../../parts/run/run.js";
import { createAdvanceBar } from "../../../parts/widgets/advance-bar.js";
import { hideNotice, showProblem } from "../../../parts/widgets/notice.js";
import { ask } from "../../../parts/widgets/question.js";
import { toastProblem } from "../../../parts/widgets/toast.js";
import { titleOf } from "../row.js";
import { createRepeats } from "./repeats.js";
import { figuresOf, missingRuns } from "./state.js";
import { renderRuns, renderTable } from "./table.js";

/**
 * @import { Problem, RecordFacts, Stability } from "../../../js/ipc.d.ts"
 * @import { ScreenFrame } from "../../../js/screens.js"
 */

/**
 * @param {ScreenFrame} frame
 * @param {(record: number) => void} open another record
 */
export function createStability(frame, open) {
  /** The record that is shown. @type {RecordFacts | null} */
  let record = null;
  /** @type {Stability | null} */
  let found = null;
  /** @type {Problem | null} */
  let problem = null;
  let isOpen = false;
  /** Counts the reads: a late answer is ignored. */
  let turn = 0;
  /** The text of the progress bar. */
  let said = "";

  const button = element("stability-run");
  const title = element("stability-title");
  const bar = createAdvanceBar("stability", () => repeats.cancel());
  const repeats = createRepeats(frame.app, {
    changed: renderProgress,
    finished: () => void load(),
    ended(failed) {
      problem = failed;
      frame.mark(failed ? "failed" : null);
      if (failed) announceProblem(describe(failed).what);
      else announce(t("stability.announceEnded"));
      renderProgress();
      render();
      void load();
    },
    notStopped: toastProblem,
  });

  async function load() {
    if (!record || !isOpen || !canBeRepeated(record)) return;
    turn += 1;
    const mine = turn;
    try {
      const list = await stabilityList(record.id);
      if (mine !== turn) return;
      found = list;
    } catch (thrown) {
      if (mine !== turn) return;
      problem = problemOf(thrown);
    }
    render();
  }

  async function start() {
    const now = record;
    if (!now || !found || repeats.now()) return;
    const count = missingRuns(found);
    const requests = count * found.requests;
    const price = found.demo ? t("stability.ask.demo") : t("stability.ask.price", { requests });
    const words = [t("stability.ask.what", { count }), price, t("stability.ask.note")];
    const sure = await ask({ title: t("stability.ask.title", { count }), words, yes: t("stability.ask.yes", { count }), no: t("stability.ask.no") });
    if (sure === null || now !== record) return;
    problem = null;
    frame.mark("running");
    announce(t("stability.announceStarted"));
    repeats.start({ record: now.id, title: titleOf(now), model: now.model, temperature: now.temperature }, count);
    render();
  }

  function renderProgress() {
    const now = repeats.now();
    // Whoever stopped it goes on at the title, as the button is there again only where audits are missing.
    keepFocus(() => (button.hidden = !canStart()), title);
    if (!now) {
      said = "";
      return keepFocus(() => bar.end(), button, title);
    }
    const words = now.of > 1 ? t("stability.now", { title: now.run.asked.title, at: now.at, of: now.of }) : t("stability.nowOne", { title: now.run.asked.title });
    if (said !== words) bar.begin(words);
    said = words;
    const { parts } = now.run;
    const [first] = parts;
    if (first) bar.step({ done: parts.filter(isAnswered).length, of: first.of });
  }

  const canStart = () => found !== null && missingRuns(found) > 0 && !repeats.now();

  function render() {
    renderProgress();
    const notice = element("stability-problem");
    if (problem) showProblem(notice, problem, { dismiss: () => { problem = null; render(); } });
    else hideNotice(notice);
    const list = found;
    element("stability-found").hidden = list === null;
    if (!list) return;
    const [runs, missing, figures] = [list.runs.length, missingRuns(list), figuresOf(list)];
    setText(button, t("stability.run", { count: missing }));
    setText(element("stability-figure"), figureWords(runs, figures));
    setText(element("stability-once"), runs > 1 && figures.inOne > 0 ? t("stability.once", { count: figures.inOne }) : "");
    setText(element("stability-missing"), missing > 0 && runs > 1 ? t("stability.missing", { runs, wanted: list.wanted }) : "");
    setText(element("stability-unparsed"), figures.unparsed > 0 ? t("stability.unparsed", { count: figures.unparsed }) : "");
    element("stability-demo").hidden = !list.demo;
    renderRuns(list, record?.id ?? 0, open);
    renderTable(list);
  }

  button.addEventListener("click", () => void start());

  return {
    /** Whether a record has this list. @param {RecordFacts} facts */
    show(facts) {
      turn += 1;
      [record, found] = [facts, null];
      if (!repeats.now()) problem = null;
      element("record-tab-stability").hidden = !canBeRepeated(facts);
      render();
      void load();
      return canBeRepeated(facts);
    },
    /** Its tab is opened or left. @param {boolean} opened */
    turned(opened) {
      isOpen = opened;
      if (opened) void load();
    },
    leave() {
      turn += 1;
      [record, found] = [null, null];
    },
    render() {
      said = "";
      render();
    },
  };
}

/**
 * @param {number} runs
 * @param {ReturnType<typeof figuresOf>} figures
 */
function figureWords(runs, { total, inAll, percent }) {
  if (runs === 0) return t("stability.noRun");
  if (runs === 1) return t("stability.oneRun", { total });
  return total === 0 ? t("stability.nothing", { runs }) : t("stability.figure", { total, inAll, runs, percent });
}
