// The sentences of one assistant: its own if it has them, the shared ones otherwise. A new assistant needs
// sentences only for what differs.

import { lookUp, t } from "./i18n.js";

/** @import { Key, Params } from "./i18n.js" */

/** @typedef {(key: Key, params?: Params) => string} Words */

/**
 * @param {string} assistant whose own messages are under `<assistant>.own` in the locales
 * @returns {Words}
 */
export const wordsOf = (assistant) => (key, params) => lookUp(`${assistant}.own.${key}`, params) ?? t(key, params);
