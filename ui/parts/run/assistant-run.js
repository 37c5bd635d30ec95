// A run of one assistant on its screen, from the press of the button to the end of the report. What is asked, and what a report is
// about, is passed in as functions, so that the file of an assistant holds only what differs.

import { announce, announceProblem } from "../../js/announce.js";
import { element as elementOf, keepFocus, setText, within } from "../../js/dom.js";
import { duration, t } from "../../js/i18n.js";
import { keycap } from "../../js/keycap.js";
import { createRunSession } from "./run-session.js";
import { hideNotice, showNotice } from "../widgets/notice.js";
import { createReportCard } from "../report/report-card.js";
import { createRunControls } from "./run-controls.js";
import { toast, toastProblem } from "../widgets/toast.js";

/**
 * @import { ScreenFrame } from "../../js/screens.js"
 * @import { Problem, RunEvent, RunPart } from "../../js/ipc.d.ts"
 * @import { About } from "../report/report-heading.js"
 * @import { Asked, Run } from "./run.js"
 * @import { NoticeAction } from "../widgets/notice.js"
 * @import { Described } from "./run-outcome.js"
 */

/**
 * Why a press did not start a run.
 * @typedef {object} Hindrance
 * @property {string} kind
 * @property {string} what
 * @property {string} remedy
 * @property {string | null} insist what the run button says where one more press starts the run all the same
 * @property {() => void} focus moves the focus to the field to change
 */

/**
 * The differences between assistants.
 * @template {Asked} A
 * @typedef {object} Own
 * @property {(asked: A, receive: (event: RunEvent) => void) => Promise<number>} ask the command
 * @property {(common: Asked) => A} asked what a press asks for, with what all assistants are asked with
 * @property {(go: () => void) => boolean} [waits] whether a press has to wait for something; it counts then once that is there
 * @property {() => Hindrance | null} [hindrance] of the words and files that now stand on the screen
 * @property {(run: Run<A>) => NoticeAction | null} [rest] how to ask for what has no answer yet
 * @property {(problem: Problem, asked: A) => Described} [describe]
 * @property {(part: RunPart, asked: A) => (() => void) | null} [lead] to what a part shows
 * @property {(asked: A) => boolean} [stale]
 * @property {() => NoticeAction | null} [afresh]
 * @property {() => void} [began]
 * @property {(run: Run<A>) => void} [ended]
 * @property {() => void} [changed] the run has changed
 */

/**
 * @template {Asked} A
 * @param {ScreenFrame} frame
 * @param {"audit" | "diligence" | "updates" | "lines"} prefix of the screen's elements; the audit of what was said in a conversation (`lines`) has no controls of its own
 * @param {About<A>} about
 * @param {Own<A>} own
 */
export function createAssistantRun(frame, prefix, about, own) {
  const { app } = frame;
  const { words } = about;
  const { element } = within("report-card", prefix);
  const heirs = prefix === "lines" ? [element("report-title")] : [elementOf(`${prefix}-cancel`), elementOf(`${prefix}-run`)];

  /** Why the last press did not start a run. @type {Hindrance | null} */
  let hindrance = null;

  const session = createRunSession(app, {
    changed: render,
    began() {
      // The previous report goes away, and with it what had the focus.
      keepFocus(() => {
        card.begin(app.settings().stream);
        card.bringIntoSight();
        own.began?.();
      }, ...heirs);
    },
    report(patch) {
      if (!card.hasText()) announce(words("run.announceText"));
      card.change(patch);
    },
    ended,
    notStarted(problem) {
      const asked = session.refusal()?.asked;
      if (problem && asked) announceProblem(card.described(problem, asked).what);
      else announce(words("run.announceCancelled"));
      frame.mark(problem ? "failed" : null);
      if (problem) frame.records.refused(problem);
    },
    notStopped: (problem) => card.show(problem),
  }, own.ask);
  const card = createReportCard(frame, prefix, session, about, { ...own, start: () => start() });
  const controls = prefix !== "lines" ? createRunControls(app, prefix, words, { run: () => start(), cancel: session.cancel, failed: toastProblem }) : null;

  /**
   * Runs the content of the screen with this model and temperature.
   * @param {{ model: string, temperature: number }} choices
   * @param {Partial<A>} [more] that is asked for
   */
  function again({ model, temperature }, more) {
    if (controls && !controls.put(model, temperature)) toast(t("run.modelGone", { model, now: controls.model() }), "error");
    start(more);
  }

  /** @param {Partial<A>} [more] that is asked for besides what stands on the screen */
  function start(more) {
    // A request with additions is about what is on the screen already.
    if (session.isBusy() || (!more && own.waits?.(() => start()))) return;
    const insisted = hindrance !== null && hindrance.insist !== null;
    hindrance = own.hindrance?.() ?? null;
    if (insisted && hindrance?.insist) hindrance = null;
    renderHindrance();
    if (hindrance) {
      announceProblem(`${hindrance.what} ${hindrance.remedy}`);
      hindrance.focus();
      return;
    }
    controls?.commit();
    announce(words("run.announceStarted"));
    const { model, temperature } = app.settings();
    const common = { model: controls?.model() ?? model, temperature: controls?.temperature() ?? temperature, at: new Date() };
    session.start({ ...own.asked(common), ...more });
  }

  function ended() {
    const run = session.run();
    if (!run) return;
    card.end();
    if (run.outcome === "finished") announce(words("run.announceFinished", { elapsed: duration(run.elapsedMs) }));
    else if (run.outcome === "cancelled") announce(words("run.announceCancelled"));
    else if (run.problem) announceProblem(`${words("run.failed")} ${card.described(run.problem, run.asked).what}`);
    frame.mark(run.outcome === "cancelled" ? null : (run.outcome ?? "failed"));
    own.ended?.(run);
  }

  function render() {
    if (session.isBusy()) frame.mark("running");
    keepFocus(() => {
      controls?.render(session.attempt() ?? session.run(), hindrance?.insist ?? null);
      card.draw();
      own.changed?.();
    }, ...heirs);
  }

  /** The steps that are shown while there is no report. */
  function renderSteps() {
    setText(element("report-step1"), words("report.step1"));
    setText(element("report-step2"), words("report.step2", { key: keycap("mod+Enter") }));
    const third = app.settings().stream ? "report.step3" : "report.step3Whole";
    setText(element("report-step3"), words(third, { key: keycap("Escape") }));
  }

  function renderHindrance() {
    controls?.render(session.attempt() ?? session.run(), hindrance?.insist ?? null);
    if (prefix === "lines") return;
    const notice = elementOf(`${prefix}-notice`);
    if (hindrance) showNotice(notice, hindrance);
    else hideNotice(notice);
  }

  app.subscribe(renderSteps);

  return {
    start: () => start(),
    again,
    cancel: session.cancel,
    run: session.run,
    isBusy: session.isBusy,
    /** Shows why something around the report did not work, or nothing. */
    show: card.show,
    showBefore: card.showBefore,
    find: card.find,
    act: card.act,
    focusReport: card.focus,
    /** What a press would ask for has changed. */
    changed() {
      const now = hindrance && (own.hindrance?.() ?? null);
      // A warning was about the earlier text; the next press warns again.
      hindrance = now && now.kind === hindrance?.kind && now.insist === null ? now : null;
      renderHindrance();
      card.renderStale();
    },
    /** Renders everything in the current language. */
    render() {
      renderSteps();
      if (hindrance) hindrance = own.hindrance?.() ?? null;
      renderHindrance();
      card.render();
      render();
    },
    /**
     * Closes anything open in front of the report first, then stops the run.
     * @param {() => boolean} [between] leaves what comes before the run; whether there was something
     */
    escape(between) {
      if (card.escape() || between?.()) return true;
      if (!session.isBusy()) return false;
      session.cancel();
      return true;
    },
  };
}
