// Names that were asked about.

import { call } from "./tauri.js";

/** @import { Subject, SubjectKind } from "../ipc.d.ts" */

/** Pinned ones first, then the latest. @param {SubjectKind} kind @returns {Promise<Subject[]>} */
export const subjects = (kind) => call("subject_list", { kind });

/** @param {SubjectKind} kind @param {string} name @param {boolean} pinned @returns {Promise<Subject[]>} */
export const subjectPin = (kind, name, pinned) => call("subject_pin", { kind, name, pinned });

/** @param {SubjectKind} kind @param {string} name @returns {Promise<Subject[]>} */
export const subjectForget = (kind, name) => call("subject_forget", { kind, name });
