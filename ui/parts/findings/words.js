// Names of levels, kinds, topics, sources and laws in the language of the window.

import { create } from "../../js/dom.js";
import { lookUp, t } from "../../js/i18n.js";

/** @import { ArticleCheck, ArticleQuote, FindingBasis } from "../../js/ipc.d.ts" */
/** @import { Row } from "./state.js" */

/** A pack of the person's own may have topics without a name here. @param {string} topic */
export const topicName = (topic) => lookUp(`findings.topic.${topic}`) ?? topic;

/** @param {Pick<Row, "sources">} row */
export const sourceNames = ({ sources }) => sources.map((source) => t(`findings.source.${source}`)).join(" · ");

/** The title of a law, without marks around it. @param {string} law */
const bare = (law) => law.replace(/^《(.*)》$/, "$1");

/** The law and its article. @param {Pick<FindingBasis, "law" | "article">} basis */
export const basisName = ({ law, article }) => t("findings.row.law", { law: bare(law), article: article ?? "" }).trim();

/** The text in the column “law” of a table, including the basis that the service names. @param {Pick<Row, "basis" | "named">} row */
export function basisWords({ basis, named }) {
  if (basis) return basisName(basis);
  return named ? t("findings.row.named", { basis: named }) : "";
}

/** Why a person must judge; empty where the rule is sure. @param {Row} row */
export const judgeWords = ({ kind }) => (kind === "evidence" || kind === "layout" || kind === "person" ? t(`findings.judge.${kind}`) : "");

/** How sure the words of an article are. @param {string} grade */
export const gradeWords = (grade) => lookUp(`findings.article.grade.${grade}`) ?? grade;

/** Who compared an article with the official text. @param {ArticleCheck} checked */
export const checkedWords = ({ by, on }) => t("findings.article.checked", { by, date: on });

/** The rules that quote words which the text of an article does not have. @param {ArticleQuote[]} quotes */
export const missingItems = (quotes) =>
  quotes.filter(({ isInText }) => !isInText).map(({ title, excerpt }) => create("li", "", t("findings.article.missingOne", { title, words: excerpt })));
