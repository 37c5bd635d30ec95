// The articles of laws, sorted by whether somebody compared them with the official text. No DOM here.

/** @import { CitedArticle, CitedLaw } from "../../js/ipc.d.ts" */

/** @typedef {CitedArticle & { law: CitedLaw }} ArticleOf */

/**
 * Articles that a person checked, and those whose wording is uncertain. Any other article is in neither list.
 * @param {CitedLaw[]} laws
 * @returns {{ checked: ArticleOf[], open: ArticleOf[] }}
 */
export function articlesOf(laws) {
  const all = laws.flatMap((law) => law.articles.map((article) => ({ ...article, law })));
  return {
    checked: all.filter(({ checked }) => checked !== null),
    open: all.filter(({ checked, confidence }) => checked === null && confidence !== "A"),
  };
}
