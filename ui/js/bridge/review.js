// Reviews of audit records, and the people who sign them.

import { call } from "./tauri.js";

/** @import { Review, ReviewDraft, ReviewRow, ReviewStatistics, Signer, VersionChoice, VersionsCompared } from "../ipc.d.ts" */

/** @returns {Promise<ReviewRow[]>} */
export const reviewList = () => call("review_list");

/** @param {number} record @param {boolean} english @returns {Promise<Review>} */
export const reviewOpen = (record, english) => call("review_open", { record, english });

/** While the review is open. @param {number} record @param {ReviewDraft} draft @param {boolean} english @returns {Promise<Review>} */
export const reviewSave = (record, draft, english) => call("review_save", { record, draft, english });

/** @param {number} record @param {string} signer the key @param {boolean} english @returns {Promise<Review>} */
export const reviewSign = (record, signer, english) => call("review_sign", { record, signer, english });

/** @param {number} record @param {string} signer the key @param {string} opinion @param {boolean} english @returns {Promise<Review>} */
export const reviewApprove = (record, signer, opinion, english) => call("review_approve", { record, signer, opinion, english });

/** @param {number} record @param {string} signer the key @param {string} reason @param {boolean} english @returns {Promise<Review>} */
export const reviewReturn = (record, signer, reason, english) => call("review_return", { record, signer, reason, english });

/** @param {number} record @param {string} signer the key @param {boolean} english @returns {Promise<Review>} */
export const reviewArchive = (record, signer, english) => call("review_archive", { record, signer, english });

/** Asks the authority of the settings for the time stamp that an archived review lacks. @param {number} record @param {boolean} english @returns {Promise<Review>} */
export const reviewStamp = (record, english) => call("review_stamp", { record, english });

/**
 * Saves the letter, also as a draft.
 * @param {number} record
 * @param {"docx" | "pdf"} form
 * @param {boolean} english
 * @returns {Promise<string | null>} the file's name; `null`: the dialog was dismissed
 */
export const reviewLetter = (record, form, english) => call("review_letter", { record, form, english });

/** Saves an archived review with its letters, its material and its evidence. @param {number} record @returns {Promise<string | null>} the file's name; `null`: the dialog was dismissed */
export const reviewPacket = (record) => call("review_packet", { record });

/**
 * Compares a published picture, chosen in the system dialog, with the approved one.
 * @param {number} record
 * @param {boolean} english
 * @returns {Promise<Review | null>} `null`: the dialog was dismissed
 */
export const reviewCompare = (record, english) => call("review_compare", { record, english });

/** The signed reviews that it may correct, the likeliest first. @param {number} record @param {boolean} english @returns {Promise<VersionChoice[]>} */
export const reviewVersionChoices = (record, english) => call("review_version_choices", { record, english });

/** Says which signed review it corrects. @param {number} record @param {number | null} earlier @param {boolean} english @returns {Promise<Review>} */
export const reviewCorrect = (record, earlier, english) => call("review_correct", { record, earlier, english });

/** The differences from the previous version. @param {number} record @param {boolean} english @returns {Promise<VersionsCompared>} */
export const reviewVersionsCompare = (record, english) => call("review_versions_compare", { record, english });

/** The same with the picture on the clipboard. @param {number} record @param {boolean} english @returns {Promise<Review>} */
export const reviewComparePaste = (record, english) => call("review_compare_paste", { record, english });

/** Stops the comparison in progress. @returns {Promise<void>} */
export const reviewCompareStop = () => call("review_compare_stop");

/**
 * A picture that is dropped is compared with the material of a signed review.
 * @param {number | null} record `null`: it goes where it goes otherwise
 * @param {boolean} english
 * @returns {Promise<void>}
 */
export const reviewDrop = (record, english) => call("review_drop", { record, english });

/** @param {string} period `2026`, `2026-Q3`, `2026-09`, or empty for all time @returns {Promise<ReviewStatistics>} */
export const reviewStatistics = (period) => call("review_statistics", { period });

/** Saves the register as a workbook. @param {string} period @param {boolean} english @returns {Promise<string | null>} the file's name; `null`: the dialog was dismissed */
export const reviewRegister = (period, english) => call("review_register", { period, english });

/** Saves the page for the yearly report. @param {string} period @param {boolean} english @returns {Promise<string | null>} the file's name; `null`: the dialog was dismissed */
export const reviewYearlyPage = (period, english) => call("review_yearly_page", { period, english });

/** The next free number. @returns {Promise<string>} */
export const reviewNextNumber = () => call("review_next_number");

/** @returns {Promise<Signer[]>} */
export const signers = () => call("signers");

/** @param {string} name @param {string} staff the staff number @returns {Promise<Signer>} */
export const signerCreate = (name, staff) => call("signer_create", { name, staff });
