// Starting and cancelling runs.

import { call, channel } from "./tauri.js";

/** @import { AuditRequest, LinesAuditRequest, RunEvent, SparringRequest, SubjectRequest } from "../ipc.d.ts" */

/**
 * The command that starts a run of one assistant; it resolves to the run's id.
 * @template R
 * @param {string} command
 * @returns {(request: R, receive: (event: RunEvent) => void) => Promise<number>}
 */
const starter = (command) => (request, receive) => call(command, { request, channel: channel(receive) });

/** @type {ReturnType<typeof starter<AuditRequest>>} */
export const auditRun = starter("audit_run");

/** @type {ReturnType<typeof starter<SubjectRequest>>} */
export const diligenceRun = starter("diligence_run");

/** @type {ReturnType<typeof starter<SubjectRequest>>} */
export const updatesRun = starter("updates_run");

/** @type {ReturnType<typeof starter<SparringRequest>>} */
export const sparringRun = starter("sparring_run");

/** Audits the adviser's lines in a conversation. @type {ReturnType<typeof starter<LinesAuditRequest>>} */
export const sparringAudit = starter("sparring_audit");

/** @param {number} run @returns {Promise<void>} */
export const runCancel = (run) => call("run_cancel", { run });
