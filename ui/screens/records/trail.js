// Stepping from the record shown to its neighbours: in the search result, or on the screen where it was opened. No DOM here.

/** @import { RecordRow } from "../../js/ipc.d.ts" */
/** @import { Origin } from "../../js/screens.js" */
/** @import { createFound } from "./found.js" */

/**
 * @typedef {object} Trail
 * @property {Origin | null} origin the screen where it was opened; `null`: the list of records
 * @property {() => number} at its row, from 0
 * @property {() => number} total
 * @property {(by: 1 | -1) => Promise<{ id: number, row: RecordRow | undefined } | null>} step to another one
 */

/** Rows looked through for one whose place has moved, as when newer records came before it. */
const AROUND = 20;

/**
 * @param {ReturnType<typeof createFound>} found
 * @param {number} index of the row
 * @param {number} id of the record
 * @returns {Trail}
 */
export function trailOfFound(found, index, id) {
  let [at, current] = [index, id];
  return {
    origin: null,
    at: () => at,
    total: found.total,
    async step(by) {
      const from = Math.max(0, at - AROUND);
      const near = await found.rows(from, at + AROUND + 1);
      const place = near.findIndex((row) => row.id === current);
      if (place >= 0) at = from + place;
      const row = near[at + by - from];
      if (!row) return null;
      [at, current] = [at + by, row.id];
      return { id: row.id, row };
    },
  };
}

/**
 * @param {Origin} origin
 * @param {number} id of the record
 * @returns {Trail}
 */
export function trailOfOrigin(origin, id) {
  let current = id;
  let last = 0;
  const records = () => origin.records?.() ?? [];

  function at() {
    const place = records().indexOf(current);
    // If it is gone, the next one has taken its place.
    if (place >= 0) last = place;
    return last;
  }

  return {
    origin,
    at,
    total: () => records().length,
    async step(by) {
      const next = records()[at() + by];
      if (next === undefined) return null;
      current = next;
      return { id: next, row: undefined };
    },
  };
}
