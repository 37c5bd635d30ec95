// The card of a report, shared by all assistants: who answers, progress, problems, the report itself, search, contents,
// copying and saving.

import { reportDocumentSave, reportMarkdown, reportPageSave, reportSave } from "../../js/bridge/reports.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { clipboardWriteReport } from "../../js/bridge/window.js";
import { within } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { pageWords, reportHeading } from "./report-heading.js";
import { createLinkPrompt } from "./link-prompt.js";
import { createMenu } from "../widgets/menu.js";
import { hideNotice, showNotice, showProblem } from "../widgets/notice.js";
import { createProgress } from "../run/progress.js";
import { createReportContents } from "./report-contents.js";
import { createReportParts } from "./report-parts.js";
import { createReportSearch } from "./report-search.js";
import { createReportView } from "./report-view.js";
import { renderRecording } from "../run/recording-notice.js";
import { renderRibbon } from "../run/ribbon.js";
import { createRunOutcome } from "../run/run-outcome.js";
import { toast } from "../widgets/toast.js";

/**
 * @import { ReportAct, ScreenFrame } from "../../js/screens.js"
 * @import { LetterForm, Problem, RunEvent, RunPart } from "../../js/ipc.d.ts"
 * @import { About } from "./report-heading.js"
 * @import { Asked, Run } from "../run/run.js"
 * @import { Refusal } from "../run/run-session.js"
 * @import { NoticeAction } from "../widgets/notice.js"
 * @import { Described } from "../run/run-outcome.js"
 */

/**
 * The card's view of a run session.
 * @template {Asked} A
 * @typedef {object} Shown
 * @property {() => Run<A> | null} run
 * @property {() => Run<A> | null} attempt
 * @property {() => Refusal<A> | null} refusal
 * @property {() => boolean} isBusy
 */

/**
 * @template {Asked} A
 * @typedef {object} CardWays
 * @property {() => void} start a run with the subject of the report
 * @property {() => boolean} [canStart] whether that can be done from here; always, where it is not given
 * @property {(run: Run<A>) => NoticeAction | null} [rest] how to ask for what has no answer yet; `null` where that can't be done
 * @property {(problem: Problem, asked: A) => Described} [describe] a problem in words that fit what was asked
 * @property {(part: RunPart, asked: A) => (() => void) | null} [lead] how to bring what a part shows of the picture into sight;
 *   `null` where that is not to be seen
 * @property {(asked: A) => boolean} [stale] what is on the screen is no longer what the report is about
 * @property {() => NoticeAction | null} [afresh] how to get a report on what is on the screen, where no button of the screen does that
 */

/**
 * @template {Asked} A
 * @param {ScreenFrame} frame
 * @param {string} prefix of the template's instance
 * @param {Shown<A>} session
 * @param {About<A>} about
 * @param {CardWays<A>} ways
 */
export function createReportCard(frame, prefix, session, about, ways) {
  const { words } = about;
  const { element } = within("report-card", prefix);
  const card = element("report");
  const page = element("document");
  const scroll = element("report-scroll");
  const progress = createProgress(prefix, words);
  const outcome = createRunOutcome(element("problem"), { words, start: ways.start, canStart: ways.canStart, rest: ways.rest, openSettings: frame.openSettings, describe: ways.describe });
  const link = createLinkPrompt(prefix, [scroll]);
  const search = createReportSearch(prefix, page);
  const contents = createReportContents(prefix, page);
  const report = createReportView({ scroll, page, latest: element("report-latest") }, () => {
    renderParts();
    search.changed();
    contents.changed();
  });
  const parts = createReportParts(report, (part) => {
    const run = session.run();
    return run ? (ways.lead?.(part, run.asked) ?? null) : null;
  });

  /** The outcome that is drawn offers to ask for the missing parts. */
  let restOffered = false;
  /** The text of #report-stale. */
  let staleShown = "";
  /** Why the report was not stopped, copied or saved. @type {Problem | null} */
  let problem = null;

  const copy = oneAtATime(() => withReport(async (run, number) => {
    await clipboardWriteReport(`${reportHeading(run, about)}\n\n${await reportMarkdown(number)}`);
    toast(t("report.copied"));
  }));
  const save = oneAtATime(() => withReport(async (run, number) => {
    saved(await reportSave(number, reportHeading(run, about)));
  }));
  const savePage = oneAtATime(() => withReport(async (run, number) => {
    saved(await reportPageSave(number, pageWords(run, about)));
  }));

  /** @param {LetterForm} form */
  const saveDocument = (form) => oneAtATime(() => withReport(async (run, number) => {
    saved(await reportDocumentSave(number, pageWords(run, about), form));
  }));
  const documents = createMenu(element("report-document"), element("report-document-menu"));

  /** @param {string | null} name `null`: the dialog was dismissed */
  function saved(name) {
    if (name !== null) toast(t("report.saved", { name }));
  }

  /** @param {(run: Run<A>, id: number) => Promise<void>} act */
  async function withReport(act) {
    const run = session.run();
    if (!run || run.id === null) return;
    try {
      await act(run, run.id);
      show(null);
    } catch (thrown) {
      show(problemOf(thrown));
    }
  }

  /** @param {Problem | null} next */
  function show(next) {
    problem = next;
    renderProblem();
  }

  function renderProblem() {
    const place = element("report-problem");
    if (problem) showProblem(place, problem, { dismiss: () => show(null) });
    else hideNotice(place);
  }

  function renderParts() {
    const run = session.run();
    if (run && run.parts.length > 0) parts.render(run.parts, run.phase === "ended", about.pictureWidth?.(run.asked) ?? null);
  }

  function renderOutcome() {
    const run = session.run();
    restOffered = isRestOffered(run);
    if (session.attempt()) outcome.hide();
    else outcome.render(run, session.refusal());
  }

  /** @param {Run<A> | null} run */
  const isRestOffered = (run) => run !== null && (ways.rest?.(run) ?? null) !== null;

  function renderStale() {
    const run = session.run();
    // Drawn again only if it has changed: its details may be open.
    if (isRestOffered(run) !== restOffered) renderOutcome();
    const stale = run?.hasText === true && (ways.stale?.(run.asked) ?? false);
    const place = element("report-stale");
    const afresh = (stale && !session.isBusy() && ways.afresh?.()) || null;
    const next = stale ? [language(), afresh?.label].join() : "";
    // Drawn again only if it has changed: the user may be about to press its button.
    if (next === staleShown) return;
    staleShown = next;
    if (stale) showNotice(place, { what: words("report.staleNote"), actions: afresh ? [afresh] : [] });
    else hideNotice(place);
  }

  function draw() {
    const [run, attempt, busy] = [session.run(), session.attempt(), session.isBusy()];
    card.dataset["state"] = busy ? "running" : run === null ? "empty" : run.interrupted ? "interrupted" : (run.outcome ?? "failed");
    progress.render(attempt ?? run);
    renderRibbon(prefix, run, frame.app.service());
    renderOutcome();
    renderParts();
    renderRecording(element("report-recording"), run);
    renderProblem();
    renderStale();
    const text = run?.hasText ?? false;
    element("report-empty").hidden = busy || run !== null;
    element("report-waiting").hidden = !busy || text;
    scroll.hidden = !text;
    element("report-cut").hidden = !run?.viewCut;
    for (const part of [element("contents-open"), element("search-open"), element("report-copy"), element("report-save"), element("report-page"), element("report-document")]) part.hidden = !text;
  }

  // A user who goes to a passage while the report streams in stays there.
  for (const part of [element("search"), element("contents")]) for (const kind of ["input", "keydown", "click"]) part.addEventListener(kind, report.touch);
  element("report-copy").addEventListener("click", copy);
  element("report-save").addEventListener("click", save);
  element("report-page").addEventListener("click", savePage);
  element("report-docx").addEventListener("click", saveDocument("docx"));
  element("report-pdf").addEventListener("click", saveDocument("pdf"));
  frame.app.subscribe(() => renderRibbon(prefix, session.run(), frame.app.service()));

  return {
    /**
     * The report of a new run takes the place of the previous one.
     * @param {boolean} streamed a report that comes all at once is read from its start
     */
    begin(streamed) {
      link.close();
      search.close();
      contents.close();
      problem = null;
      report.begin(streamed);
      parts.begin();
      element("before-report").replaceChildren();
      draw();
    },
    /** If the screen as a whole scrolls, the report may be out of view. */
    bringIntoSight() {
      const screen = card.closest(".screen");
      if (screen && screen.scrollHeight > screen.clientHeight) card.scrollIntoView({ block: "start" });
    },
    /** Some of it is shown. */
    hasText: () => !scroll.hidden,
    /** @param {Extract<RunEvent, { type: "report" }>} patch */
    change: ({ from, blocks, open }) => report.change(from, blocks, open),
    end: report.end,
    draw,
    renderStale() {
      renderStale();
      renderParts();
    },
    show,
    described: outcome.described,
    /** Renders everything in the current language. */
    render() {
      element("report-title").textContent = words("report.title");
      report.render();
      parts.nameMarks();
      link.render();
      search.render();
      draw();
    },
    /**
     * Puts something above the report. Who reads in the midst of it stays there; who let it run on to its end sees what
     * was put.
     * @param {Element[]} parts
     */
    showBefore(parts) {
      const place = element("before-report");
      const [top, before] = [scroll.scrollTop, place.offsetHeight];
      place.replaceChildren(...parts);
      if (report.isFollowing()) report.toStart();
      else if (top > before) scroll.scrollTop = top + place.offsetHeight - before;
    },
    /** Moves the focus to the report, before its buttons. */
    focus: () => element("report-title").focus(),
    /** The action of a key; returns whether there is a report for it. @param {ReportAct} what */
    act(what) {
      if (scroll.hidden || what === "fill" || what === "review") return false;
      void { copy, save, page: savePage }[what]();
      return true;
    },
    /** Searches in the report; whether there is one. */
    find() {
      if (scroll.hidden) return false;
      search.open();
      return true;
    },
    /** Closes anything open in front of the report; returns whether there was something. */
    escape: () => documents.close() || link.close() || contents.close() || search.close(),
  };
}
