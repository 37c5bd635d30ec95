// The only file that knows Tauri. Each export is one command of the shell; each refusal arrives as a Problem.

/** @import { AuditRequest, KeyTest, Material, Problem, RunEvent, Service, Settings, ShellEvent, Start } from "./ipc.d.ts" */

/**
 * What this file uses of Tauri's global.
 * @typedef {object} Core
 * @property {(command: string, args?: Record<string, unknown>) => Promise<unknown>} invoke
 * @property {new (receive: (message: unknown) => void) => object} Channel
 * @property {(path: string, protocol: string) => string} convertFileSrc
 */

/** @returns {Core} */
function core() {
  return /** @type {{ __TAURI__: { core: Core } }} */ (/** @type {unknown} */ (window)).__TAURI__.core;
}

/**
 * Whatever was thrown, as a Problem: also what Tauri itself says when it refuses a command.
 * @param {unknown} thrown
 * @returns {Problem}
 */
export function problemOf(thrown) {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && typeof thrown.code === "string") {
    const params = "params" in thrown && typeof thrown.params === "object" && thrown.params !== null ? thrown.params : {};
    return { code: thrown.code, params: /** @type {Record<string, unknown>} */ (params) };
  }
  return { code: "internal", params: { place: String(thrown) } };
}

/**
 * @param {string} command
 * @param {Record<string, unknown>} [args]
 * @returns {Promise<any>}
 */
async function call(command, args) {
  try {
    return await core().invoke(command, args);
  } catch (thrown) {
    throw problemOf(thrown);
  }
}

/**
 * @template T
 * @param {(event: T) => void} receive
 */
function channel(receive) {
  return new (core().Channel)((message) => receive(/** @type {T} */ (message)));
}

/** @returns {Promise<Start>} */
export const appStart = () => call("app_start");

/** @param {(event: ShellEvent) => void} receive @returns {Promise<void>} */
export const appListen = (receive) => call("app_listen", { channel: channel(receive) });

/** @returns {Promise<Material | null>} `null`: the dialog was dismissed */
export const materialChoose = () => call("material_choose");

/** @returns {Promise<Material>} */
export const materialPaste = () => call("material_paste");

/** @returns {Promise<void>} */
export const materialRemove = () => call("material_remove");

/**
 * Where an `<img>` finds the picture with this id.
 * @param {number} id
 */
export const materialAddress = (id) => core().convertFileSrc(String(id), "material");

/**
 * @param {AuditRequest} request
 * @param {(event: RunEvent) => void} receive
 * @returns {Promise<number>} the run's id
 */
export const auditRun = (request, receive) => call("audit_run", { request, channel: channel(receive) });

/** @param {number} run @returns {Promise<void>} */
export const runCancel = (run) => call("run_cancel", { run });

/** @param {number} run @returns {Promise<string>} */
export const reportMarkdown = (run) => call("report_markdown", { run });

/**
 * @param {number} run
 * @param {string} heading Markdown put before the report
 * @param {string} fileName proposed in the dialog
 * @returns {Promise<string | null>} the file's name; `null`: the dialog was dismissed
 */
export const reportSave = (run, heading, fileName) => call("report_save", { run, heading, fileName });

/** @param {string} url @returns {Promise<void>} */
export const linkOpen = (url) => call("link_open", { url });

/** @param {string} text @returns {Promise<void>} */
export const clipboardWrite = (text) => call("clipboard_write", { text });

/** @param {Settings} settings @returns {Promise<Start>} */
export const settingsSave = (settings) => call("settings_save", { settings });

/** @returns {Promise<Settings | null>} `null`: the dialog was dismissed */
export const settingsChooseCa = () => call("settings_choose_ca");

/** @returns {Promise<Settings>} */
export const settingsRemoveCa = () => call("settings_remove_ca");

/** @param {string} key @returns {Promise<Service>} */
export const keySave = (key) => call("key_save", { key });

/** @returns {Promise<Service>} */
export const keyRemove = () => call("key_remove");

/** @param {boolean} unlock ask the person to unlock the keychain @returns {Promise<Service>} */
export const keyRefresh = (unlock) => call("key_refresh", { unlock });

/** @returns {Promise<KeyTest>} */
export const keyTest = () => call("key_test");
