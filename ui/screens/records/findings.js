// The findings of an opened audit: the list beside its report, to be read only, and the frames on its picture. They are read once the
// record is shown, so that it opens no later.

import { recordFindings, recordRecheck } from "../../js/bridge/findings.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { element } from "../../js/dom.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { happenedAt } from "../../js/time.js";
import { language, t } from "../../js/i18n.js";
import { textRanges } from "../../js/text-ranges.js";
import { roomAround } from "../../parts/findings/frame-places.js";
import { createFrames } from "../../parts/findings/frames.js";
import { recordedRows } from "../../parts/findings/recorded.js";
import { createFindingsView } from "../../parts/findings/view.js";
import { showPassage } from "../../parts/report/passage.js";
import { hideNotice, showProblem } from "../../parts/widgets/notice.js";
import { createTabs } from "../../parts/widgets/tabs.js";
import { toast, toastProblem } from "../../parts/widgets/toast.js";

/**
 * @import { Problem, RecordFacts, RecordFindings, RecordKind } from "../../js/ipc.d.ts"
 * @import { Row, stateOf } from "../../parts/findings/state.js"
 * @import { Box } from "../../parts/ocr/quads.js"
 * @import { Place } from "../../parts/picture/zoom-pan.js"
 */

/** Who goes from one record to the next does not wait for the findings of each. */
const SETTLED_MS = 250;
/** The kinds that are audits. @type {RecordKind[]} */
const AUDITS = ["audit", "lines"];

/**
 * @param {(box: Box) => void} lead shows a part of the picture
 * @param {(panel: string) => void} turned another tab is open
 */
export function createRecordFindings(lead, turned) {
  const side = element("record-side");
  /** The record that is shown, if it is an audit. @type {number | null} */
  let record = null;
  /** @type {RecordFindings | null} */
  let read = null;
  /** @type {Problem | null} */
  let problem = null;
  /** Which of its checks is shown: 0 before the run, then the later ones. */
  let which = 0;
  /** The record last read or being read, and its language. */
  let asked = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let settling;

  const frames = createFrames("record", {
    chosen(key) {
      tabs.open("record-findings");
      view.select(key);
    },
    over: (key) => view.hover(key),
    boxed: () => undefined,
    boxing: () => undefined,
  });
  const view = createFindingsView("record", {
    count: element("record-findings-count"),
    emphasise: frames.emphasise,
    show,
    passage(words) {
      tabs.open("record-report-panel");
      showPassage(element("record-document"), words);
    },
  }, { now, shown: frames.show, changes: null });
  const tabs = createTabs(element("record-views"), (panel) => {
    if (panel === "record-findings") void load();
    renderChecks();
    turned(panel);
  });
  element("record-check").addEventListener("change", () => {
    which = Number(element("record-check").value);
    refresh();
  });
  element("record-recheck-do").addEventListener("click", oneAtATime(async () => {
    const of = record;
    if (of === null) return;
    try {
      const found = await recordRecheck(of, language() === "en");
      if (of !== record) return;
      [read, which] = [found, found.rechecks.length];
      refresh();
      toast(t("records.findings.rechecked"));
    } catch (thrown) {
      toastProblem(thrown);
    }
  }));
  // The controls of an editable list.
  for (const part of [element("record-findings-add"), element("record-findings-context")]) part.hidden = true;
  tabs.open("record-report-panel");

  async function load() {
    clearTimeout(settling);
    if (record === null) return;
    const english = language() === "en";
    const mine = `${record} ${english}`;
    if (mine === asked) return;
    asked = mine;
    problem = null;
    try {
      const found = await recordFindings(record, english);
      if (mine !== asked) return;
      read = found;
    } catch (thrown) {
      if (mine !== asked) return;
      // Whoever opens the tab again asks again.
      [read, problem, asked] = [null, problemOf(thrown), ""];
    }
    refresh();
  }

  /** The findings with the check that is chosen. */
  const chosen = () => read && { ...read, check: read.rechecks[which - 1]?.check ?? read.check };

  function renderChecks() {
    const later = read?.rechecks ?? [];
    element("record-recheck").hidden = record === null || tabs.current() !== "record-findings";
    element("record-check-place").hidden = later.length === 0;
    const names = [t("records.findings.first"), ...later.map(({ atMs }) => t("records.findings.later", { at: happenedAt(atMs) }))];
    const shows = JSON.stringify(names);
    const select = element("record-check");
    if (select.dataset["shows"] !== shows) select.replaceChildren(...names.map((name, at) => new Option(name, String(at))));
    select.dataset["shows"] = shows;
    select.value = String(which);
  }

  function refresh() {
    const found = chosen();
    const { rows, dismissed } = found ? recordedRows(found) : { rows: [], dismissed: [] };
    renderChecks();
    view.put(rows, dismissed);
    element("record-findings-head").hidden = rows.length === 0;
    const notice = element("record-findings-problem");
    if (problem) showProblem(notice, problem);
    else hideNotice(notice);
  }

  /** @param {Row[]} active */
  function now(active) {
    const found = chosen()?.check?.findings ?? null;
    /** @type {ReturnType<typeof stateOf>} */
    const state = problem ? "problem" : active.length > 0 ? "found" : !read ? "checking" : found ? "clear" : "empty";
    const packs = (found?.packs ?? []).map((pack) => t("records.findings.pack", pack).trim());
    const about = found ? t(which === 0 ? "records.findings.about" : "records.findings.aboutLater") : "";
    return { state, around: { now: nowWords(state), note: noteOf(chosen()), about, packs, found } };
  }

  /** @param {Row} row */
  function show({ picture: [quad], copy: [range] }) {
    if (quad) {
      lead(roomAround(quad));
      element("record-viewer").scrollIntoView({ block: "nearest" });
    }
    if (!range) return;
    const text = element("record-text");
    const [words] = textRanges(text, [{ from: range[0], to: range[1] }]);
    if (!words) return;
    // The selection shows the position of the words; the focus stays in the list.
    getSelection()?.removeAllRanges();
    getSelection()?.addRange(words);
    const [at, box] = [words.getBoundingClientRect(), text.getBoundingClientRect()];
    if (at.top < box.top || at.bottom > box.bottom) text.scrollTop += at.top - box.top - box.height / 3;
    if (!quad) text.scrollIntoView({ block: "nearest" });
  }

  function forget() {
    clearTimeout(settling);
    [record, read, problem, asked, which] = [null, null, null, "", 0];
    refresh();
  }

  return {
    /** @param {Pick<RecordFacts, "id" | "kind">} facts */
    show({ id, kind }) {
      forget();
      const audited = AUDITS.includes(kind);
      side.toggleAttribute("data-alone", !audited);
      element("record-views-bar").hidden = !audited;
      if (!audited) return tabs.open("record-report-panel");
      record = id;
      refresh();
      if (tabs.current() === "record-findings") void load();
      else settling = setTimeout(() => void load(), SETTLED_MS);
    },
    leave: forget,
    /** The position of the picture. @param {Place} place */
    draw: (place) => frames.draw(place),
    /** The tab that is open. */
    tab: () => tabs.current(),
    /** A part of the report is wanted. */
    openReport: () => tabs.open("record-report-panel"),
    /** Writes everything in the current language. */
    render() {
      view.forget();
      refresh();
      if (asked !== "") void load();
    },
  };
}

/** @param {string} state */
function nowWords(state) {
  if (state === "checking") return { what: t("records.findings.reading"), remedy: "" };
  if (state === "clear") return { what: t("findings.now.clear"), remedy: t("records.findings.clearDo") };
  return { what: t("records.findings.none"), remedy: "" };
}

/** A note on the parts missing from the list. @param {RecordFindings | null} read */
function noteOf(read) {
  if (read && !read.check) return { kind: "unchecked", words: t("records.findings.unchecked") };
  if (read?.check?.findings.picture === "unread") return { kind: "unread", words: t("records.findings.unread") };
  return null;
}
