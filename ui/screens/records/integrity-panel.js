// The check of the integrity of all records, their folder, and the backups.

import { announce } from "../../js/announce.js";
import { recordsCheck, recordsStop } from "../../js/bridge/records.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { clipboardWrite } from "../../js/bridge/window.js";
import { create, element, setText } from "../../js/dom.js";
import { bytes, duration, lookUp, t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { createAdvanceBar } from "../../parts/widgets/advance-bar.js";
import { hideNotice, showNotice, showProblem } from "../../parts/widgets/notice.js";
import { toast, toastProblem } from "../../parts/widgets/toast.js";
import { happenedAt } from "../../js/time.js";
import { confirmRestore } from "./confirmations.js";
import { faultWords } from "./fault-words.js";

/** @import { CheckFault, CheckReport, Problem, RecordsBackup } from "../../js/ipc.d.ts" */
/** @import { RecordsStatus } from "./records-status.js" */

/**
 * @param {RecordsStatus} status
 * @param {(id: number) => void} open a record
 */
export function createIntegrityPanel(status, open) {
  const result = element("check-result");
  const advance = createAdvanceBar("check", () => void recordsStop().catch(() => undefined));
  /** @type {CheckReport | null} */
  let report = null;
  /** Why the last check came to no result. @type {Problem | null} */
  let problem = null;

  const check = oneAtATime(async () => {
    element("check-start").setAttribute("aria-disabled", "true");
    advance.begin(t("records.check.checking"));
    try {
      report = await recordsCheck(advance.step);
      problem = null;
      announce(verdict(report).what);
    } catch (thrown) {
      problem = problemOf(thrown);
    }
    element("check-start").setAttribute("aria-disabled", "false");
    advance.end();
    renderCheck();
  });

  function renderCheck() {
    setText(element("check-start"), t(report ? "records.check.again" : "records.check.start"));
    element("check-head-row").hidden = report === null || report.events === 0;
    if (problem) {
      result.dataset["kind"] = "error";
      showProblem(result, problem);
    } else if (report) {
      result.dataset["kind"] = report.faultCount > 0 || report.anchor === "broken" ? "error" : report.stopped ? "warn" : "good";
      showNotice(result, verdict(report));
    } else hideNotice(result);
    if (!report) return;
    const { faults, faultCount, head, events } = report;
    setText(element("check-seq"), String(events));
    setText(element("check-head"), head);
    element("check-faults").replaceChildren(...faults.map(fault));
    element("check-faults").hidden = faults.length === 0;
    element("check-more").hidden = faultCount <= faults.length;
    setText(element("check-more"), t("records.check.more", { count: faultCount - faults.length }));
  }

  /** @param {CheckFault} fault */
  function fault({ code, record, title, seq, detail }) {
    const follows = title !== "" || record !== null;
    const words = follows && !detail ? (lookUp(`check.fault.${code}`) ?? t("check.unknownFault", { code })) : faultWords(code, detail);
    const row = create("li", "fault", create("span", "fault-words", words));
    if (record !== null) {
      const link = create("button", "link", title || t("records.untitled"));
      link.type = "button";
      link.dataset["record"] = String(record);
      link.addEventListener("click", () => open(record));
      row.append(" ", link);
    } else if (title) row.append(" ", create("code", "", title));
    if (seq !== null) row.append(" ", create("span", "audit-trail-seq", t("records.eventSeq", { seq: String(seq) })));
    return row;
  }

  /** @param {RecordsBackup} backup */
  function backupRow({ name, atMs, reason, bytes: size }) {
    const time = happenedAt(atMs).slice(0, 16);
    const restore = create("button", "small", t("records.keep.restore"));
    restore.type = "button";
    restore.dataset["backup"] = name;
    restore.setAttribute("aria-label", t("records.keep.restoreOf", { time }));
    restore.addEventListener("click", oneAtATime(async () => {
      if (!(await confirmRestore(time))) return;
      await doing(() => status.restore(name), t("records.keep.restored", { time }));
    }));
    const why = lookUp(`records.backup.${reason}`) ?? reason;
    return create("li", "backup", create("span", "backup-time", time), create("span", "backup-facts", `${why} · ${bytes(size)}`), restore);
  }

  /**
   * @param {() => Promise<boolean>} act
   * @param {string} done
   */
  async function doing(act, done) {
    try {
      if (await act()) toast(done);
    } catch (thrown) {
      toastProblem(thrown);
    }
  }

  function renderState() {
    const { folder, chosen, count, bytes: size, backups, problem: unusable } = status.state();
    setText(element("storage-folder"), folder);
    setText(element("storage-folder-note"), t(chosen ? "records.keep.folderChosen" : "records.keep.folderOwn"));
    setText(element("storage-size"), unusable ? t("records.keep.sizeUnknown") : t("records.keep.size", { count, bytes: bytes(size) }));
    element("check-start").disabled = unusable !== null;
    element("backups").replaceChildren(...backups.map(backupRow));
    element("backups").hidden = backups.length === 0;
    element("backups-none").hidden = backups.length > 0;
  }

  element("check-start").addEventListener("click", check);
  element("check-head-copy").addEventListener("click", () => {
    if (!report) return;
    const words = t("records.check.note", { seq: String(report.events), hash: report.head, time: happenedAt(Date.now()) });
    clipboardWrite(words).then(() => toast(t("records.check.headCopied")), toastProblem);
  });
  element("storage-choose").addEventListener("click", oneAtATime(() => doing(status.chooseFolder, t("records.keep.chosen"))));
  status.subscribe((replaced) => {
    // The result was about other records.
    if (replaced) report = problem = null;
    render();
  });

  function render() {
    renderState();
    renderCheck();
  }

  return { render };
}

/** @param {CheckReport} report */
function verdict({ records, materials, events, anchor, restoredAt, faultCount, elapsedMs, stopped }) {
  const numbers = { records, materials, events, elapsed: duration(elapsedMs) };
  const what = faultCount > 0 ? t("records.check.faults", { count: faultCount }) : t(stopped ? "records.check.stopped" : anchor === "broken" ? "records.check.broken" : "records.check.holds");
  const restored = restoredAt.length > 0 ? t("records.check.restored", { times: restoredAt.map(happenedAt).join(t("common.separator")) }) : "";
  return { what, remedy: [t("records.check.numbers", numbers), t(`records.anchor.${anchor}`), restored].filter(Boolean).join(" ") };
}
