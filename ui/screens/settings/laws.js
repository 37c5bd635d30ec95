// The articles of laws behind the rules: those that a person compared with the official text, and those that wait for it.
//
// Ids for tests of the window: #laws-checked li[data-law][data-article] [data-act=remove|edit] · #laws-open #laws-unchecked
// li[data-law][data-article] [data-act=edit] · #laws-add · #laws-problem[data-code] · #article-check (see article-check.js)

import { announce } from "../../js/announce.js";
import { lawArticleForget, lawList } from "../../js/bridge/findings.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { create, element, keepFocus, setText } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { describeArticle } from "../../js/problem-text.js";
import { checkArticle } from "../../parts/findings/article-check.js";
import { basisName, checkedWords } from "../../parts/findings/words.js";
import { hideNotice, showNotice } from "../../parts/widgets/notice.js";
import { ask } from "../../parts/widgets/question.js";
import { articlesOf } from "./laws-state.js";

/**
 * @import { AppState } from "../../js/app-state.js"
 * @import { CitedLaw, Problem } from "../../js/ipc.d.ts"
 * @import { ArticleOf } from "./laws-state.js"
 */

/** @param {AppState} app */
export function createLaws(app) {
  /** @type {CitedLaw[]} */
  let laws = [];
  /** @type {Problem | null} */
  let problem = null;
  let shown = "";

  async function load() {
    try {
      laws = await lawList();
      problem = null;
    } catch (thrown) {
      problem = problemOf(thrown);
    }
    render();
  }

  /** @param {ArticleOf} one */
  async function check({ law, number }) {
    await checkArticle({ id: law.id, title: law.title, article: number });
  }

  /** @param {ArticleOf} one */
  async function remove({ law, number }) {
    const title = basisName({ law: law.title, article: number });
    const sure = await ask({ title: t("laws.removeAsk", { title }), words: [t("laws.removeWords")], yes: t("laws.remove"), no: t("rules.keep") });
    if (sure === null) return;
    try {
      await lawArticleForget(law.id, number);
      announce(t("laws.removed", { title }));
    } catch (thrown) {
      problem = problemOf(thrown);
      announce(describeArticle(problem).what);
      return render();
    }
    await load();
    element("laws-add").focus();
  }

  /** @param {"edit" | "remove"} act @param {string} words @param {string} label @param {() => void} press */
  function button(act, words, label, press) {
    const made = create("button", "quiet small", words);
    made.type = "button";
    made.dataset["act"] = act;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", press);
    return made;
  }

  /** @param {ArticleOf} one */
  function item(one) {
    const { law, number, checked, removable, rules, missing } = one;
    const title = basisName({ law: law.title, article: number });
    const words = [create("p", "own-rule-title", title)];
    const facts = [checked ? checkedWords(checked) : t("laws.unchecked"), t("laws.rules", { count: rules })];
    words.push(create("p", "own-rule-facts", facts.join(" · ")));
    if (checked && missing > 0) words.push(create("p", "law-lost", t("laws.missing", { count: missing })));
    const acts = create("div", "own-rule-acts", button("edit", t(checked ? "laws.again" : "laws.paste"), t("laws.pasteOf", { title }), () => void check(one)));
    if (removable) acts.append(button("remove", t("laws.remove"), t("laws.removeOf", { title }), () => void remove(one)));
    const made = create("li", "", create("div", "own-rule-words", ...words), acts);
    made.dataset["law"] = law.id;
    made.dataset["article"] = number;
    return made;
  }

  function draw() {
    const notice = element("laws-problem");
    if (problem) {
      showNotice(notice, { ...describeArticle(problem), problem });
      notice.dataset["code"] = problem.code;
    } else hideNotice(notice);
    element("laws-add").setAttribute("aria-disabled", String(laws.length === 0));
    const shows = JSON.stringify([language(), laws]);
    if (shows === shown) return;
    shown = shows;
    const { checked, open } = articlesOf(laws);
    element("laws-checked").replaceChildren(...(checked.length > 0 ? checked.map(item) : [create("li", "none", t("laws.none"))]));
    element("laws-open").hidden = open.length === 0;
    setText(element("laws-open-title"), t("laws.open", { count: open.length }));
    element("laws-unchecked").replaceChildren(...open.map(item));
  }

  const render = () => keepFocus(draw, element("laws-add"));

  element("laws-add").addEventListener("click", () => {
    if (laws.length > 0) void checkArticle(laws);
  });
  app.onRules(() => void load());

  return { render, opened: load };
}
