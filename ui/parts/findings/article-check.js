// The dialog in which a person pastes the official text of an article, which the rules quoting it then show.
//
// Ids for tests of the window: #article-check[open] #article-check-law #article-check-number #article-check-text #article-check-source
// #article-check-by #article-check-wrong #article-check-missing li #article-check-problem[data-code] #article-check-save #article-check-cancel

import { announce } from "../../js/announce.js";
import { lawArticle, lawArticleCheck } from "../../js/bridge/findings.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { create, element, setText } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { describeArticle } from "../../js/problem-text.js";
import { holdKeys } from "../widgets/modal-keys.js";
import { hideNotice, showNotice } from "../widgets/notice.js";
import { toast } from "../widgets/toast.js";
import { firstEmpty, withText } from "./article-text.js";
import { basisName, missingItems } from "./words.js";

/** @import { ArticleQuote, CitedLaw } from "../../js/ipc.d.ts" */

/** A law, and its article if that is known. @typedef {{ id: string, title: string, article: string }} Wanted */

/** @type {ReturnType<typeof make> | undefined} */
let made;

/**
 * @param {Wanted | CitedLaw[]} wanted the article, or the laws to choose from
 * @returns {Promise<boolean>} whether a text was saved
 */
export function checkArticle(wanted) {
  made ??= make();
  return made(wanted);
}

function make() {
  const dialog = element("article-check");
  const [law, number, text, source, by] = [element("article-check-law"), element("article-check-number"), element("article-check-text"), element("article-check-source"), element("article-check-by")];
  /** @type {Record<"article" | "text" | "source" | "by", HTMLInputElement | HTMLTextAreaElement>} */
  const fields = { article: number, text, source, by };
  /** Who checked last on this machine checks the next one as well. */
  let lastBy = "";
  /** The rules that quote the article. @type {ArticleQuote[]} */
  let quotes = [];
  let turn = 0;
  let saving = false;
  /** @type {(saved: boolean) => void} */
  let answer = () => undefined;

  holdKeys(dialog);
  element("article-check-cancel").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => answer(false));
  for (const field of Object.values(fields)) field.addEventListener("input", () => complain(null));
  text.addEventListener("input", preview);
  law.addEventListener("change", () => void readQuotes());
  number.addEventListener("change", () => void readQuotes());
  element("article-check-form").addEventListener("submit", (event) => {
    event.preventDefault();
    void save();
  });

  const written = () => ({ article: number.value, text: text.value, source: source.value, by: by.value });

  /** @param {keyof typeof fields | null} name of the field that is empty */
  function complain(name) {
    for (const [one, field] of Object.entries(fields)) field.setAttribute("aria-invalid", String(one === name));
    const wrong = element("article-check-wrong");
    wrong.hidden = name === null;
    setText(wrong, name ? t(`laws.check.wrong.${name}`) : "");
    hideNotice(element("article-check-problem"));
    if (name) fields[name].focus();
  }

  /** Which rules quote words that the text does not have. */
  function preview() {
    const items = text.value.trim() === "" ? [] : missingItems(withText(quotes, text.value));
    element("article-check-missing").hidden = items.length === 0;
    element("article-check-missing-list").replaceChildren(...items);
  }

  async function readQuotes() {
    turn += 1;
    const mine = turn;
    quotes = [];
    preview();
    if (number.value.trim() === "") return;
    try {
      const article = await lawArticle(law.value, number.value.trim(), language() === "en");
      if (mine === turn) ({ quotes } = article);
    } catch {
      // No rule quotes an article that is not known.
    }
    if (mine === turn) preview();
  }

  async function save() {
    const empty = firstEmpty(written());
    complain(empty);
    if (empty || saving) return;
    saving = true;
    try {
      await lawArticleCheck({ law: law.value, ...written() });
      lastBy = by.value.trim();
      const lost = withText(quotes, text.value).filter(({ isInText }) => !isInText).length;
      const words = lost > 0 ? t("laws.check.savedSome", { count: lost }) : t("laws.check.saved");
      answer(true);
      dialog.close();
      toast(words);
      announce(words);
    } catch (thrown) {
      const problem = problemOf(thrown);
      showNotice(element("article-check-problem"), { ...describeArticle(problem), problem });
      element("article-check-problem").dataset["code"] = problem.code;
    } finally {
      saving = false;
    }
  }

  return (/** @type {Wanted | CitedLaw[]} */ wanted) => {
    answer(false);
    const laws = Array.isArray(wanted) ? wanted : [wanted];
    const fixed = Array.isArray(wanted) ? null : wanted;
    law.replaceChildren(...laws.map(({ id, title }) => Object.assign(create("option", "", title), { value: id })));
    element("article-check-place").hidden = fixed !== null;
    const what = element("article-check-what");
    what.hidden = fixed === null;
    setText(what, fixed ? basisName({ law: fixed.title, article: fixed.article }) : "");
    number.value = fixed?.article ?? "";
    [text.value, source.value, by.value] = ["", "", lastBy];
    complain(null);
    void readQuotes();
    dialog.showModal();
    (fixed ? text : law).focus();
    return new Promise((/** @type {(saved: boolean) => void} */ resolve) => (answer = resolve));
  };
}
