// The same audit several times.

import { call, channel } from "./tauri.js";

/** @import { RunEvent, Stability } from "../ipc.d.ts" */

/** The findings of the audits with the same request as a record. @param {number} record @returns {Promise<Stability>} */
export const stabilityList = (record) => call("stability_list", { record });

/**
 * Audits the request of a record once more.
 * @param {number} record
 * @param {(event: RunEvent) => void} receive
 * @returns {Promise<number>} the id of the run
 */
export const stabilityRun = (record, receive) => call("stability_run", { record, channel: channel(receive) });
