// The audit screen: brings material, copy, run and report together. State flows one way: an event makes a new
// `run`, and `render` shows it. While a run was asked for and has not begun, the former report stays in sight.
//
// Ids for tests of the window: #run #cancel #model #temperature #temperature-number · #material[data-state=empty|loaded]
// #material-choose #material-paste #material-replace #material-remove #material-problem[data-code] #material-left-out
// #viewer #zoom-in #zoom-out #zoom-fit #zoom-actual #zoom-percent #material-title #material-facts #fact-sha
// #drop-overlay · #copy #copy-count #copy-over #copy-clear · #audit-notice (why a run did not start)
// #report[data-state=empty|running|finished|failed|cancelled] #ribbon[data-kind=demo|real] #demo-line
// #progress[data-state] #progress-now #progress-facts #steps > li · #problem[data-code] #problem-retry #problem-settings
// #report-stale #report-scroll #document section #report-latest #report-copy #report-save #report-cut
// #link-prompt #link-address #link-open #link-cancel · #status and #alert (live regions) · #toast

import { announce, announceProblem } from "../announce.js";
import { clipboardWrite, problemOf, reportMarkdown, reportSave } from "../bridge.js";
import { button, element, keepFocus, setIcon, setText } from "../dom.js";
import { duration, t } from "../i18n.js";
import { keycap } from "../keycap.js";
import { oneAtATime } from "../one-at-a-time.js";
import { createCopyField } from "../parts/copy-field.js";
import { createLinkPrompt } from "../parts/link-prompt.js";
import { createMaterialCard } from "../parts/material-card.js";
import { hideNotice, showNotice, showProblem } from "../parts/notice.js";
import { createProgress } from "../parts/progress.js";
import { createReportView } from "../parts/report-view.js";
import { createRunControls } from "../parts/run-controls.js";
import { hostOf, isUsable, keyWords } from "../parts/service-badge.js";
import { toast } from "../parts/toast.js";
import { concernsKey, concernsNetwork, describe } from "../problem-text.js";
import { reportFileName, reportHeading } from "../report-heading.js";
import { createRunSession } from "../run-session.js";
import { isRunning } from "../run.js";

/**
 * @import { AppState } from "../app-state.js"
 * @import { Material, Problem } from "../ipc.d.ts"
 * @import { NoticeAction } from "../parts/notice.js"
 * @import { Run } from "../run.js"
 */

/**
 * @param {AppState} app
 * @param {Material | null} firstMaterial
 * @param {(group: "service" | "network") => void} openSettings
 */
export function createAuditScreen(app, firstMaterial, openSettings) {
  const card = element("report");
  const notice = element("audit-notice");
  const problemPlace = element("problem");

  /** Why the last press did not start a run. @type {"nothing" | "tooLong" | null} */
  let hindrance = null;
  /** Why the report was not stopped, copied or saved. @type {Problem | null} */
  let reportProblem = null;

  const material = createMaterialCard(app.limits, firstMaterial, changed);
  const copy = createCopyField(app.limits.copyCharacters, changed);
  const session = createRunSession(app, {
    changed: render,
    began,
    report({ from, blocks, open }) {
      if (element("report-scroll").hidden) announce(t("run.announceText"));
      report.change(from, blocks, open);
    },
    ended,
    notStarted(problem) {
      if (problem) announceProblem(describe(problem).what);
      else announce(t("run.announceCancelled"));
    },
    notStopped: showReportProblem,
  });
  const controls = createRunControls(app, { run: start, cancel: session.cancel, failed: (thrown) => toast(describe(problemOf(thrown)).what, "error") });
  const progress = createProgress();
  const report = createReportView();
  const link = createLinkPrompt(element("document"));

  /** Picture or copy are not what they were. */
  function changed() {
    if (hindrance && hindranceNow() !== hindrance) hindrance = null;
    renderHindrance();
    renderStale();
  }

  function hindranceNow() {
    if (copy.characters() > copy.limit) return "tooLong";
    return copy.characters() === 0 && !material.material() ? "nothing" : null;
  }

  function start() {
    if (session.attempt() || isRunning(session.run())) return;
    hindrance = hindranceNow();
    renderHindrance();
    if (hindrance) {
      announceProblem(notice.textContent ?? "");
      copy.focus();
      return;
    }
    controls.commit();
    announce(t("run.announceStarted"));
    session.start({
      copy: copy.text(), material: material.material(), model: controls.model(), temperature: controls.temperature(),
      at: new Date(),
    });
  }

  /** The report of a new run takes the place of the former one. */
  function began() {
    link.close();
    reportProblem = null;
    // With the report goes whatever in it had the focus.
    keepFocus(() => {
      report.begin(app.settings().stream);
      render();
    }, "cancel");
    const screen = element("screen-audit");
    if (screen.scrollHeight > screen.clientHeight) card.scrollIntoView({ block: "start" });
  }

  function ended() {
    const run = session.run();
    if (!run) return;
    report.end();
    if (run.outcome === "finished") announce(t("run.announceFinished", { elapsed: duration(run.elapsedMs) }));
    else if (run.outcome === "cancelled") announce(t("run.announceCancelled"));
    else if (run.problem) announceProblem(`${t("run.failed")} ${describe(run.problem, pictureOnly(run)).what}`);
  }

  const copyReport = oneAtATime(() => withReport(async (run, id) => {
    await clipboardWrite(`${reportHeading(run)}\n\n${await reportMarkdown(id)}`);
    toast(t("report.copied"));
  }));

  const saveReport = oneAtATime(() => withReport(async (run, id) => {
    const name = await reportSave(id, reportHeading(run), reportFileName(run));
    if (name !== null) toast(t("report.saved", { name }));
  }));

  /** @param {(run: Run, id: number) => Promise<void>} act */
  async function withReport(act) {
    const run = session.run();
    if (!run || run.id === null) return;
    try {
      await act(run, run.id);
      showReportProblem(null);
    } catch (thrown) {
      showReportProblem(problemOf(thrown));
    }
  }

  /** @param {Problem | null} problem */
  function showReportProblem(problem) {
    reportProblem = problem;
    renderReportProblem();
  }

  function renderReportProblem() {
    const place = element("report-problem");
    if (reportProblem) showProblem(place, reportProblem, { dismiss: () => showReportProblem(null) });
    else hideNotice(place);
  }

  function render() {
    keepFocus(draw, "cancel", "run");
  }

  function draw() {
    const [run, attempt] = [session.run(), session.attempt()];
    const running = attempt !== null || isRunning(run);
    card.dataset["state"] = running ? "running" : run === null ? "empty" : (run.outcome ?? "failed");
    controls.render(attempt ?? run);
    progress.render(attempt ?? run);
    renderRibbon();
    renderOutcome();
    renderReportProblem();
    renderStale();
    element("report-empty").hidden = running || run !== null;
    element("report-waiting").hidden = !running || (run?.hasText ?? false);
    element("report-scroll").hidden = !run?.hasText;
    element("report-cut").hidden = !run?.viewCut;
    for (const id of ["report-copy", "report-save"]) element(id).hidden = !run?.hasText;
  }

  /** Whose words the report is made of: of the run shown, or of the next one. */
  function renderRibbon() {
    const run = session.run();
    const { key } = app.service();
    const { demo, origin, last4 } = run ?? { ...app.service(), last4: isUsable(key) ? key.last4 : "" };
    element("ribbon").dataset["kind"] = demo ? "demo" : "real";
    element("demo-line").hidden = !demo || run === null;
    setIcon("ribbon-icon", demo ? "demo" : "key");
    const end = last4 ? t("key.last4", { last4 }) : "";
    setText(element("ribbon-text"), demo ? t(run ? "report.ribbonDemo" : "service.demo") : [hostOf(origin), end].filter(Boolean).join(" "));
    const words = run ? (end && t("service.key", { key: end })) : keyWords(key);
    element("ribbon").title = demo ? t("report.ribbonDemoNote") : [origin, words].filter(Boolean).join(" · ");
  }

  /** Why there is no report, or no whole one, and what can be done. */
  function renderOutcome() {
    const [run, refusal] = [session.run(), session.refusal()];
    hideNotice(problemPlace);
    if (session.attempt()) return;
    if (refusal) {
      const title = run?.hasText ? { title: t(run.outcome === "finished" ? "report.formerBelow" : "report.formerIncomplete") } : {};
      if (refusal.problem) showFailure(refusal.problem, title);
      else showStopped({ what: t("run.cancelled"), ...title });
    } else if (run?.outcome === "cancelled") {
      const [what, remedy] = run.hasText ? [t("report.cancelled"), t("report.cancelledNote")] : [t("report.cancelledNone"), t("report.cancelledNoneNote")];
      showStopped({ what, remedy });
    } else if (run?.problem) {
      showFailure(run.problem, describedFor(run, run.problem));
    } else if (run?.retry) {
      problemPlace.dataset["kind"] = "warn";
      showNotice(problemPlace, { what: describe(run.retry.problem).what });
    } else if (run?.outcome === "finished" && !run.hasText) {
      problemPlace.dataset["kind"] = "warn";
      showNotice(problemPlace, { what: t("report.finishedEmpty"), actions: [retry()] });
    }
  }

  /** @param {{ what: string, remedy?: string, title?: string }} words */
  function showStopped(words) {
    problemPlace.dataset["kind"] = "stopped";
    showNotice(problemPlace, { ...words, actions: [{ ...retry(), label: t("report.runAgain") }] });
  }

  /**
   * @param {Problem} problem
   * @param {{ what?: string, remedy?: string, title?: string }} words
   */
  function showFailure(problem, words) {
    const ways = wayOut(problem);
    problemPlace.dataset["kind"] = "error";
    showProblem(problemPlace, problem, { ...words, actions: [{ ...retry(), primary: ways.length === 0 }, ...ways] });
  }

  /** @returns {NoticeAction} */
  const retry = () => ({ label: t("report.retry"), press: start, id: "problem-retry" });

  /** @param {Problem} problem @returns {NoticeAction[]} */
  function wayOut(problem) {
    if (concernsKey(problem)) return [{ label: t("report.openSettings"), press: () => openSettings("service"), id: "problem-settings", primary: true }];
    if (concernsNetwork(problem)) return [{ label: t("report.openNetwork"), press: () => openSettings("network"), id: "problem-settings", primary: true }];
    return [];
  }

  function renderStale() {
    const run = session.run();
    const stale = run?.hasText === true && (run.asked.copy.trim() !== copy.text().trim() || run.asked.material?.sha256 !== material.material()?.sha256);
    if (stale) showNotice(element("report-stale"), { what: t("report.staleNote") });
    else hideNotice(element("report-stale"));
  }

  function renderHindrance() {
    if (hindrance === "nothing") showNotice(notice, { what: t("audit.nothing"), remedy: t("audit.nothingDo") });
    else if (hindrance === "tooLong") {
      const [limit, actual] = [copy.limit, copy.characters()];
      showNotice(notice, { what: t("audit.tooLong"), remedy: t("audit.tooLongDo", { limit, actual, over: actual - limit }) });
    } else hideNotice(notice);
  }

  button("report-copy").addEventListener("click", copyReport);
  button("report-save").addEventListener("click", saveReport);
  app.subscribe(renderRibbon);

  return {
    /** All of it, in the language now in use. */
    render() {
      setText(element("report-step2"), t("report.step2", { key: keycap("mod+Enter") }));
      setText(element("report-step3"), t("report.step3", { key: keycap("Escape") }));
      material.render();
      copy.render();
      report.render();
      link.render();
      renderHindrance();
      render();
    },
    start,
    material,
    /** Leaves what Escape leaves: an open prompt first, then the run. */
    escape() {
      if (link.close()) return true;
      if (!session.attempt() && !isRunning(session.run())) return false;
      session.cancel();
      return true;
    },
  };
}

/** @param {Run} run */
const pictureOnly = (run) => run.asked.material !== null && run.asked.copy.trim() === "";

/**
 * @param {Run} run
 * @param {Problem} problem
 */
function describedFor(run, problem) {
  const words = describe(problem, pictureOnly(run));
  return run.hasText ? { ...words, title: t("report.incomplete") } : words;
}
