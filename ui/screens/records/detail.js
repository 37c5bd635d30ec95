// One record, laid out like its run: the request at the left, the report at the right, both made of the
// parts of the assistants' screens, with its actions above them.

import { auditAbout, subjectAbout } from "../../parts/run/abouts.js";
import { create, element, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { recordDamage } from "../../js/bridge/records.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { createChartCard } from "../../parts/chart/chart-card.js";
import { createPreviousReport } from "../../parts/report/previous-report.js";
import { createMenu } from "../../parts/widgets/menu.js";
import { createReportCard } from "../../parts/report/report-card.js";
import { createSplitter } from "../../parts/widgets/splitter.js";
import { toastProblem } from "../../parts/widgets/toast.js";
import { addSkips } from "../../js/skips.js";
import { wordsOf } from "../../js/words.js";
import { againOf } from "./again.js";
import { createAskedText } from "./asked-text.js";
import { createDamagedView } from "./damaged-view.js";
import { createFactsPanel } from "./facts-panel.js";
import { createRecordFindings } from "./findings.js";
import { againWords, canBeReviewed, canRunAgain, screenOf } from "../../parts/record/kinds.js";
import { createMaterialView } from "./material-view.js";
import { playBack } from "./playback.js";
import { createStability } from "./stability/panel.js";
import { titleOf } from "./row.js";

/**
 * @import { DamagedRecord, ExportForm, RecordFacts, RecordKind } from "../../js/ipc.d.ts"
 * @import { ReportAct, ScreenFrame } from "../../js/screens.js"
 * @import { About } from "../../parts/report/report-heading.js"
 * @import { NoticeAction } from "../../parts/widgets/notice.js"
 * @import { Run } from "../../parts/run/run.js"
 * @import { Words } from "../../js/words.js"
 * @import { RecordAsked } from "./playback.js"
 */

const PREFIX = "record";
/** Here these lead to another screen, as the button over the record does, and so have its name. */
const AGAIN = ["report.retry", "report.runAgain"];

/** The texts of its own assistant. @type {Record<RecordKind, About<RecordAsked>>} */
const ABOUTS = {
  audit: auditAbout,
  diligence: subjectAbout("diligence"),
  updates: subjectAbout("updates"),
  sparring: { words: wordsOf("records.line"), facts: ({ copy }, quote) => [[t("records.text.sparring"), quote(copy)]] },
  lines: { words: wordsOf("sparring.auditOfLines"), facts: ({ copy }) => [[t("records.text.lines"), t("heading.copyCharacters", { count: Array.from(copy).length })]] },
};

/**
 * @param {ScreenFrame} frame
 * @param {object} ways
 * @param {(id: number) => void} ways.open another record
 * @param {() => void} ways.back
 * @param {(id: number, form: ExportForm) => void} ways.export
 * @param {(id: number, title: string) => void} ways.remove
 */
export function createDetail(frame, ways) {
  createSplitter(frame.app, element("record-splitter"), "materialWidth", 42, toastProblem);

  /** @type {{ run: () => Run<RecordAsked>, facts: RecordFacts } | null} */
  let shown = null;
  /** Shown instead: a damaged record. @type {DamagedRecord | null} */
  let damaged = null;
  /** Counts the records opened and left: a late answer is ignored. */
  let turn = 0;

  const run = () => shown?.run() ?? null;
  const kind = () => shown?.facts.kind ?? "audit";
  /** @type {Words} */
  const words = (key, params) => (AGAIN.includes(key) ? againWords(kind()) : ABOUTS[kind()].words(key, params));
  /** @type {About<RecordAsked>} */
  const about = {
    words,
    facts: (asked, quote) => ABOUTS[kind()].facts(asked, quote),
    notices: (one) => ABOUTS[kind()].notices?.(one) ?? [],
    pictureWidth: (asked) => ABOUTS[kind()].pictureWidth?.(asked) ?? null,
  };
  const idle = { run, attempt: () => null, refusal: () => null, isBusy: () => false };
  const card = createReportCard(frame, PREFIX, idle, about, { start: () => again(), canStart: () => canRunAgain(kind()), rest, lead: ({ region }) => material.lead(region) });
  const chart = createChartCard(PREFIX);
  const previous = createPreviousReport(PREFIX, run, () => element("record-title"));
  const material = createMaterialView((place) => findings.draw(place));
  const stability = createStability(frame, ways.open);
  const findings = createRecordFindings(material.leadTo, (panel) => stability.turned(panel === "record-stability"));
  const text = createAskedText();
  const facts = createFactsPanel(ways.open);
  const menu = createMenu(element("record-export"), element("record-export-menu"));
  const damagedView = createDamagedView((id) => ways.export(id, "package"));

  /**
   * Rejects with a Problem; the record shown stays.
   * @param {number} id
   * @param {string} words that were found in one of its pictures; empty for none
   */
  async function open(id, words) {
    turn += 1;
    const mine = turn;
    const opened = playBack(id, () => ({
      report: (patch) => void (mine === turn && card.change(patch)),
      changed: () => void (mine === turn && changed()),
    }));
    const playback = await opened.catch((thrown) => openDamaged(id, mine, thrown));
    if (mine !== turn) return false;
    if (!playback) return true;
    [shown, damaged] = [playback, null];
    leaveParts();
    card.begin(false);
    chart.show(null);
    material.show(playback.facts, words);
    findings.show(playback.facts);
    if (!stability.show(playback.facts) && findings.tab() === "record-stability") findings.openReport();
    render();
    playback.start();
    return true;
  }

  /**
   * Shows the faults of a damaged record; rejects if it could not be opened for another reason.
   * @param {number} id
   * @param {number} mine
   * @param {unknown} thrown
   */
  async function openDamaged(id, mine, thrown) {
    const found = problemOf(thrown).code === "record_damaged" ? await recordDamage(id) : null;
    if (!found) throw thrown;
    if (mine !== turn) return null;
    leaveParts();
    material.show({ materials: [], sent: [], notes: [] }, "");
    findings.leave();
    stability.leave();
    [shown, damaged] = [null, found];
    render();
    return null;
  }

  /** The run has changed. */
  function changed() {
    const one = run();
    if (one?.phase === "ended") {
      card.end();
      chart.show(one);
      element("record-chart").hidden = !one.flowchart;
    }
    card.draw();
    previous.changed();
  }

  function leaveParts() {
    menu.close();
    chart.uncover();
    previous.close();
    element("record-chart").hidden = true;
  }

  /** @param {boolean} [onlyRest] */
  function again(onlyRest) {
    if (shown) frame.runAgain(againOf(shown.facts, onlyRest));
  }

  /** How to ask for the parts without an answer. @param {Run<RecordAsked>} one @returns {NoticeAction | null} */
  function rest({ phase }) {
    if (phase !== "ended" || !shown?.facts.incomplete || !canRunAgain(kind())) return null;
    return { id: "record-problem-rest", label: t("records.rest"), press: () => again(true) };
  }

  function render() {
    damagedView.render(damaged);
    for (const part of [element("record-kind"), element("record-details"), element("record-columns")]) part.hidden = damaged !== null;
    element("record-export").hidden = damaged !== null;
    if (damaged) {
      for (const part of [element("record-review"), element("record-again"), element("record-rest"), element("record-elsewhere")]) part.hidden = true;
      setText(element("record-title"), damaged.title || t("records.untitled"));
      element("record-title").title = damaged.title;
    }
    if (!shown) return;
    const now = shown.facts;
    const place = screenOf(now.kind);
    setText(element("record-kind"), t(`records.kind.${now.kind}`));
    setText(element("record-title"), titleOf(now));
    element("record-title").title = titleOf(now);
    facts.render(now);
    material.render();
    const said = now.text.trim();
    element("record-text-card").hidden = said === "" && now.materials.length > 0;
    setText(element("record-text-title"), t(`records.text.${now.kind}`));
    text.render(now.text, now.sources);
    if (said === "") element("record-text").replaceChildren(create("span", "record-none", t("heading.noCopy")));
    element("record-review").hidden = !canBeReviewed(now);
    element("record-again").hidden = !canRunAgain(now.kind);
    element("record-again").title = againWords(now.kind);
    setText(element("record-again-words"), againWords(now.kind));
    element("record-rest").hidden = !now.incomplete || !canRunAgain(now.kind);
    element("record-again").classList.toggle("primary", now.outcome === "interrupted" && !now.incomplete);
    element("record-elsewhere").hidden = canRunAgain(now.kind);
    setText(element("record-go"), t("records.goTo", { place: t(`nav.${place}`) }));
    findings.render();
    card.render();
    chart.render();
    previous.render();
    stability.render();
  }

  function focusReport() {
    findings.openReport();
    card.focus();
  }

  addSkips(element("record-title"), [{ words: "skip.report", go: focusReport }]);
  element("record-back").addEventListener("click", ways.back);
  element("record-again").addEventListener("click", () => again());
  element("record-review").addEventListener("click", () => shown && frame.openReview(shown.facts.id));
  element("record-rest").addEventListener("click", () => again(true));
  element("record-go").addEventListener("click", () => frame.openScreen(screenOf(kind())));
  element("record-delete").addEventListener("click", () => {
    if (shown) ways.remove(shown.facts.id, titleOf(shown.facts));
    else if (damaged) ways.remove(damaged.id, damaged.title || t("records.untitled"));
  });
  for (const form of /** @type {ExportForm[]} */ (["package", "markdown", "html", "docx", "pdf"])) {
    element(`record-export-${form}`).addEventListener("click", () => shown && ways.export(shown.facts.id, form));
  }

  return {
    open,
    render,
    id: () => shown?.facts.id ?? damaged?.id ?? null,
    focus: () => element("record-title").focus({ preventScroll: true }),
    /** Closes the record, also one that is still being opened. */
    leave() {
      turn += 1;
      leaveParts();
      material.show({ materials: [], sent: [], notes: [] }, "");
      findings.leave();
      stability.leave();
      shown = damaged = null;
    },
    uncover: chart.uncover,
    find() {
      if (damaged !== null || element("record-columns").hidden) return false;
      findings.openReport();
      return card.find();
    },
    /** @param {ReportAct} what */
    act(what) {
      if (damaged !== null || element("record-columns").hidden) return false;
      if (what !== "review") return card.act(what);
      const press = element("record-review");
      if (press.hidden) return false;
      press.click();
      return true;
    },
    /** Closes anything open in front of the record; returns whether there was something. */
    escape: () => chart.escape() || menu.close() || material.escape() || previous.escape() || card.escape(),
  };
}
