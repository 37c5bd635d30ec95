// The report of a run and its flowchart.

import { call } from "./tauri.js";

/** @import { Chart, ChartOrder, Comparison, LetterForm, PageWords } from "../ipc.d.ts" */

/** @param {number} run @returns {Promise<string>} */
export const reportMarkdown = (run) => call("report_markdown", { run });

/**
 * @param {number} run
 * @param {string} heading Markdown put before the report
 * @returns {Promise<string | null>} the file's name; `null`: the dialog was dismissed
 */
export const reportSave = (run, heading) => call("report_save", { run, heading });

/**
 * One self-contained page, with the flowchart in it.
 * @param {number} run
 * @param {PageWords} words
 * @returns {Promise<string | null>} the file's name; `null`: the dialog was dismissed
 */
export const reportPageSave = (run, words) => call("report_page_save", { run, words });

/**
 * For Word or as PDF, with the flowchart in it.
 * @param {number} run
 * @param {PageWords} words
 * @param {LetterForm} form
 * @returns {Promise<string | null>} the file's name; `null`: the dialog was dismissed
 */
export const reportDocumentSave = (run, words, form) => call("report_document_save", { run, words, form });

/** With the previous report on the same subject. @param {number} run @returns {Promise<Comparison>} */
export const reportCompare = (run) => call("report_compare", { run });

/** The content that is new since the previous report, as clean HTML, block by block. @param {number} run @returns {Promise<string[]>} */
export const reportNews = (run) => call("report_news", { run });

/**
 * @param {number} run
 * @param {ChartOrder} order
 * @returns {Promise<{ chart: Chart, png: Blob }>}
 */
export async function flowchartDraw(run, order) {
  const answer = /** @type {ArrayBuffer} */ (await call("flowchart_draw", { run, order }));
  const length = new DataView(answer).getUint32(0, true);
  const chart = JSON.parse(new TextDecoder().decode(new Uint8Array(answer, 4, length)));
  return { chart, png: new Blob([new Uint8Array(answer, 4 + length)], { type: "image/png" }) };
}

/**
 * @param {number} run
 * @param {"svg" | "png"} form
 * @param {number} scale of a PNG
 * @returns {Promise<string | null>} the file's name; `null`: the dialog was dismissed
 */
export const flowchartSave = (run, form, scale) => call("flowchart_save", { run, form, scale });

/** As a picture. @param {number} run @returns {Promise<void>} */
export const flowchartCopy = (run) => call("flowchart_copy", { run });
