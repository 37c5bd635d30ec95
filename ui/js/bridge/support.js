// The log, the support bundle, the restart, and uncaught errors of this page.

import { call } from "./tauri.js";

/** The end of the log; empty if nothing was logged. @returns {Promise<string>} */
export const logLines = () => call("log_lines");

/** @returns {Promise<string | null>} the file name; `null`: the dialog was dismissed */
export const supportSave = () => call("support_save");

/** @returns {Promise<void>} */
export const appRestart = () => call("app_restart");

/** @param {string[]} places as FILE:LINE:COLUMN @returns {Promise<void>} */
export const pageFailed = (places) => call("page_failed", { places });
