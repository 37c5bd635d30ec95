// The faults of a letter template, in words.

import { lookUp, t } from "./i18n.js";

/** @import { TemplateFault } from "./ipc.d.ts" */

/** A list of more names ends in their number. */
const MOST_NAMES = 12;

/** Kinds whose names are fields, which are written in braces. */
const OF_FIELDS = ["unknown", "missing", "misplaced", "repeated", "unclosed"];

/** @param {TemplateFault} fault @returns {string} */
export function faultWords({ kind, names }) {
  if (kind === "unreadable") return t("templateFault.unreadable", { why: lookUp(`why.${names[0]}`) ?? t("why.io") });
  const shown = names.slice(0, MOST_NAMES).map((name) => (kind === "unclosed" ? `{{${name}` : OF_FIELDS.includes(kind) ? `{{${name}}}` : name));
  const listed = shown.join(t("common.separator"));
  const count = names.length;
  return t(`templateFault.${kind}`, { names: count > MOST_NAMES ? t("templateFault.more", { names: listed, count }) : listed, count });
}

/** The faults in the parameters of a problem. @param {unknown} faults @returns {TemplateFault[]} */
export const faultsIn = (faults) => (Array.isArray(faults) ? faults : []);
