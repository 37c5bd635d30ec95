// What a rule would change before it is saved: in a sample text while the person types, and in the latest records when they ask.
//
// Ids for tests of the window: #rule-try #rule-try-note #rule-try-result .rule-found[data-what=added|removed] · #rule-effect
// #rule-effect-note #rule-effect-records li[data-record] · #rule-effect-problem[data-code]

import { announce } from "../../js/announce.js";
import { ownRulesEffect, ownRulesTry } from "../../js/bridge/rules.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { create, element, setText } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { describeRules } from "../../js/problem-text.js";
import { createChecks } from "../../parts/findings/checks.js";
import { hideNotice, showNotice } from "../../parts/widgets/notice.js";

/** @import { EffectOnRecord, Finding, OwnRules, OwnRulesTrial } from "../../js/ipc.d.ts" */

/** The most findings shown of each kind, */
const FOUND = 20;
/** and the most words of a record. */
const WORDS = 8;

/**
 * @param {object} owner
 * @param {() => OwnRules | null} owner.rules with what is typed; `null` while that is not complete
 * @param {() => boolean} owner.forSome the rule holds for chosen products
 * @param {(record: number) => void} owner.openRecord
 */
export function createRuleTrial(owner) {
  const [field, note, result] = [element("rule-try"), element("rule-try-note"), element("rule-try-result")];
  const [press, effectNote, records, effectProblem] = [element("rule-effect"), element("rule-effect-note"), element("rule-effect-records"), element("rule-effect-problem")];
  /** Counts what was typed: an effect of other rules is not shown. */
  let turn = 0;
  let busy = false;

  const checks = createChecks((/** @type {{ rules: OwnRules, text: string }} */ { rules, text }) => ownRulesTry(rules, text, language() === "en"), {
    checked: showTrial,
    failed: (thrown) => say(note, Object.values(describeRules(problemOf(thrown), "own")).join(" ")),
  });

  /** @param {HTMLElement} place @param {string} words empty for none */
  function say(place, words) {
    place.hidden = words === "";
    setText(place, words);
  }

  function ask() {
    const [rules, text] = [owner.rules(), field.value];
    if (text.trim() === "" || !rules) {
      checks.drop();
      result.replaceChildren();
      return say(note, text.trim() === "" ? "" : t("rules.try.incomplete"));
    }
    if (result.childElementCount === 0) say(note, t("rules.try.checking"));
    checks.ask({ rules, text });
  }

  /** @param {OwnRulesTrial} trial */
  function showTrial({ added, removed }) {
    const none = added.length + removed.length === 0;
    const same = owner.forSome() ? "sameSome" : "same";
    say(note, none ? t(`rules.try.${same}`) : "");
    if (!none) announce(t("rules.try.announce", { added: added.length, removed: removed.length }));
    result.replaceChildren(...found("added", added), ...found("removed", removed));
  }

  /** @param {"added" | "removed"} what @param {Finding[]} findings */
  function found(what, findings) {
    if (findings.length === 0) return [];
    const list = create("ul", "rule-found", ...findings.slice(0, FOUND).map(({ kind, severity, title, excerpt }) => {
      const level = kind === "advice" ? "advice" : severity;
      const tag = create("span", "rule-level", t(`findings.level.${level}`));
      tag.dataset["severity"] = level;
      return create("li", "", tag, create("span", "", excerpt ? t("rules.try.item", { title, words: excerpt }) : title));
    }));
    list.setAttribute("role", "list");
    list.dataset["what"] = what;
    const rest = findings.length - FOUND;
    if (rest > 0) list.append(create("li", "", t("rules.try.more", { count: rest })));
    return [create("div", "", create("h4", "", t(`rules.try.${what}`, { count: findings.length })), list)];
  }

  /** @param {string[]} words */
  const listed = (words) => {
    const some = words.slice(0, WORDS).map((one) => `「${one}」`).join("");
    return words.length > WORDS ? `${some} ${t("rules.effect.more", { count: words.length })}` : some;
  };

  /** @param {EffectOnRecord} one */
  function recordItem({ record, title, added, removed }) {
    const link = create("button", "link", title);
    link.type = "button";
    link.setAttribute("aria-label", t("rules.effect.open", { title }));
    link.addEventListener("click", () => owner.openRecord(record));
    const lines = [/** @type {const} */ (["added", added]), /** @type {const} */ (["removed", removed])].filter(([, words]) => words.length > 0);
    const item = create("li", "", link, ...lines.map(([what, words]) => create("p", "", `${t(`rules.effect.${what}`)} ${listed(words)}`)));
    item.dataset["record"] = String(record);
    return item;
  }

  function renderPress() {
    setText(press, t(busy ? "rules.effect.running" : "rules.effect.run"));
    press.setAttribute("aria-disabled", String(busy));
  }

  press.addEventListener("click", async () => {
    if (busy) return;
    const rules = owner.rules();
    if (!rules) return say(effectNote, t("rules.effect.incomplete"));
    const mine = turn;
    busy = true;
    records.replaceChildren();
    hideNotice(effectProblem);
    say(effectNote, "");
    renderPress();
    try {
      const { records: count, changed } = await ownRulesEffect(rules);
      if (mine !== turn) return;
      if (count === 0) say(effectNote, t("rules.effect.none"));
      else if (changed.length === 0) say(effectNote, t("rules.effect.same", { records: count }));
      else say(effectNote, t("rules.effect.changed", { records: count, count: changed.length }));
      records.replaceChildren(...changed.map(recordItem));
    } catch (thrown) {
      if (mine !== turn) return;
      const problem = problemOf(thrown);
      showNotice(effectProblem, { ...describeRules(problem, "own"), problem });
      effectProblem.dataset["code"] = problem.code;
    } finally {
      busy = false;
      renderPress();
    }
  });

  field.addEventListener("input", ask);

  function forgetEffect() {
    const had = records.childElementCount > 0 || busy;
    turn += 1;
    records.replaceChildren();
    hideNotice(effectProblem);
    say(effectNote, had ? t("rules.effect.stale") : "");
  }

  return {
    /** The rule has changed. */
    changed() {
      forgetEffect();
      renderPress();
      ask();
    },
    /** Another rule is written; the sample text stays, as it may serve for it as well. */
    forget() {
      turn += 1;
      checks.drop();
      records.replaceChildren();
      result.replaceChildren();
      hideNotice(effectProblem);
      say(effectNote, "");
      say(note, "");
    },
    /** The dialog is open again; an effect of the same rules still holds. */
    resume() {
      renderPress();
      ask();
    },
    /** The dialog is closed. */
    stop: checks.drop,
  };
}
