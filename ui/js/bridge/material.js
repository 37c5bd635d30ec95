// The file to be audited: staging it, where its pictures are served, and the text in them.

import { address, call, channel } from "./tauri.js";

/** @import { Material, ReadingEvent } from "../ipc.d.ts" */

/** @returns {Promise<Material | null>} `null`: the dialog was dismissed */
export const materialChoose = () => call("material_choose");

/** @returns {Promise<Material>} */
export const materialPaste = () => call("material_paste");

/** The text in the staged file with this id; empty where it has none. @param {number} id @returns {Promise<string>} */
export const materialText = (id) => call("material_text", { id });

/** Stops the preparation of a picture, if there is one. @returns {Promise<void>} */
export const materialStop = () => call("material_stop");

/** @returns {Promise<void>} */
export const materialRemove = () => call("material_remove");

/**
 * Where an `<img>` finds the picture with this id.
 * @param {number} id
 */
export const materialAddress = (id) => address(String(id));

/**
 * Where an `<img>` finds a part of this picture as it is sent.
 * @param {number} id of the picture
 * @param {number} number of the part
 */
export const sentAddress = (id, number) => address(`sent/${id}-${number}`);

/**
 * Recognises the text in a picture. Events arrive until a final one: `notInstalled`, `unread`, `read`, `stopped`, `failed`.
 * @param {string} sha256 of the picture
 * @param {boolean} ask read it now; `false`: return the known text
 * @param {(event: ReadingEvent) => void} receive
 * @returns {Promise<void>}
 */
export const pictureRead = (sha256, ask, receive) => call("picture_read", { sha256, ask, channel: channel(receive) });

/** @param {string} sha256 of the picture @returns {Promise<void>} */
export const pictureReadStop = (sha256) => call("picture_read_stop", { sha256 });

/** Where an `<img>` finds a small picture of a material. @param {string} sha256 */
export const thumbnailAddress = (sha256) => address(`thumbnail/${sha256}`);

/** Where an `<img>` finds a material of a record, received or sent. @param {string} sha256 */
export const recordedAddress = (sha256) => address(`record/${sha256}`);
