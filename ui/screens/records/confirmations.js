// The confirmations before records are deleted, restored or begun anew.

import { t } from "../../js/i18n.js";
import { ask } from "../../parts/widgets/question.js";

/** @param {string} folder */
export const confirmBeginAnew = async (folder) => (await ask({
  title: t("records.keep.anewTitle"), words: [t("records.keep.anewWhat", { folder }), t("records.keep.anewNote")], yes: t("records.keep.anew"),
})) !== null;

/** @param {string} time of the backup */
export const confirmRestore = async (time) => (await ask({
  title: t("records.keep.restoreTitle"), words: [t("records.keep.restoreWhat", { time }), t("records.keep.restoreNote")], yes: t("records.keep.restore"),
})) !== null;

/**
 * @param {number} count
 * @param {string} title of the only one
 * @returns {Promise<string | null>} why; `null`: not after all
 */
export const confirmDelete = (count, title) => ask({
  title: t("records.deleteTitle", { count }),
  words: [count === 1 ? t("records.deleteOne", { title }) : t("records.deleteMany", { count }), t("records.deleteNote")],
  reason: t("records.deleteReason"),
  yes: t("records.delete"),
});
