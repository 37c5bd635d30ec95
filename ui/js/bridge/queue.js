// The queue.

import { call } from "./tauri.js";

/** @import { Queue, QueueAdded, QueueOrder } from "../ipc.d.ts" */

/** @returns {Promise<Queue>} */
export const queueState = () => call("queue_state");

/** Several files, from the system's dialog. @returns {Promise<QueueAdded>} nothing in it: the dialog was dismissed */
export const queueAdd = () => call("queue_add");

/** Those that were set aside because they take long. @returns {Promise<QueueAdded>} */
export const queueAddSlow = () => call("queue_add_slow");

/** What was taken in stays. @returns {Promise<void>} */
export const queueAddStop = () => call("queue_add_stop");

/** Begins, or goes on. @param {QueueOrder} order @returns {Promise<void>} */
export const queueStart = (order) => call("queue_start", { order });

/** What is being audited is finished, and no other begins. @returns {Promise<void>} */
export const queuePause = () => call("queue_pause");

export const queueLeave = () => call("queue_leave");

/** @param {number[]} ids @param {number | null} before `null`: to the end @returns {Promise<void>} */
export const queueMove = (ids, before) => call("queue_move", { ids, before });

/** @param {number[]} ids @returns {Promise<void>} */
export const queueRemove = (ids) => call("queue_remove", { ids });

/** Those of them that are being audited. @param {number[]} ids @returns {Promise<void>} */
export const queueStop = (ids) => call("queue_stop", { ids });

/** They wait again. @param {number[]} ids that failed, were stopped, or are unsure @returns {Promise<void>} */
export const queueRetry = (ids) => call("queue_retry", { ids });

/** Takes what is finished, and what is the same, out of the list. Their records stay. @returns {Promise<void>} */
export const queueClear = () => call("queue_clear");

/** @param {number} atOnce 1 to 4 @returns {Promise<void>} */
export const queueAtOnce = (atOnce) => call("queue_at_once", { atOnce });
