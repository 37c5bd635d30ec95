// The request of a record, to run it again.

/** @import { RecordFacts } from "../../js/ipc.d.ts" */
/** @import { Again } from "../../js/screens.js" */

/**
 * @param {RecordFacts} facts
 * @param {boolean} [rest] only the parts of it that have no answer
 * @returns {Again}
 */
export const againOf = ({ id, kind, text, sources, materials, model, temperature }, rest = false) => ({
  record: id, kind, text, sources, model, temperature, rest, pictured: materials.length > 0,
  file: materials.find(({ role }) => role === "received") ?? null,
});
