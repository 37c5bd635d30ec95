// Settings and service as the shell last confirmed them. Whatever shows them subscribes here.

import { settingsSave } from "./bridge/settings.js";

/** @import { Limits, Service, Settings, Start } from "./ipc.d.ts" */

/**
 * @template T
 * @typedef {() => Promise<T>} Command
 */

/**
 * @typedef {object} AppState
 * @property {string} version
 * @property {Limits} limits
 * @property {() => Settings} settings
 * @property {() => Service} service
 * @property {(change: Partial<Settings>) => Promise<void>} save rejects with a Problem; then nothing has changed
 * @property {<T>(command: Command<T>) => Promise<T>} run after the saves and commands before it; the next ones wait
 * @property {<T>(command: Command<T>) => Promise<T>} runBehind after the saves and commands before it; no one waits,
 *   as it may take as long as a user or a network does
 * @property {(service: Service) => void} setService
 * @property {() => boolean} keyRefused the service has refused the key in use
 * @property {(refused: boolean) => void} setKeyRefused
 * @property {(settings: Settings) => void} setSettings
 * @property {(listener: () => void) => void} subscribe
 * @property {() => void} rulesChanged other rules are in force
 * @property {(listener: () => void) => void} onRules called when other rules are in force
 */

/**
 * @param {Start} start
 * @returns {AppState}
 */
export function createAppState(start) {
  let { settings, service } = start;
  let keyRefused = false;
  /** @type {(() => void)[]} */
  const listeners = [];
  /** @type {(() => void)[]} */
  const ruleListeners = [];
  const tell = () => listeners.forEach((listener) => listener());
  // Changes are made one after the other, each on top of the one before: two quick ones can't undo each other, and a
  // command runs with the settings that the user saw.
  /** @type {Promise<unknown>} */
  let queue = Promise.resolve();

  /** @type {AppState["runBehind"]} */
  const runBehind = (command) => queue.then(command);

  /** @type {AppState["run"]} */
  function run(command) {
    const done = runBehind(command);
    queue = done.catch(() => undefined);
    return done;
  }

  /** Another key or another service has not refused anything yet. @param {Service} next */
  function take(next) {
    if (next.origin !== service.origin || JSON.stringify(next.key) !== JSON.stringify(service.key)) keyRefused = false;
    service = next;
  }

  return {
    version: start.version,
    limits: start.limits,
    settings: () => settings,
    service: () => service,
    run,
    runBehind,
    save: (change) => run(async () => {
      const answer = await settingsSave({ ...settings, ...change });
      settings = answer.settings;
      take(answer.service);
      tell();
    }),
    setService(next) {
      take(next);
      tell();
    },
    keyRefused: () => keyRefused && !service.demo,
    setKeyRefused(refused) {
      if (refused === keyRefused) return;
      keyRefused = refused;
      tell();
    },
    setSettings(next) {
      settings = next;
      tell();
    },
    subscribe: (listener) => void listeners.push(listener),
    rulesChanged: () => ruleListeners.forEach((listener) => listener()),
    onRules: (listener) => void ruleListeners.push(listener),
  };
}
