// Conversations of the sparring screen.

import { call } from "./tauri.js";

/** @import { Conversation, ConversationName, ConversationWords, Opening } from "../ipc.d.ts" */

/** The latest first. @returns {Promise<ConversationName[]>} */
export const conversations = () => call("conversation_names");

/** @param {number} id @returns {Promise<Conversation>} */
export const conversationOpen = (id) => call("conversation_open", { id });

/** @param {string} title @param {string | null} scenario @param {Opening[]} opening @returns {Promise<Conversation>} */
export const conversationNew = (title, scenario, opening) => call("conversation_begin", { title, scenario, opening });

/** @param {number} id @param {string} title @returns {Promise<ConversationName[]>} */
export const conversationRename = (id, title) => call("conversation_rename", { id, title });

/** @param {number} id @returns {Promise<ConversationName[]>} */
export const conversationDelete = (id) => call("conversation_delete", { id });

/** Undoes a delete. @param {number} id @returns {Promise<ConversationName[]>} */
export const conversationRestore = (id) => call("conversation_restore", { id });

/** Brings back the lines that an edit or a new answer took away. @param {number} id @returns {Promise<Conversation>} */
export const conversationUndo = (id) => call("conversation_undo", { id });

/**
 * As Markdown.
 * @param {number} id
 * @param {ConversationWords} words
 * @returns {Promise<string | null>} the file's name; `null`: the dialog was dismissed
 */
export const conversationSave = (id, words) => call("conversation_save", { id, words });
