// The only file that knows Tauri. The files beside it hold the commands of the shell by subject; each refusal arrives as a Problem.

/** @import { Problem } from "../ipc.d.ts" */

/**
 * The parts of Tauri's global that this file uses.
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
 * Turns whatever was thrown into a Problem, also what Tauri itself throws when it refuses a command.
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
export async function call(command, args) {
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
export function channel(receive) {
  return new (core().Channel)((message) => receive(/** @type {T} */ (message)));
}

/**
 * Where an `<img>` finds a picture that the shell serves.
 * @param {string} path
 */
export const address = (path) => core().convertFileSrc(path, "material");
