// The person's template of letters.

import { call } from "./tauri.js";

/** @import { LetterTemplate } from "../ipc.d.ts" */

/** The template in use, checked. @param {boolean} english @returns {Promise<LetterTemplate>} */
export const letterTemplate = (english) => call("letter_template", { english });

/** Uses a template chosen in the system dialog. @param {boolean} english @returns {Promise<LetterTemplate | null>} `null`: the dialog was dismissed */
export const letterTemplateChoose = (english) => call("letter_template_choose", { english });

/** Letters have the built-in form again. @returns {Promise<LetterTemplate>} */
export const letterTemplateRemove = () => call("letter_template_remove");

/** Saves the built-in template. @param {boolean} english @returns {Promise<string | null>} the file's name; `null`: the dialog was dismissed */
export const letterTemplateSave = (english) => call("letter_template_save", { english });
