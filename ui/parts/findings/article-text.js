// The form for an article. No DOM here.

/** @import { ArticleQuote } from "../../js/ipc.d.ts" */

/** @typedef {{ article: string, text: string, source: string, by: string }} WrittenArticle */

/** The first field that is empty; `null`: none is. @param {WrittenArticle} written */
export function firstEmpty(written) {
  return /** @type {const} */ (["article", "text", "source", "by"]).find((name) => written[name].trim() === "") ?? null;
}

/** Which words a text has, byte for byte, as it would be saved. @param {ArticleQuote[]} quotes @param {string} text @returns {ArticleQuote[]} */
export const withText = (quotes, text) => quotes.map((quote) => ({ ...quote, isInText: text.trim().includes(quote.excerpt) }));
