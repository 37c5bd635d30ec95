// Settings and the API key.

import { call, channel } from "./tauri.js";

/** @import { DiagnosisEvent, KeyTest, Service, Settings, Start } from "../ipc.d.ts" */

/** @param {Settings} settings @returns {Promise<Start>} */
export const settingsSave = (settings) => call("settings_save", { settings });

/** @returns {Promise<Settings | null>} `null`: the dialog was dismissed */
export const settingsChooseCa = () => call("settings_choose_ca");

/** @returns {Promise<Settings>} */
export const settingsRemoveCa = () => call("settings_remove_ca");

/** The roots that vouch for the time stamp authority. @returns {Promise<Settings | null>} `null`: the dialog was dismissed */
export const settingsChooseStampRoots = () => call("settings_choose_stamp_roots");

/** @returns {Promise<Settings>} */
export const settingsRemoveStampRoots = () => call("settings_remove_stamp_roots");

/** @param {string} key @returns {Promise<Service>} */
export const keySave = (key) => call("key_save", { key });

/** @returns {Promise<Service>} */
export const keyRemove = () => call("key_remove");

/** @param {boolean} unlock ask the user to unlock the keychain @returns {Promise<Service>} */
export const keyRefresh = (unlock) => call("key_refresh", { unlock });

/** @returns {Promise<KeyTest>} */
export const keyTest = () => call("key_test");

/** Costs nothing. @param {(event: DiagnosisEvent) => void} receive @returns {Promise<boolean>} `false`: it was stopped */
export const networkDiagnose = (receive) => call("network_diagnose", { channel: channel(receive) });

/** @returns {Promise<void>} */
export const networkDiagnoseStop = () => call("network_diagnose_stop");
