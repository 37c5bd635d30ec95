// The audit screen: a picture, the copy, and the report on both.
//
// Ids for tests of the window: #audit-run #audit-cancel #audit-model #audit-temperature #audit-temperature-number
// #audit-notice (why a run did not start) · #material[data-state=empty|loaded] #material-choose #material-paste
// #material-replace #material-remove #material-problem[data-code] #material-left-out #viewer #zoom-in #zoom-out #zoom-fit
// #zoom-actual #zoom-percent #material-title #material-facts #fact-sha #drop-overlay · #copy #copy-count #copy-over #copy-clear
// The report card's ids are the same on all screens, here with the prefix `audit-`:
// report[data-state=empty|running|finished|failed|cancelled] ribbon[data-kind=demo|real] demo-line progress[data-state]
// progress-now progress-facts steps > li · problem[data-code] problem-retry problem-settings report-stale report-problem
// report-scroll document section report-latest report-copy report-save report-page report-cut · contents-open contents
// search-open search search-words search-count · link-prompt link-address link-open link-cancel
// Of the window: #status and #alert (live regions) · #toast

import { auditRun } from "../bridge.js";
import { bytes, t } from "../i18n.js";
import { createAssistantRun } from "../parts/assistant-run.js";
import { createCopyField } from "../parts/copy-field.js";
import { createDropOverlay } from "../parts/drop-overlay.js";
import { createMaterialCard } from "../parts/material-card.js";
import { describe } from "../problem-text.js";
import { wordsOf } from "../words.js";

/**
 * @import { AssistantScreen, ScreenFrame } from "../assistants.js"
 * @import { Material, Start } from "../ipc.d.ts"
 * @import { Fact, Quote } from "../report-heading.js"
 * @import { Asked } from "../run.js"
 */

/** @typedef {Asked & { copy: string, material: Material | null }} AuditAsked */

/**
 * @param {ScreenFrame} frame
 * @param {Start} start
 * @returns {AssistantScreen}
 */
export function createAuditScreen(frame, start) {
  const { limits } = frame.app;
  const material = createMaterialCard(limits, start.material, () => run.changed());
  const copy = createCopyField(limits.copyCharacters, () => run.changed());
  const overlay = createDropOverlay(limits);

  const about = {
    words: wordsOf("audit"),
    facts,
    subject: (/** @type {AuditAsked} */ asked) => asked.material?.name.replace(/\.[^.]*$/, "") ?? "",
  };
  const run = createAssistantRun(frame, "audit", about, {
    ask: (asked, receive) => auditRun({
      copy: asked.copy, material: asked.material?.id ?? null, model: asked.model, temperature: asked.temperature,
    }, receive),
    asked: (common) => ({ ...common, copy: copy.text(), material: material.material() }),
    hindrance,
    describe: (problem, asked) => describe(problem, asked.material !== null && asked.copy.trim() === ""),
    stale: (asked) => asked.copy.trim() !== copy.text().trim() || asked.material?.sha256 !== material.material()?.sha256,
  });

  function hindrance() {
    const [limit, actual] = [copy.limit, copy.characters()];
    const common = { insist: null, focus: copy.focus };
    if (actual > limit) return { ...common, kind: "tooLong", what: t("audit.tooLong"), remedy: t("audit.tooLongDo", { limit, actual, over: actual - limit }) };
    if (actual > 0 || material.material()) return null;
    return { ...common, kind: "nothing", what: t("audit.nothing"), remedy: t("audit.nothingDo") };
  }

  return {
    render() {
      material.render();
      copy.render();
      run.render();
    },
    start: run.start,
    find: run.find,
    escape: run.escape,
    choose: () => void material.choose(),
    paste: () => void material.paste(),
    receive(event) {
      if (event.type === "dragEntered") overlay.show(event.count);
      else if (["dragLeft", "dropped", "material", "materialRefused"].includes(event.type)) overlay.hide();
      if (event.type === "material") material.put(event.material);
      if (event.type === "materialRefused") material.refuse(event.name, event.problem);
      return event.type === "material" || event.type === "materialRefused";
    },
  };
}

/**
 * @param {AuditAsked} asked
 * @param {Quote} quote
 * @returns {Fact[]}
 */
function facts({ material, copy }, quote) {
  const characters = Array.from(copy.trim()).length;
  /** @type {Fact[]} */
  const rows = [];
  if (material) {
    const name = quote(material.name || t("material.clipboard"));
    rows.push([t("heading.picture"), `${name} · ${material.width} × ${material.height} · ${material.format.toUpperCase()} · ${bytes(material.bytes)}`]);
    rows.push(["SHA-256", quote(material.sha256)]);
  } else {
    rows.push([t("heading.picture"), t("heading.noPicture")]);
  }
  rows.push([t("heading.copy"), characters > 0 ? t("heading.copyCharacters", { count: characters }) : t("heading.noCopy")]);
  return rows;
}
