// A fault of a record, as a sentence.

import { lookUp, t } from "../../js/i18n.js";

/**
 * @param {string} code
 * @param {string} detail which column, where it is one
 */
export function faultWords(code, detail) {
  // In a list of all faults the record's title follows a colon.
  const words = (lookUp(`check.fault.${code}`) ?? t("check.unknownFault", { code })).replace(/\s*[:：]$/, "");
  const column = detail ? lookUp(`check.column.${detail}`) : undefined;
  return column ? t("check.faultOf", { fault: words, column }) : words;
}
