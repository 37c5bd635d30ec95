// Rules of the person's own, and rule packs from elsewhere.

import { call } from "./tauri.js";

/** @import { OwnRules, OwnRulesEffect, OwnRulesState, OwnRulesTrial } from "../ipc.d.ts" */

/** @returns {Promise<OwnRulesState>} */
export const ownRules = () => call("own_rules");

/** They are in force from then on. @param {OwnRules} rules @returns {Promise<void>} */
export const ownRulesSave = (rules) => call("own_rules_save", { rules });

/** The effect of these rules on a text. @param {OwnRules} rules @param {string} text @param {boolean} english @returns {Promise<OwnRulesTrial>} */
export const ownRulesTry = (rules, text, english) => call("own_rules_try", { rules, text, english });

/** The effect of these rules on the latest audits. @param {OwnRules} rules @returns {Promise<OwnRulesEffect>} */
export const ownRulesEffect = (rules) => call("own_rules_effect", { rules });

/** @returns {Promise<string | null>} the name of the file; `null`: the dialog was dismissed */
export const ownRulesExport = () => call("own_rules_export");

/** @returns {Promise<OwnRulesState | null>} `null`: the dialog was dismissed */
export const rulePackImport = () => call("rule_pack_import");

/** @param {string} file its name @returns {Promise<OwnRulesState>} */
export const rulePackRemove = (file) => call("rule_pack_remove", { file });
