// The texts of each assistant about its reports, on its own screen and in a record.

import { bytes, t } from "../../js/i18n.js";
import { factsOf, isPictured, pictureName } from "../picture/picture-facts.js";
import { howSent, pagesOf } from "../picture/sent-words.js";
import { wordsOf } from "../../js/words.js";

/**
 * @import { SentPart } from "../../js/ipc.d.ts"
 * @import { PictureFacts } from "../picture/picture-facts.js"
 * @import { About, Fact, Quote } from "../report/report-heading.js"
 * @import { Asked } from "./run.js"
 */

/** @typedef {Asked & { copy: string, material: PictureFacts | null, sent: SentPart[] }} AuditAbout what is said of an audit needs of it */
/** @typedef {Asked & { subject: string, insist: boolean }} SubjectAsked */

/** Formats that are called documents rather than pictures. */
const DOCUMENTS = ["pdf", "docx", "pptx", "text"];

/** @type {About<AuditAbout>} */
export const auditAbout = {
  words: wordsOf("audit"),
  facts: auditFacts,
  pictureWidth: (asked) => asked.material?.width ?? null,
};

/**
 * @param {string} assistant
 * @returns {About<SubjectAsked>}
 */
export function subjectAbout(assistant) {
  const words = wordsOf(assistant);
  return {
    words,
    facts: (asked, quote) => [[words("heading.subject"), quote(asked.subject)]],
    notices: ({ demo }) => [t(demo ? "heading.proseDemo" : "heading.prose")],
  };
}

/**
 * @param {AuditAbout} asked
 * @param {Quote} quote
 * @returns {Fact[]}
 */
function auditFacts({ material, copy, sent }, quote) {
  const characters = Array.from(copy.trim()).length;
  /** @type {Fact[]} */
  const rows = [];
  if (material) {
    const name = quote(pictureName(material));
    const pages = pagesOf(sent);
    const facts = pages || !isPictured(material)
      ? factsOf({ ...material, pages })
      : [`${material.width} × ${material.height}`, material.format.toUpperCase(), bytes(material.bytes)];
    rows.push([t(DOCUMENTS.includes(material.format) ? "heading.document" : "heading.picture"), [name, ...facts].join(" · ")]);
    rows.push(["SHA-256", quote(material.sha256)]);
    if (sent.some(({ encoder }) => encoder !== "original")) rows.push([t("heading.sent"), howSent(sent).words]);
  } else {
    rows.push([t("heading.picture"), t("heading.noPicture")]);
  }
  rows.push([t("heading.copy"), characters > 0 ? t("heading.copyCharacters", { count: characters }) : t("heading.noCopy")]);
  return rows;
}
