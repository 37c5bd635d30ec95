// The offline check of the material and the copy, the law behind it, and the findings of a record.

import { call } from "./tauri.js";

/** @import { CitedLaw, Findings, FindingsDraft, FindingsRequest, LawArticle, PastedArticle, RecordFindings } from "../ipc.d.ts" */

/** @param {FindingsRequest} request @returns {Promise<Findings>} */
export const findingsCheck = (request) => call("findings_check", { request });

/** Kept for the next start. @param {FindingsDraft} draft @returns {Promise<void>} */
export const findingsKeep = (draft) => call("findings_keep", { draft });

/** @param {string} law its id @param {string} article as in 第九条 @param {boolean} english @returns {Promise<LawArticle>} */
export const lawArticle = (law, article, english) => call("law_article", { law, article, english });

/** The laws, with the articles that rules quote. @returns {Promise<CitedLaw[]>} */
export const lawList = () => call("law_list");

/** Its text is in force from then on. @param {PastedArticle} pasted @returns {Promise<void>} */
export const lawArticleCheck = (pasted) => call("law_article_check", { pasted });

/** The built-in text is in force again. @param {string} law its id @param {string} article @returns {Promise<void>} */
export const lawArticleForget = (law, article) => call("law_article_forget", { law, article });

/** @param {number} id of a record @param {boolean} english @returns {Promise<RecordFindings>} */
export const recordFindings = (id, english) => call("record_findings", { id, english });

/** Checks it again with the rules of today. @param {number} id of a record @param {boolean} english @returns {Promise<RecordFindings>} */
export const recordRecheck = (id, english) => call("record_recheck", { id, english });
