// The queue.

import { call } from "./tauri.js";

/** @import { Queue, QueueAdded, QueueOrder, SubmissionList } from "../ipc.d.ts" */

/** @returns {Promise<Queue>} */
export const queueState = () => call("queue_state");

/** Opens the dialog of the system for several files. @returns {Promise<QueueAdded>} nothing in it: the dialog was dismissed */
export const queueAdd = () => call("queue_add");

/** Adds the files that were put off because they take long. @returns {Promise<QueueAdded>} */
export const queueAddSlow = () => call("queue_add_slow");

/** Files that have been added stay. @returns {Promise<void>} */
export const queueAddStop = () => call("queue_add_stop");

/** Starts the queue or goes on with it. @param {QueueOrder} order @returns {Promise<void>} */
export const queueStart = (order) => call("queue_start", { order });

/** Finishes the running audits and starts no other. @returns {Promise<void>} */
export const queuePause = () => call("queue_pause");

export const queueLeave = () => call("queue_leave");

/** @param {number[]} ids @param {number | null} before `null`: to the end @returns {Promise<void>} */
export const queueMove = (ids, before) => call("queue_move", { ids, before });

/** @param {number[]} ids @returns {Promise<void>} */
export const queueRemove = (ids) => call("queue_remove", { ids });

/** Stops those of them that are being audited. @param {number[]} ids @returns {Promise<void>} */
export const queueStop = (ids) => call("queue_stop", { ids });

/** Makes them wait again. @param {number[]} ids that failed, were stopped, or are unsure @returns {Promise<void>} */
export const queueRetry = (ids) => call("queue_retry", { ids });

/** Removes finished items and duplicates from the list. Their records stay. @returns {Promise<void>} */
export const queueClear = () => call("queue_clear");

/** @param {number} atOnce 1 to 4 @returns {Promise<void>} */
export const queueAtOnce = (atOnce) => call("queue_at_once", { atOnce });

/** Opens the dialog of the system for a list of submissions. @returns {Promise<SubmissionList | null>} `null`: the dialog was dismissed */
export const queueSubmissions = () => call("queue_submissions");
