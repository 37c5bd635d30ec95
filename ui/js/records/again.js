// What a record was asked with, as it is asked anew.

/** @import { RecordFacts } from "../ipc.d.ts" */
/** @import { Again } from "../places.js" */

/** @param {RecordFacts} facts @returns {Again} */
export const againOf = ({ id, kind, text, materials, model, temperature }) => ({
  record: id, kind, text, model, temperature, pictured: materials.length > 0,
});
