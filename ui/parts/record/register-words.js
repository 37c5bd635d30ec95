// The words of a register, which the shell writes in the language of the window.

import { t } from "../../js/i18n.js";
import { KINDS, OUTCOMES } from "./kinds.js";

/** @import { RegisterWords } from "../../js/ipc.d.ts" */

const COLUMNS = /** @type {const} */ ([
  "number", "started", "zone", "kind", "title", "outcome", "service", "model", "elapsed", "tokens", "origin", "material", "uid",
]);

/** @returns {RegisterWords} */
export function registerWords() {
  return {
    title: t("records.register.name"),
    columns: COLUMNS.map((column) => t(`records.register.${column}`)),
    kinds: KINDS.map((kind) => t(`records.kind.${kind}`)),
    outcomes: OUTCOMES.map((outcome) => t(`records.outcome.${outcome}`)),
    services: [t("records.demo"), t("records.real")],
    demoNotice: t("records.register.demoNotice"),
    damaged: t("records.register.damaged"),
    damagedNotice: t("records.register.damagedNotice"),
  };
}
