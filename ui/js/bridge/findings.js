// What the rules find in the material and the copy, offline, and the law behind it.

import { call } from "./tauri.js";

/** @import { Findings, FindingsRequest, LawArticle } from "../ipc.d.ts" */

/** @param {FindingsRequest} request @returns {Promise<Findings>} */
export const findingsCheck = (request) => call("findings_check", { request });

/** @param {string} law its id @param {string} article as in 第九条 @returns {Promise<LawArticle>} */
export const lawArticle = (law, article) => call("law_article", { law, article });
