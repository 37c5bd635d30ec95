// The findings on the audit screen: in the list, as frames on the picture, as lines under the words of the copy; and the two tabs of the
// right column.

import { element } from "../../js/dom.js";
import { createFindingsDraft } from "../../js/drafts.js";
import { isPictured } from "../../parts/picture/picture-facts.js";
import { createFindingsPanel } from "../../parts/findings/panel.js";
import { roomAround } from "../../parts/findings/frame-places.js";
import { createFrames } from "../../parts/findings/frames.js";
import { showPassage } from "../../parts/report/passage.js";
import { createTabs } from "../../parts/widgets/tabs.js";
import { createCopyMarks } from "./copy-marks.js";
import { createOpening } from "./state.js";

/**
 * @import { FindingsDraft, Material } from "../../js/ipc.d.ts"
 * @import { Row } from "../../parts/findings/state.js"
 * @import { Known } from "../../parts/ocr/ocr.js"
 * @import { Box } from "../../parts/ocr/quads.js"
 * @import { Place } from "../../parts/picture/zoom-pan.js"
 */

/**
 * @param {object} own
 * @param {() => string} own.copy
 * @param {() => Material | null} own.material
 * @param {() => Known} own.ocr
 * @param {(box: Box) => void} own.lead shows a part of the picture
 * @param {() => void} own.revealCopy
 * @param {() => boolean} own.isTaken a run is under way, or its report on this material is shown
 * @param {FindingsDraft} own.kept what was said before the last start
 * @param {(words: string) => void} own.exempt a sentence is never to be flagged again
 */
export function createAuditFindings(own) {
  const field = element("copy");
  const marks = createCopyMarks();
  const opening = createOpening();
  /** What the copy is about while there is no material: it counts the texts that began from nothing. */
  let texts = 0;
  let blank = true;
  const keep = createFindingsDraft();
  /** What was said before the last start, until what it is about is there again. @type {FindingsDraft | null} */
  let kept = own.kept;

  const frames = createFrames("", {
    chosen(key) {
      tabs.open("audit-findings");
      panel.select(key);
    },
    over: (key) => panel.hover(key),
    boxed(quad) {
      tabs.open("audit-findings");
      panel.boxed(quad);
    },
    boxing: () => undefined,
  });
  const panel = createFindingsPanel("audit", {
    count: element("audit-findings-count"),
    subject() {
      const material = own.material();
      const { state, lines } = own.ocr();
      const pictured = material !== null && isPictured(material);
      return { copy: own.copy(), material: material?.id ?? null, pictured, ocr: pictured ? state : "none", lines: lines.length };
    },
    shown(rows, copy) {
      frames.show(rows);
      marks.show(rows.flatMap(({ copy: ranges, level, key }) => ranges.map(([from, to]) => ({ from, to, level, key }))), copy);
    },
    emphasise(keys) {
      frames.emphasise(keys);
      marks.emphasise(keys);
    },
    show,
    passage,
    checked(found) {
      if (found && opening.mayOpen(subjectKey(), own.isTaken())) tabs.open("audit-findings");
    },
    selection() {
      const { selectionStart, selectionEnd } = field;
      const excerpt = field.value.slice(selectionStart, selectionEnd);
      return excerpt.trim() === "" ? null : { excerpt, copy: [selectionStart, selectionEnd] };
    },
    box() {
      const material = own.material();
      if (!material || !isPictured(material)) return false;
      frames.box();
      return true;
    },
    exempt: own.exempt,
    decided,
  });
  const subjectKey = () => {
    const material = own.material();
    return material ? `material ${material.id}` : `copy ${texts}`;
  };
  /** Whoever opens a tab has chosen it for what there is now. */
  let started = false;
  const tabs = createTabs(element("audit-views"), () => {
    if (started) opening.chosen(subjectKey());
  });
  tabs.open("audit-report-panel");
  started = true;

  /** @param {Row} row @param {boolean} pressed by the mouse: who presses a row about words of the copy wants to change them */
  function show({ picture: [quad], key }, pressed) {
    if (quad) {
      own.lead(roomAround(quad));
      element("viewer").scrollIntoView({ block: "nearest" });
    }
    const mark = marks.placeOf(key);
    if (!mark) return;
    own.revealCopy();
    if (pressed && !quad) field.focus();
    field.setSelectionRange(mark.from, mark.to);
    marks.lead(mark.from);
  }

  function decided() {
    kept = null;
    keep(() => ({ material: own.material()?.sha256 ?? null, judged: panel.judgement() }));
  }

  function resume() {
    if (!kept) return;
    const sha256 = own.material()?.sha256 ?? null;
    if (sha256 === null && (kept.material !== null || own.copy().trim() === "")) return;
    const { material, judged } = kept;
    kept = null;
    if (material === sha256) panel.resume(judged);
  }

  /** @param {string} words that a passage of the report begins with */
  function passage(words) {
    tabs.open("audit-report-panel");
    showPassage(element("audit-document"), words);
  }

  return {
    check() {
      const empty = own.copy().trim() === "";
      if (blank && !empty) texts += 1;
      // What the service found in a text that is gone does not belong to the next one.
      if (!blank && empty && !own.material()) panel.answer(null, "");
      blank = empty;
      marks.changed();
      panel.check();
      resume();
      // The places of what the person found move with the copy.
      if (panel.isDecided()) decided();
    },
    /** The position of the picture. @param {Place} place */
    draw: (place) => frames.draw(place),
    /** A run has begun, or a part of the report is wanted. */
    openReport() {
      tabs.open("audit-report-panel");
    },
    open() {
      tabs.open("audit-findings");
      if (!panel.focus()) element("audit-tab-findings").focus();
    },
    recheck: panel.recheck,
    answer: panel.answer,
    judgement: panel.judgement,
    escape: frames.escape,
    render() {
      panel.render();
      resume();
    },
  };
}
