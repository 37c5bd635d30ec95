// What the rules find in the material and the copy, offline; the law behind it; and the findings of a record.

import { call } from "./tauri.js";

/** @import { Findings, FindingsRequest, LawArticle, RecordFindings } from "../ipc.d.ts" */

/** @param {FindingsRequest} request @returns {Promise<Findings>} */
export const findingsCheck = (request) => call("findings_check", { request });

/** @param {string} law its id @param {string} article as in 第九条 @returns {Promise<LawArticle>} */
export const lawArticle = (law, article) => call("law_article", { law, article });

/** @param {number} id of a record @param {boolean} english @returns {Promise<RecordFindings>} */
export const recordFindings = (id, english) => call("record_findings", { id, english });

/** Checks it again with the rules of today. @param {number} id of a record @param {boolean} english @returns {Promise<RecordFindings>} */
export const recordRecheck = (id, english) => call("record_recheck", { id, english });
