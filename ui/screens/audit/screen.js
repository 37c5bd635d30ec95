// The audit screen: a picture or a document, the copy, and the report on both.
//
// Ids for tests of the window: #audit-run #audit-cancel #audit-model #audit-temperature #audit-temperature-number
// #audit-notice (why a run did not start) #audit-unfinished [data-record] [data-act=open|again] · #material[data-state=empty|loaded] #material-choose #material-paste
// #material-replace #material-remove #material-problem[data-code] #material-left-out #viewer #zoom-in #zoom-out #zoom-fit
// #zoom-actual #zoom-percent #material-title #material-facts #fact-sha · #copy #copy-count #copy-over #copy-clear
// #material[data-pictured=true|false] #no-picture #no-picture-what #no-picture-where (a file that is a text alone) ·
// #copy-document[data-state=offered|filled|changed] #copy-document-words #copy-document-do (the words of the staged file)
// #copy-others[data-state=left|along] #copy-others-words #copy-others-do (words of another file: those that left, those that go along)
// #material-preparing[data-stage=unpacking|lines|parts|pages] #material-preparing-words #material-preparing-meter #material-stop · #sent-bar
// #sent-how[data-lossy][aria-expanded] #sent-panel #sent-list .sent-part[data-part] .sent-notes li #sent-close #sent-size #sent-small
// #view-choices #view-original #view-sent #view-swipe (radio buttons) #view-divider[aria-valuenow] #view-why · #viewer .viewer-pane (the
// second one right of the divider) .viewer-layer .viewer-mark
// #tab-copy #tab-ocr (beside one another: the copy, and the text in the picture) · #viewer-text (shows the text over the picture)
// #viewer-lines .text-line[data-line] #viewer-boxes [data-box=place|sure|unsure|marked] · #ocr[data-state=none|asking|notInstalled|unread|
// waiting|looking|reading|read|stopped|failed] #ocr-now #ocr-note #ocr-meter #ocr-stop #ocr-again #ocr-copy
// #pages li button[aria-current][data-drawn] (the pages of a file) ·
// #ocr-fill[data-filled] #ocr-smallest[data-small] #ocr-count #ocr-problem[data-code] #ocr-lines li[data-line] >
// button[aria-current]
// The report card's ids are the same on all screens, here with the prefix `audit-`:
// report[data-state=empty|running|finished|failed|cancelled] ribbon[data-kind=demo|real] demo-line progress[data-state]
// progress-now progress-facts steps > li · problem[data-code] problem-retry problem-settings report-stale report-problem
// report-scroll document section report-latest report-copy report-save report-page report-cut · contents-open contents
// #audit-tab-findings #audit-tab-report (tabs of the right column) #audit-review (of an audit that has ended) · #audit-findings[data-state] (see parts/findings/panel.js) ·
// #viewer-findings path[data-finding=NUMBER][data-severity] · #copy-marks .copy-mark[data-severity] ·
// document h1.part[data-part][data-state] button.part-name (leads to its place in the picture) .repeat [data-repeat] #audit-rest (asks for the parts without an answer)
// search-open search search-words search-count · link-prompt link-address link-open link-cancel
// Of the window: #status and #alert (live regions) · #toast · #drop-overlay

import { auditAbout } from "../../parts/run/abouts.js";
import { recordFindings } from "../../js/bridge/findings.js";
import { recordMaterial } from "../../js/bridge/records.js";
import { auditRun } from "../../js/bridge/runs.js";
import { copyFrom, withKept, ofOthers } from "./provenance.js";
import { element } from "../../js/dom.js";
import { createDraft } from "../../js/drafts.js";
import { language, t } from "../../js/i18n.js";
import { createAnswer } from "./answer.js";
import { createAuditFindings } from "./findings.js";
import { createAssistantRun } from "../../parts/run/assistant-run.js";
import { createCopyDocument } from "./copy-document.js";
import { createCopyField } from "./copy-field.js";
import { createCopyOthers, passages } from "./copy-others.js";
import { createFillOffer } from "./fill-offer.js";
import { createMaterialCard } from "./material-card.js";
import { isPictured } from "../../parts/picture/picture-facts.js";
import { createSentBar } from "../../parts/picture/sent-bar.js";
import { createSplitter } from "../../parts/widgets/splitter.js";
import { createTabs } from "../../parts/widgets/tabs.js";
import { toastProblem } from "../../parts/widgets/toast.js";
import { createArrivals, hindranceOf, isStale, restOf } from "./state.js";
import { createUnfinishedNotice } from "./unfinished-notice.js";
import { describe } from "../../js/problem-text.js";
import { createFill } from "./ocr-to-copy.js";
import { createPictureText } from "../../parts/ocr/picture-text.js";

/**
 * @import { Screen, ScreenFrame } from "../../js/screens.js"
 * @import { Copy } from "./provenance.js"
 * @import { CopySource, Material, RunPart, SentPart, Start } from "../../js/ipc.d.ts"
 * @import { NoticeAction } from "../../parts/widgets/notice.js"
 * @import { Asked, Run } from "../../parts/run/run.js"
 */

/**
 * @typedef {Asked & { copy: string, sources: CopySource[], material: Material | null, sent: SentPart[], restOf: number | null }} AuditAsked `restOf`: only
 *   requests the parts without an answer in the record with this number
 */

/**
 * @param {ScreenFrame} frame
 * @param {Start} start
 * @returns {Screen}
 */
export function createAuditScreen(frame, start) {
  const { limits } = frame.app;
  /** Pictures that were sent with a run: their text becomes a part of its record. @type {Set<string>} */
  const sent = new Set();
  const picture = createPictureText("", {
    count: element("ocr-count"),
    changed() {
      fill.render();
      bar.known();
      offer.render();
      findings.check();
    },
    drawn: (place) => findings.draw(place),
    copied(text) {
      const origin = fill.origin();
      if (origin) copy.copied(origin, text);
    },
    goesOn: (sha256) => sent.has(sha256),
  });
  const bar = createSentBar("", picture);
  const material = createMaterialCard(limits, start.material, bar, (brought) => {
    recognise();
    run.changed();
    findings.check();
    if (stagedCopy) copy.put(stagedCopy);
    stagedCopy = null;
    offer.render();
    return words.show(material.material(), brought);
  });
  /** The copy that comes with the next file. @type {Copy | null} */
  let stagedCopy = null;
  const draft = createDraft("audit");
  const copy = createCopyField({ whole: limits.copyCharacters, total: limits.copyTotal }, copyFrom(start.drafts.audit, start.drafts.auditSources), {
    changed() {
      draft.changed(copy.text(), copy.sources);
      run.changed();
      fill.render();
      words.render();
      others.render();
      offer.render();
      findings.check();
    },
    show: () => tabs.open("copy-panel"),
    wanted(next) {
      const one = material.material();
      return one ? withKept(next, passages(ofOthers(next, one.sha256)), true) : next;
    },
  });
  const others = createCopyOthers(copy, material.material);
  const words = createCopyDocument(copy, others);
  const fill = createFill(copy, picture.known, material.material);
  const tabs = createTabs(element("audit-texts"), (panel) => {
    element("copy-card").dataset["panel"] = panel;
    element("copy-tools").hidden = panel !== "copy-panel";
    if (panel === "ocr-panel") picture.reveal();
  });
  const arrivals = createArrivals();
  const findings = createAuditFindings({
    copy: copy.text,
    material: material.material,
    ocr: picture.known,
    lead: picture.viewer.lead,
    revealCopy: copy.reveal,
    isTaken: () => run.isBusy() || isAnswered(run.run()),
    exempt: frame.exempt,
    kept: start.findingsDraft,
  });
  frame.app.onRules(findings.recheck);
  const answer = createAnswer({
    read: (record) => recordFindings(record, language() === "en"),
    material: () => material.material()?.id ?? null,
    show: findings.answer,
  });
  const unfinished = createUnfinishedNotice(element("audit-unfinished"), start.unfinished, frame, () => run.isBusy());
  /** A run was under way at the last change. */
  let busy = false;
  const run = createAssistantRun(frame, "audit", auditAbout, {
    ask(/** @type {AuditAsked} */ asked, receive) {
      if (asked.material) sent.add(asked.material.sha256);
      const { copy: text, sources, material: one, restOf, model, temperature } = asked;
      return auditRun({ copy: text, sources, material: one?.id ?? null, restOf, model, temperature, judged: findings.judgement() }, receive);
    },
    asked: (common) => ({ ...common, copy: copy.text(), sources: copy.sources(), material: material.material(), sent: material.material()?.parts ?? [], restOf: null }),
    waits: (go) => material.wait(go) || words.wait(go),
    hindrance,
    rest,
    describe: (problem, asked) => describe(problem, asked.material !== null && asked.copy.trim() === ""),
    lead,
    stale,
    began: answer.began,
    ended: (one) => void answer.ended(one),
    changed() {
      if (run.isBusy() && !busy) findings.openReport();
      busy = run.isBusy();
      element("audit-review").hidden = reviewable() === null;
      offer.render();
      unfinished.render();
    },
  });
  const offer = createFillOffer(element("audit-report-stale"), {
    run: run.run, stale, known: picture.known, start: run.start,
    fill: () => element("ocr-fill").click(),
  });

  /** @param {RunPart} part @param {AuditAsked} asked */
  function lead({ region }, asked) {
    if (!region || !asked.material || asked.material.sha256 !== material.material()?.sha256) return null;
    return () => picture.bring(region);
  }

  /** @param {AuditAsked} asked */
  function stale(asked) {
    const sha256Of = (/** @type {Material | null} */ one) => one?.sha256 ?? null;
    return isStale({ copy: asked.copy, sha256: sha256Of(asked.material) }, { copy: copy.text(), sha256: sha256Of(material.material()) });
  }

  /** Asks for the parts without an answer, as long as the screen shows their material. @param {Run<AuditAsked>} one @returns {NoticeAction | null} */
  function rest(one) {
    const wanted = restOf(one);
    if (!wanted || stale(one.asked)) return null;
    return { id: "audit-rest", label: t("audit.rest", { count: wanted.count }), press: () => run.again(one.asked, { restOf: wanted.record }) };
  }

  /** The report of a run on the staged material is shown: what the user changes in the copy now is compared with it. @param {Run<AuditAsked> | null} one */
  const isAnswered = (one) => one !== null && (one.asked.material?.sha256 ?? null) === (material.material()?.sha256 ?? null);

  function hindrance() {
    const [limit, actual] = [copy.limit, copy.characters()];
    const one = material.material();
    const kind = hindranceOf({ characters: actual, limit, file: !one ? null : isPictured(one) ? "picture" : "text" });
    const common = { insist: null, focus: copy.focus };
    if (kind === "tooLong") return { ...common, kind, what: t("audit.tooLong"), remedy: t("audit.tooLongDo", { limit, actual, over: actual - limit }) };
    if (kind === "wordless") return { ...common, kind, what: t("audit.wordless"), remedy: t("audit.wordlessDo") };
    return kind && { ...common, kind, what: t("audit.nothing"), remedy: t("audit.nothingDo") };
  }

  /** The record of the audit that is shown, once it has ended. */
  function reviewable() {
    const one = run.run();
    return one !== null && one.phase === "ended" && !run.isBusy() ? one.record : null;
  }

  function focusReport() {
    findings.openReport();
    run.focusReport();
  }

  /** The text in a new picture is recognised automatically. */
  function recognise() {
    const one = material.material();
    picture.show(one && isPictured(one) ? one.sha256 : null, true);
  }

  element("audit-review").addEventListener("click", () => frame.openReview(reviewable() ?? 0));
  createSplitter(frame.app, element("audit-splitter"), "materialWidth", 42, toastProblem);
  createSplitter(frame.app, element("material-splitter"), "pictureHeight", 68, toastProblem);
  tabs.open("copy-panel");
  recognise();
  void words.show(start.material, false);

  return {
    render() {
      material.render();
      copy.render();
      picture.render();
      fill.render();
      words.render();
      others.render();
      run.render();
      offer.render();
      unfinished.render();
      findings.render();
    },
    start: run.start,
    find() {
      if (run.run()) findings.openReport();
      return run.find();
    },
    act(what) {
      if (what !== "fill" && what !== "review") return run.act(what);
      const press = element(what === "fill" ? "ocr-fill" : "audit-review");
      if (press.hidden) return false;
      press.click();
      return true;
    },
    skips: [{ words: "skip.copy", go: copy.focus }, { words: "skip.report", go: focusReport }, { words: "skip.findings", go: findings.open }],
    escape: () => findings.escape() || bar.escape() || run.escape(material.stop),
    choose: () => void material.choose(),
    paste: () => void material.paste(),
    async again({ record, text, sources, file, pictured, model, temperature, rest: only }) {
      if (run.isBusy()) return toastProblem({ code: "run_in_progress", params: {} });
      // A record that does not say where its copy came from had it together with this file.
      const origin = { kind: /** @type {const} */ ("record"), sha256: file?.sha256 ?? null, name: file?.name ?? "" };
      stagedCopy = copyFrom(text, sources, { origin, text, kept: false });
      const there = await material.stage(() => pictureOf(record, pictured));
      stagedCopy = null;
      if (!there) return;
      unfinished.done(record);
      run.again({ model, temperature }, { restOf: only ? record : null });
    },
    receive(event) {
      // A user who has dropped a file wants to see it. One that is there again after a start, or has come a step further, does not
      // bring the screen to the front.
      if (event.type === "preparing") {
        const begins = material.prepare(event.preparing);
        return arrivals.takeDropped() && begins;
      }
      const brought = arrivals.receive(event.type);
      if (event.type === "material") material.put(event.material, brought);
      if (event.type === "materialRefused") material.refuse(event.name, event.problem);
      return event.type === "materialRefused";
    },
  };
}

/**
 * Stages the picture of a record again: without it, something else would be asked.
 * @param {number} record
 * @param {boolean} pictured
 */
async function pictureOf(record, pictured) {
  if (!pictured) return null;
  const material = await recordMaterial(record);
  if (!material) throw { code: "material_gone", params: {} };
  return material;
}
