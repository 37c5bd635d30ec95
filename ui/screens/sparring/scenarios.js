// The scenarios in the language of the window.

import { language } from "../../js/i18n.js";
import SCENARIOS from "../../locales/scenarios.js";

/** @import { ScenarioWords } from "../../locales/scenarios.js" */

/** @typedef {ScenarioWords & { id: string }} Scenario */

/** @returns {Scenario[]} */
export const scenarios = () => SCENARIOS.map((scenario) => ({ id: scenario.id, ...scenario[language()] }));

/**
 * @param {string | null} id of a scenario; an older version of the app may have had others
 * @returns {Scenario | null}
 */
export const scenarioOf = (id) => scenarios().find((scenario) => scenario.id === id) ?? null;
