// Says over every screen that the records can't be used, so that nothing can be run, and offers what can be done.
//
// Ids for tests of the window: #records-problem[data-code] #records-retry #records-backups #records-choose #records-begin-anew

import { element } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { hideNotice, showProblem } from "../../parts/widgets/notice.js";
import { toast, toastProblem } from "../../parts/widgets/toast.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { confirmBeginAnew } from "./confirmations.js";

/** @import { NoticeAction } from "../../parts/widgets/notice.js" */
/** @import { RecordsStatus } from "./records-status.js" */

/** @typedef {"restore" | "choose" | "anew"} Way */

/** The remedies besides another attempt. Only a file that SQLite finds damaged is a reason to give up its content. @type {Record<string, Way[]>} */
const WAYS = {
  records_damaged: ["restore", "choose", "anew"],
  records_not_a_file: ["choose"],
  records_locked: [],
};
/** @type {Way[]} */
const OTHERS = ["choose"];

/**
 * @param {RecordsStatus} status
 * @param {() => void} openBackups
 */
export function createRecordsProblem(status, openBackups) {
  const place = element("records-problem");

  /** @param {() => Promise<boolean>} act whether something has changed */
  const doing = (act) => oneAtATime(async () => {
    try {
      if ((await act()) && !status.state().problem) toast(t("records.usable"));
    } catch (thrown) {
      toastProblem(thrown);
    }
  });
  const retry = doing(status.retry);
  const choose = doing(status.chooseFolder);
  const anew = doing(async () => (await confirmBeginAnew(status.state().folder)) && status.beginAnew());

  /** @type {Record<Way, () => NoticeAction>} */
  const actions = {
    restore: () => ({ id: "records-backups", label: t("records.keep.seeBackups"), press: openBackups }),
    choose: () => ({ id: "records-choose", label: t("records.keep.choose"), press: choose }),
    anew: () => ({ id: "records-begin-anew", label: t("records.keep.anew"), press: anew }),
  };

  function render() {
    const { problem, backups } = status.state();
    if (!problem) return hideNotice(place);
    const ways = (WAYS[problem.code] ?? OTHERS).filter((way) => way !== "restore" || backups.length > 0);
    showProblem(place, problem, {
      title: t("records.unusable"),
      ...(problem.code === "records_damaged" && backups.length > 0 ? { remedy: t("records.keep.withBackup") } : {}),
      actions: [{ id: "records-retry", label: t("records.keep.retry"), press: retry, primary: true }, ...ways.map((way) => actions[way]())],
    });
  }

  status.subscribe(render);
  return { render };
}
