// The window itself: start, close, notifications, links, the clipboard and drafts.

import { call, channel } from "./tauri.js";

/** @import { CopySource, ShellEvent, Start } from "../ipc.d.ts" */

/** @returns {Promise<Start>} */
export const appStart = () => call("app_start");

/** @param {(event: ShellEvent) => void} receive @returns {Promise<void>} */
export const appListen = (receive) => call("app_listen", { channel: channel(receive) });

/**
 * @param {"audit" | "diligence" | "updates"} place
 * @param {string} text
 * @param {CopySource[] | null} sources where the parts of the copy come from
 * @returns {Promise<void>}
 */
export const draftKeep = (place, text, sources) => call("draft_keep", { place, text, sources });

/** @param {boolean} close for good, whatever still runs; `false`: the user wants to go on @returns {Promise<void>} */
export const appClose = (close) => call("app_close", { close });

/** @param {string} url @returns {Promise<void>} */
export const linkOpen = (url) => call("link_open", { url });

/**
 * Shows a notification to a user who works in another window; whether it was shown.
 * @param {string} title
 * @param {string} words
 * @returns {Promise<boolean>}
 */
export const appNotify = (title, words) => call("app_notify", { title, words });

/** @param {string} text @returns {Promise<void>} */
export const clipboardWrite = (text) => call("clipboard_write", { text });

/**
 * Copies a report, so that a word processor pastes it with its headings and tables.
 * @param {string} markdown for programs that paste only text
 * @returns {Promise<void>}
 */
export const clipboardWriteReport = (markdown) => call("clipboard_write", { text: markdown, report: true });

/**
 * Copies a table, so that a word processor or a spreadsheet pastes it as one.
 * @param {string} text for programs that paste only text
 * @param {string[][]} table the first row is its header
 * @returns {Promise<void>}
 */
export const clipboardWriteTable = (text, table) => call("clipboard_write", { text, table });
