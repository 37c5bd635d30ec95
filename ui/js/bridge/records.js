// The records.

import { call, channel } from "./tauri.js";

/**
 * @import {
 *   Advance, CheckReport, DamagedRecord, Exported, ExportForm, Material, OpenedRecord, RecordQuery, RecordRow, RecordsFound,
 *   RecordsState, RegisterForm, RegisterWords, RunEvent, Statistics,
 * } from "../ipc.d.ts"
 */

/** @param {RecordQuery} query @param {number} rows the first ones, that come at once @returns {Promise<RecordsFound>} */
export const recordsSearch = (query, rows) => call("records_search", { query, rows });

/**
 * @param {number} search
 * @param {number} from
 * @param {number} count
 * @returns {Promise<RecordRow[]>}
 */
export const recordsPage = (search, from, count) => call("records_page", { search, from, count });

/**
 * The report arrives like that of a run.
 * @param {number} id
 * @param {(event: RunEvent) => void} receive
 * @returns {Promise<OpenedRecord>}
 */
export const recordOpen = (id, receive) => call("record_open", { id, channel: channel(receive) });

/** The faults of a damaged record. @param {number} id @returns {Promise<DamagedRecord | null>} `null`: nothing is */
export const recordDamage = (id) => call("record_damage", { id });

/**
 * @param {number[]} ids one of them asks for a file, several for a folder
 * @param {ExportForm} form
 * @param {(advance: Advance) => void} receive
 * @returns {Promise<Exported>}
 */
export const recordsExport = (ids, form, receive) => call("records_export", { ids, form, channel: channel(receive) });

/** Stops an export or a check. @returns {Promise<void>} */
export const recordsStop = () => call("records_stop");

/**
 * @param {{ search: number } | { ids: number[] }} of the results of a search, or these records in this order
 * @param {RegisterForm} form
 * @param {RegisterWords} words
 * @param {(advance: Advance) => void} receive how far it has come
 * @returns {Promise<string | null>} the file's name; `null`: the dialog was dismissed
 */
export const recordsRegister = (of, form, words, receive) => call("records_register", { ...of, form, words, channel: channel(receive) });

/** @param {number} id @param {string} reason @returns {Promise<void>} */
export const recordDelete = (id, reason) => call("record_delete", { id, reason });

/** @param {(advance: Advance) => void} receive @returns {Promise<CheckReport>} */
export const recordsCheck = (receive) => call("records_check", { channel: channel(receive) });

/** Which of these are damaged. @param {number[]} ids @returns {Promise<number[]>} */
export const recordsDamaged = (ids) => call("records_damaged", { ids });

/** @param {number} search @returns {Promise<Statistics>} */
export const recordsStatistics = (search) => call("records_statistics", { search });

/** @returns {Promise<RecordsState>} */
export const recordsState = () => call("records_state");

/** @returns {Promise<RecordsState>} */
export const recordsRetry = () => call("records_retry");

/** @param {string} name of a backup @returns {Promise<RecordsState>} */
export const recordsRestore = (name) => call("records_restore", { name });

/** Sets the damaged records aside and begins new ones. @returns {Promise<RecordsState>} */
export const recordsBeginAnew = () => call("records_begin_anew");

/** @returns {Promise<RecordsState | null>} `null`: the dialog was dismissed */
export const recordsChooseFolder = () => call("records_choose_folder");

/** @param {boolean} here a picture that is dropped is looked up in the records @returns {Promise<void>} */
export const recordsDrop = (here) => call("records_drop", { here });

/** Stages the picture of a record again. @param {number} id @returns {Promise<Material | null>} `null`: it has none */
export const recordMaterial = (id) => call("record_material", { id });
