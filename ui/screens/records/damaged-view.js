// A damaged record: what differs from the evidence chain, and its audit trail. Of
// its content nothing is shown, as none of it is reliable.
//
// Ids for tests of the window: #record-damaged #record-damaged-export #record-damaged-faults li[data-code] #record-damaged-audit-trail li

import { create, element } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { hideNotice, showNotice } from "../../parts/widgets/notice.js";
import { auditTrailEntry } from "./facts-panel.js";
import { faultWords } from "./fault-words.js";

/** @import { CheckFault, DamagedRecord } from "../../js/ipc.d.ts" */

/** @param {(id: number) => void} write writes the package out that says so */
export function createDamagedView(write) {
  const notice = element("record-damaged-notice");

  /** @param {CheckFault} fault */
  function row({ code, seq, detail, record, title }) {
    const made = create("li", "fault", create("span", "fault-words", faultWords(code, detail)));
    made.dataset["code"] = code;
    // That of a material is its hash; a record's own title says nothing here.
    if (record === null && title) made.append(" ", create("code", "", title));
    if (seq !== null) made.append(" ", create("span", "audit-trail-seq", t("records.eventSeq", { seq: String(seq) })));
    return made;
  }

  return {
    /** @param {DamagedRecord | null} damaged */
    render(damaged) {
      element("record-damaged").hidden = damaged === null;
      if (!damaged) return hideNotice(notice);
      const { id, uid, faults, auditTrail } = damaged;
      showNotice(notice, {
        title: t("records.damaged.title"),
        what: t("records.damaged.what"),
        remedy: t("records.damaged.do"),
        actions: [{ id: "record-damaged-export", label: t("records.damaged.export"), press: () => write(id), primary: true }],
      });
      element("record-damaged-faults").replaceChildren(...faults.map(row));
      element("record-damaged-uid").textContent = uid;
      element("record-damaged-audit-trail").replaceChildren(...auditTrail.map(auditTrailEntry));
    },
  };
}
