// The audit screen: brings material, copy, run and report together. State flows one way: an event makes a new
// `run`, and `render` shows it.
//
// Ids for tests of the window: #run #cancel #model #temperature #temperature-number · #material[data-state=empty|loaded]
// #material-choose #material-paste #material-replace #material-remove #material-problem[data-code] #material-left-out
// #viewer #zoom-in #zoom-out #zoom-fit #zoom-actual #zoom-percent #material-title #material-facts #fact-sha
// #drop-overlay · #copy #copy-count #copy-over #copy-clear · #audit-notice (why a run did not start)
// #report[data-state=empty|running|finished|failed|cancelled] #ribbon[data-kind=demo|real] #demo-line
// #progress[data-state] #progress-now #progress-facts #steps > li · #problem[data-code] #problem-retry #problem-settings
// #report-stale #report-scroll #document > section #report-latest #report-copy #report-save #report-cut
// #link-prompt #link-address #link-open #link-cancel · #status and #alert (live regions) · #toast

import { announce, announceProblem } from "../announce.js";
import { auditRun, clipboardWrite, problemOf, reportMarkdown, reportSave, runCancel } from "../bridge.js";
import { button, element, setIcon, setText } from "../dom.js";
import { duration, t } from "../i18n.js";
import { keycap } from "../keycap.js";
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
import { advance, isRunning, newRun, refused } from "../run.js";

/**
 * @import { AppState } from "../app-state.js"
 * @import { Material, RunEvent } from "../ipc.d.ts"
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

  /** @type {Run | null} */
  let run = null;
  /** Cancel was pressed before the shell had given the run its id. */
  let cancelWanted = false;
  /** Why the last press did not start a run. @type {"nothing" | "tooLong" | null} */
  let hindrance = null;

  const material = createMaterialCard(app.limits, firstMaterial, changed);
  const copy = createCopyField(app.limits.copyCharacters, changed);
  const controls = createRunControls(app, { run: start, cancel, failed: (thrown) => toast(describe(problemOf(thrown)).what, "error") });
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

  async function start() {
    if (isRunning(run)) return;
    hindrance = hindranceNow();
    renderHindrance();
    if (hindrance) {
      announceProblem(notice.textContent ?? "");
      copy.focus();
      return;
    }
    const asked = {
      copy: copy.text(), material: material.material(), model: controls.model(), temperature: controls.temperature(), at: new Date(),
    };
    const mine = newRun(asked, app.service());
    run = mine;
    cancelWanted = false;
    link.close();
    hideNotice(element("report-problem"));
    report.begin(app.settings().stream);
    announce(t("run.announceStarted"));
    render();
    try {
      const request = { copy: asked.copy, material: asked.material?.id ?? null, model: asked.model, temperature: asked.temperature };
      const id = await auditRun(request, (event) => {
        if (run?.asked === asked) receive(event);
      });
      if (run?.asked === asked) known(id);
    } catch (thrown) {
      if (run?.asked !== asked || !isRunning(run)) return;
      run = refused(run, problemOf(thrown));
      ended();
    }
  }

  /** @param {RunEvent} event */
  function receive(event) {
    if (!run) return;
    const hadText = run.hasText;
    run = advance(run, event);
    if (event.type === "started") known(event.run);
    if (event.type === "report") {
      report.change(event.from, event.blocks, event.open);
      if (hadText) return;
      announce(t("run.announceText"));
    }
    if (event.type === "ended") ended();
    else render();
  }

  /** @param {number} id */
  function known(id) {
    if (!run) return;
    if (run.id === null) run = { ...run, id };
    if (!cancelWanted) return;
    cancelWanted = false;
    stop(id);
  }

  function cancel() {
    if (!run || !isRunning(run) || run.cancelling) return;
    run = { ...run, cancelling: true };
    render();
    if (run.id === null) cancelWanted = true;
    else stop(run.id);
  }

  /** @param {number} id */
  function stop(id) {
    runCancel(id).catch((thrown) => {
      if (!run || run.id !== id || !isRunning(run)) return;
      run = { ...run, cancelling: false };
      render();
      showProblem(element("report-problem"), problemOf(thrown), { dismiss: () => hideNotice(element("report-problem")) });
    });
  }

  function ended() {
    if (!run) return;
    report.end();
    render();
    if (run.outcome === "finished") announce(t("run.announceFinished", { elapsed: duration(run.elapsedMs) }));
    else if (run.outcome === "cancelled") announce(t("run.announceCancelled"));
    else if (run.problem) announceProblem(`${t("run.failed")} ${describe(run.problem, pictureOnly(run)).what}`);
  }

  async function copyReport() {
    if (!run || run.id === null) return;
    const heading = reportHeading(run);
    try {
      await clipboardWrite(`${heading}\n\n${await reportMarkdown(run.id)}`);
      toast(t("report.copied"));
    } catch (thrown) {
      showProblem(element("report-problem"), problemOf(thrown), { dismiss: () => hideNotice(element("report-problem")) });
    }
  }

  async function saveReport() {
    if (!run || run.id === null) return;
    try {
      const name = await reportSave(run.id, reportHeading(run), reportFileName(run));
      hideNotice(element("report-problem"));
      if (name !== null) toast(t("report.saved", { name }));
    } catch (thrown) {
      showProblem(element("report-problem"), problemOf(thrown), { dismiss: () => hideNotice(element("report-problem")) });
    }
  }

  function render() {
    const state = run === null ? "empty" : isRunning(run) ? "running" : (run.outcome ?? "failed");
    card.dataset["state"] = state;
    controls.render(run);
    progress.render(run);
    renderRibbon();
    renderOutcome();
    renderStale();
    element("report-empty").hidden = run !== null;
    element("report-waiting").hidden = !(run && isRunning(run) && !run.hasText);
    element("report-scroll").hidden = !run?.hasText;
    element("report-cut").hidden = !run?.viewCut;
    for (const id of ["report-copy", "report-save"]) element(id).hidden = !run?.hasText;
  }

  /** Whose words the report is made of: of the run shown, or of the next one. */
  function renderRibbon() {
    const { demo, origin } = run ?? app.service();
    element("ribbon").dataset["kind"] = demo ? "demo" : "real";
    element("demo-line").hidden = !demo || run === null;
    setIcon("ribbon-icon", demo ? "demo" : "key");
    const key = app.service().key;
    const last4 = isUsable(key) && app.service().origin === origin && key.last4 ? ` ${t("key.last4", { last4: key.last4 })}` : "";
    setText(element("ribbon-text"), demo ? t(run ? "report.ribbonDemo" : "service.demo") : hostOf(origin) + last4);
    element("ribbon").title = demo ? t("report.ribbonDemoNote") : `${origin} · ${keyWords(key)}`;
  }

  /** Why the report is not whole, and what can be done. */
  function renderOutcome() {
    hideNotice(problemPlace);
    if (!run) return;
    const ways = wayOut(run);
    const retry = { label: t("report.retry"), press: start, primary: ways.length === 0, id: "problem-retry" };
    if (run.outcome === "cancelled") {
      problemPlace.dataset["kind"] = "stopped";
      const [what, remedy] = run.hasText ? [t("report.cancelled"), t("report.cancelledNote")] : [t("report.cancelledNone"), t("report.cancelledNoneNote")];
      showNotice(problemPlace, { what, remedy, actions: [{ ...retry, label: t("report.runAgain"), primary: false }] });
    } else if (run.problem) {
      problemPlace.dataset["kind"] = "error";
      showProblem(problemPlace, run.problem, { ...describedFor(run), actions: [retry, ...ways] });
    } else if (run.retry) {
      problemPlace.dataset["kind"] = "warn";
      showNotice(problemPlace, { what: describe(run.retry.problem).what });
    } else if (run.outcome === "finished" && !run.hasText) {
      problemPlace.dataset["kind"] = "warn";
      showNotice(problemPlace, { what: t("report.finishedEmpty"), actions: [retry] });
    }
  }

  /** @param {Run} failed @returns {NoticeAction[]} */
  function wayOut({ problem }) {
    if (problem && concernsKey(problem)) return [{ label: t("report.openSettings"), press: () => openSettings("service"), id: "problem-settings", primary: true }];
    if (problem && concernsNetwork(problem)) return [{ label: t("report.openNetwork"), press: () => openSettings("network"), id: "problem-settings", primary: true }];
    return [];
  }

  function renderStale() {
    const stale = run !== null && run.hasText && (run.asked.copy.trim() !== copy.text().trim() || run.asked.material?.sha256 !== material.material()?.sha256);
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
      renderHindrance();
      render();
    },
    start,
    material,
    /** Leaves what Escape leaves: an open prompt first, then the run. */
    escape() {
      if (link.close()) return true;
      if (!isRunning(run)) return false;
      cancel();
      return true;
    },
  };
}

/** @param {Run} run */
const pictureOnly = (run) => run.asked.material !== null && run.asked.copy.trim() === "";

/** @param {Run} run */
function describedFor(run) {
  const words = run.problem ? describe(run.problem, pictureOnly(run)) : {};
  return run.hasText ? { ...words, title: t("report.incomplete") } : words;
}
