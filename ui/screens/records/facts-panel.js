// The facts of a record: time, service, model, hashes, what was sent of its picture, its other versions, and its
// audit trail.

import { recordsDamaged } from "../../js/bridge/records.js";
import { clipboardWrite } from "../../js/bridge/window.js";
import { create, element, icon, setText } from "../../js/dom.js";
import { bytes, t, tenth } from "../../js/i18n.js";
import { shortHash } from "../../parts/picture/picture-facts.js";
import { sentList } from "../../parts/picture/sent-list.js";
import { howSent } from "../../parts/picture/sent-words.js";
import { hostOf } from "../../parts/widgets/service-badge.js";
import { toast, toastProblem } from "../../parts/widgets/toast.js";
import { happenedAt, recordedAt, recordedExactly } from "../../js/time.js";
import { badge, outcomeMark } from "./row.js";

/** @import { Key } from "../../js/i18n.js" */
/** @import { RecordEvent, RecordFacts, RecordVersion } from "../../js/ipc.d.ts" */

/** @type {Record<string, Key>} */
const ENTRY_WORDS = {
  started: "records.event.started",
  ended: "records.event.ended",
  packaged: "records.event.packaged",
  exported: "records.event.exported",
  checked: "review.steps.checked",
  reviewed: "review.steps.reviewed",
  approved: "review.steps.approved",
  returned: "review.steps.returned",
  archived: "review.steps.archived",
  stamped: "review.steps.stamped",
  compared: "review.steps.compared",
};

/** @param {RecordEvent} event */
export function auditTrailEntry({ kind, atMs, seq }) {
  const words = ENTRY_WORDS[kind];
  return create("li", "audit-trail-entry", create("span", "", words ? t(words) : kind), " ", create("time", "", happenedAt(atMs)), " ", create("span", "audit-trail-seq", t("records.eventSeq", { seq: String(seq) })));
}

/**
 * @param {(id: number) => void} open another version
 */
export function createFactsPanel(open) {
  /** Versions that are known to be damaged. @type {Set<number>} */
  let damaged = new Set();
  /** The record that they are versions of. */
  let of = 0;

  /** Checked once the record is shown: there may be a hundred of them. @param {RecordFacts} facts */
  async function look(facts) {
    if (of === facts.id) return;
    of = facts.id;
    damaged = new Set();
    const others = facts.versions.map(({ id }) => id).filter((id) => id !== facts.id);
    const found = others.length > 0 ? await recordsDamaged(others).catch(() => []) : [];
    if (of !== facts.id || found.length === 0) return;
    damaged = new Set(found);
    renderVersions(facts);
  }

  /** @param {RecordFacts} facts */
  function renderVersions(facts) {
    element("record-versions").replaceChildren(...facts.versions.map((version) => versionRow(version, facts.id)));
  }

  /** @param {RecordFacts} facts */
  function renderFacts(facts) {
    const who = facts.demo ? t("heading.serviceDemo") : hostOf(facts.origin);
    /** @type {[string, string | Node][]} */
    const rows = [
      [t("records.fact.when"), `${recordedExactly(facts.createdMs, facts.offsetMinutes)}${facts.zone ? ` · ${facts.zone}` : ""}`],
      [t("heading.service"), who],
      [t("heading.model"), `${facts.model} · ${t("run.temperature", { value: tenth(facts.temperature) })} · ${t(facts.streamed ? "records.fact.streamed" : "records.fact.whole")}`],
    ];
    if (facts.keyFingerprint) rows.push([t("records.fact.fingerprint"), hash(facts.keyFingerprint, "records.fact.fingerprintCopied", "fingerprint")]);
    rows.push([t("records.fact.app"), facts.app]);
    if (facts.rawSha256) rows.push([t("records.fact.raw"), create("span", "", `${bytes(facts.rawBytes)} · `, hash(facts.rawSha256, "material.shaCopied", "raw"))]);
    if (facts.linesBefore > 0) rows.push([t("records.fact.linesBefore"), t("sparring.lineCount", { count: facts.linesBefore })]);
    if (facts.outcome !== "running") rows.push([t("records.fact.checked"), facts.unread > 0
      ? t("records.fact.checkedPart", { count: facts.unread, size: bytes(facts.unreadOver) })
      : t("records.fact.checkedAll")]);
    rows.push([t("records.fact.uid"), hash(facts.uid, "records.fact.uidCopied", "uid")]);
    element("record-facts").replaceChildren(...rows.map(([name, value]) => create("div", "", create("dt", "", name), create("dd", "", value))));
  }

  /** @param {string} value @param {Key} done @param {string} what */
  function hash(value, done, what) {
    const made = create("button", "fact-button", create("code", "", shortHash(value)), icon("copy"));
    made.type = "button";
    made.title = value;
    made.id = `record-copy-${what}`;
    made.setAttribute("aria-label", t("records.fact.copy", { value: shortHash(value) }));
    made.addEventListener("click", () => {
      clipboardWrite(value).then(() => toast(t(done)), toastProblem);
    });
    return made;
  }

  /** @param {RecordVersion} version @param {number} now */
  function versionRow(version, now) {
    const when = recordedAt(version.createdMs, version.offsetMinutes);
    const row = create("li", "version");
    if (version.id === now) {
      const here = create("strong", "", when);
      here.setAttribute("aria-current", "true");
      row.append(here, " ", create("span", "version-here", t("records.versionHere")));
    } else {
      const link = create("button", "link", when);
      link.type = "button";
      link.dataset["record"] = String(version.id);
      link.addEventListener("click", () => open(version.id));
      row.append(link);
    }
    if (damaged.has(version.id)) {
      row.append(" ", badge("damaged", t("records.damaged.mark")));
      return row;
    }
    row.append(" ", outcomeMark(version.outcome));
    if (version.demo) row.append(" ", badge("demo", t("records.demo")));
    return row;
  }

  return {
    /** @param {RecordFacts} facts */
    render(facts) {
      const parts = [recordedAt(facts.createdMs, facts.offsetMinutes), facts.model, t("run.temperature", { value: tenth(facts.temperature) }), facts.demo ? t("service.demo") : hostOf(facts.origin)];
      if (facts.versions.length > 1) parts.push(t(`records.versions.${facts.kind}`, { count: facts.versions.length }));
      setText(element("record-facts-short"), parts.join(" · "));
      renderFacts(facts);
      element("record-facts-sent").hidden = facts.sent.length === 0;
      setText(element("record-facts-sent-all"), howSent(facts.sent).words);
      element("record-facts-sent-each").replaceChildren(...sentList(facts.sent, facts.notes));
      renderVersions(facts);
      void look(facts);
      element("record-audit-trail").replaceChildren(...facts.auditTrail.map(auditTrailEntry));
    },
  };
}
