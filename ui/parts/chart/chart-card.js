// The card of a report's flowchart: the picture or why there is none, its labels, saving and copying.

import { flowchartCopy, flowchartSave } from "../../js/bridge/reports.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { create, setText, within } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { createChartViewer } from "./chart-viewer.js";
import { createMenu } from "../widgets/menu.js";
import { hideNotice, showNotice, showProblem } from "../widgets/notice.js";
import { covers } from "../widgets/overlay.js";
import { toast } from "../widgets/toast.js";

/** @import { Chart, Problem } from "../../js/ipc.d.ts" */
/** @import { Run } from "../run/run.js" */

/** Labels in the description for screen readers; the list has all of them. */
const LABELS_READ = 60;

/** @param {string} prefix of the template's instance */
export function createChartCard(prefix) {
  const { element } = within("chart-card", prefix);
  const card = element("chart");
  const frame = element("chart-frame");
  const list = element("chart-labels");
  const listOpener = element("chart-labels-open");
  const overlay = covers(card);

  /** The run whose chart this is. @type {Run | null} */
  let run = null;
  /** Why it can't be drawn. @type {Problem | null} */
  let refusal = null;
  /** Why it was not saved or copied. @type {Problem | null} */
  let failure = null;

  const viewer = createChartViewer(prefix, {
    shown: render,
    refused(problem) {
      refusal = problem;
      render();
    },
  });
  const menu = createMenu(element("chart-save"), element("chart-menu"));

  /** @param {(id: number) => Promise<string | null>} act what is said when it is done */
  function doing(act) {
    return oneAtATime(async () => {
      if (!run || run.id === null) return;
      try {
        const done = await act(run.id);
        if (done !== null) toast(done);
        failure = null;
      } catch (thrown) {
        failure = problemOf(thrown);
      }
      renderProblem();
    });
  }

  /**
   * @param {"svg" | "png"} form
   * @param {number} scale
   */
  const saving = (form, scale) => doing(async (id) => {
    const name = await flowchartSave(id, form, scale);
    return name === null ? null : t("report.saved", { name });
  });
  const saveSource = saving("svg", 1);

  /** @param {Chart | null} chart */
  function renderWords(chart) {
    const labels = chart?.labels ?? [];
    listOpener.hidden = labels.length === 0;
    if (labels.length === 0) showList(false);
    list.replaceChildren(...labels.map((label) => create("li", "", label)));
    if (!chart) return;
    const some = labels.slice(0, LABELS_READ).join(t("common.separator"));
    const more = labels.length > LABELS_READ ? t("common.more", { count: labels.length - LABELS_READ }) : "";
    viewer.describe([chart.title || t("chart.title"), chart.description, some && t("chart.words", { words: some }), more].filter(Boolean).join(" "));
  }

  /** @param {Chart | null} chart */
  function renderLeftOut(chart) {
    const place = element("chart-left-out");
    const { images, filters, labels, moving, onDemand, signs } = chart?.leftOut ?? { images: 0, filters: 0, labels: 0, moving: 0, onDemand: 0, signs: 0 };
    const names = [
      images > 0 ? t("chart.leftOut.images", { count: images }) : "",
      filters > 0 ? t("chart.leftOut.filters", { count: filters }) : "",
      labels > 0 ? t("chart.leftOut.labels", { count: labels }) : "",
      moving > 0 ? t("chart.leftOut.moving", { count: moving }) : "",
      onDemand > 0 ? t("chart.leftOut.onDemand", { count: onDemand }) : "",
      signs > 0 ? t("chart.leftOut.signs", { count: signs }) : "",
    ].filter(Boolean).join(t("common.separator"));
    if (names) showNotice(place, { what: t("chart.leftOutNote", { names }) });
    else hideNotice(place);
  }

  function renderProblem() {
    const place = element("chart-problem");
    place.dataset["kind"] = refusal && !failure ? "warn" : "error";
    if (failure) {
      showProblem(place, failure, { dismiss: () => {
        failure = null;
        renderProblem();
      } });
    } else if (refusal) {
      // A chart that can't be drawn stays so, but a worker that failed may succeed now.
      const again = refusal.code.startsWith("worker_") ? [{ label: t("report.retry"), press: retry }] : [];
      showProblem(place, refusal, { title: t("chart.refused"), actions: [{ label: t("chart.saveSource"), press: saveSource }, ...again] });
    } else hideNotice(place);
  }

  function render() {
    const chart = viewer.chart();
    const state = run === null ? "empty" : !run.flowchart ? "none" : refusal ? "refused" : chart ? "shown" : "drawing";
    card.dataset["state"] = state;
    const shown = state === "shown";
    if (!shown) overlay.leave();
    frame.hidden = element("chart-bar").hidden = element("chart-full").hidden = element("chart-copy").hidden = !shown;
    element("chart-save").hidden = !shown;
    element("chart-demo").hidden = !(run?.demo ?? false) || state === "none";
    const waiting = element("chart-waiting");
    waiting.hidden = shown || state === "refused";
    setText(waiting, shown || state === "refused" ? "" : t(`chart.${state}`));
    renderWords(shown ? chart : null);
    renderProblem();
    renderLeftOut(shown ? chart : null);
    const full = t(overlay.isOpen() ? "chart.fullLeave" : "chart.full");
    element("chart-full").setAttribute("aria-label", full);
    element("chart-full").title = full;
    element("chart-full").setAttribute("aria-pressed", String(overlay.isOpen()));
  }

  /** Leaves the full window; whether the chart covered it. */
  function uncover() {
    if (!overlay.leave()) return false;
    render();
    viewer.fit();
    return true;
  }

  /** @param {boolean} open */
  function showList(open) {
    list.hidden = !open;
    listOpener.setAttribute("aria-expanded", String(open));
  }

  listOpener.addEventListener("click", () => showList(list.hidden === true));
  element("chart-copy").addEventListener("click", doing(async (id) => {
    await flowchartCopy(id);
    return t("chart.copied");
  }));
  for (const scale of /** @type {const} */ ([1, 2, 4])) element(`chart-png-${scale}`).addEventListener("click", saving("png", scale));
  element("chart-svg").addEventListener("click", saveSource);
  element("chart-full").addEventListener("click", () => {
    overlay.toggle();
    render();
    viewer.fit();
    frame.focus({ preventScroll: true });
  });

  /** @param {Run | null} next whose chart is to be shown; `null` for none */
  function show(next) {
    [run, refusal, failure] = [next, null, null];
    menu.close();
    viewer.show(next?.flowchart && next.id !== null ? next.id : null);
    render();
  }

  function retry() {
    show(run);
    element("chart-title").focus({ preventScroll: true });
  }

  return {
    show,
    /** Renders everything in the current language. */
    render,
    /** Closes the menu, or leaves the full window; returns whether there was something to close. */
    escape() {
      if (menu.close()) return true;
      if (!uncover()) return false;
      element("chart-full").focus({ preventScroll: true });
      return true;
    },
    uncover,
  };
}
