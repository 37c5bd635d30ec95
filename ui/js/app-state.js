// Settings and service as the shell last confirmed them: one place, told to all who show them.

import { settingsSave } from "./bridge.js";

/** @import { Limits, Service, Settings, Start } from "./ipc.d.ts" */

/**
 * @typedef {object} AppState
 * @property {string} version
 * @property {Limits} limits
 * @property {() => Settings} settings
 * @property {() => Service} service
 * @property {(change: Partial<Settings>) => Promise<void>} save rejects with a Problem; then nothing has changed
 * @property {(service: Service) => void} setService
 * @property {(settings: Settings) => void} setSettings
 * @property {(listener: () => void) => void} subscribe
 */

/**
 * @param {Start} start
 * @returns {AppState}
 */
export function createAppState(start) {
  let { settings, service } = start;
  /** @type {(() => void)[]} */
  const listeners = [];
  const tell = () => listeners.forEach((listener) => listener());
  // One save after the other, each on top of what the last one left: two quick changes can't undo one another.
  /** @type {Promise<void>} */
  let queue = Promise.resolve();

  return {
    version: start.version,
    limits: start.limits,
    settings: () => settings,
    service: () => service,
    save(change) {
      const saved = queue.then(async () => {
        const answer = await settingsSave({ ...settings, ...change });
        ({ settings, service } = answer);
        tell();
      });
      queue = saved.catch(() => undefined);
      return saved;
    },
    setService(next) {
      service = next;
      tell();
    },
    setSettings(next) {
      settings = next;
      tell();
    },
    subscribe: (listener) => void listeners.push(listener),
  };
}
