// The article of a law behind a finding, and the rules that quote words which its text does not have.

import { lawArticle, lawArticleForget } from "../../js/bridge/findings.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { create, setText, within } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { describe } from "../../js/problem-text.js";
import { holdKeys } from "../widgets/modal-keys.js";
import { toastProblem } from "../widgets/toast.js";
import { checkArticle } from "./article-check.js";
import { basisName, checkedWords, gradeWords, missingItems } from "./words.js";

/** @import { FindingBasis, LawArticle } from "../../js/ipc.d.ts" */

/** @param {string} prefix of the instance of the template `law-article-dialog` */
export function createArticleDialog(prefix) {
  const { element } = within("law-article-dialog", prefix);
  const [dialog, text, facts, missing] = [element("law-article"), element("law-article-text"), element("law-article-facts"), element("law-article-missing")];
  /** Counts the articles asked for: an answer about an earlier one is ignored. */
  let turn = 0;
  /** @type {FindingBasis | null} */
  let shown = null;
  holdKeys(dialog);
  element("law-article-close").addEventListener("click", () => dialog.close());
  element("law-article-check").addEventListener("click", async () => {
    if (shown?.article && await checkArticle({ id: shown.lawId, title: shown.law, article: shown.article })) await read();
  });
  element("law-article-forget").addEventListener("click", oneAtATime(async () => {
    if (!shown?.article) return;
    await lawArticleForget(shown.lawId, shown.article).catch(toastProblem);
    element("law-article-check").focus();
    await read();
  }));

  /** @param {FindingBasis} basis @param {LawArticle} article */
  function show({ text: quoted, note }, article) {
    const at = quoted ? article.text.indexOf(quoted) : -1;
    if (quoted && at >= 0) {
      text.replaceChildren(article.text.slice(0, at), create("mark", "", quoted), article.text.slice(at + quoted.length));
    } else setText(text, article.text);
    const { effective, source, confidence, checked, quotes } = article;
    const said = [
      effective ? t("findings.article.effective", { date: effective }) : "",
      source ? t("findings.article.source", { source }) : "",
      checked ? checkedWords(checked) : t("findings.article.confidence", { grade: confidence, words: gradeWords(confidence) }),
      checked ? "" : (note ?? ""),
    ];
    facts.replaceChildren(...said.filter(Boolean).map((words) => create("li", "", words)));
    const lost = missingItems(quotes);
    missing.hidden = lost.length === 0;
    element("law-article-missing-list").replaceChildren(...lost);
    element("law-article-forget").hidden = !article.removable;
  }

  async function read() {
    const basis = shown;
    if (!basis?.article) return;
    turn += 1;
    const mine = turn;
    try {
      const article = await lawArticle(basis.lawId, basis.article, language() === "en");
      if (mine === turn) show(basis, article);
    } catch (thrown) {
      if (mine !== turn) return;
      const { what, remedy } = describe(problemOf(thrown));
      // The partial text is better than nothing.
      setText(text, basis.text ?? what);
      facts.replaceChildren(...[basis.text ? what : "", remedy].filter(Boolean).map((words) => create("li", "", words)));
    }
  }

  return async (/** @type {FindingBasis} */ basis) => {
    if (basis.article === null) return;
    shown = basis;
    setText(element("law-article-title"), basisName(basis));
    setText(text, t("findings.article.loading"));
    facts.replaceChildren();
    missing.hidden = true;
    element("law-article-forget").hidden = true;
    dialog.showModal();
    text.focus();
    await read();
  };
}
