// The section of the audit rules: the rules and exemptions that the person wrote, and imported packs. Each change is saved at once.
//
// Ids for tests of the window: #own-rules li[data-rule=NUMBER] [data-act=edit|delete] #rules-add · #own-exemptions li[data-rule=NUMBER]
// #exemptions-add · #rule-packs li[data-file] [data-act=remove] #rules-import #rules-export · #rules-problem[data-code] #rules-deleted
// #rules-undo · #rules-draft #rules-resume #rules-discard · #rule-dialog[open] (see rule-editor.js)

import { announce } from "../../js/announce.js";
import { ownRules, ownRulesExport, ownRulesSave, rulePackImport, rulePackRemove } from "../../js/bridge/rules.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { create, element, icon, keepFocus } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { describeRules } from "../../js/problem-text.js";
import { hideNotice, showNotice } from "../../parts/widgets/notice.js";
import { ask } from "../../parts/widgets/question.js";
import { toast } from "../../parts/widgets/toast.js";
import { createRuleEditor } from "./rule-editor.js";
import { emptyForm, formOfExemption, formOfRule, literal, PRODUCTS, restored, without } from "./rules-state.js";

/**
 * @import { AppState } from "../../js/app-state.js"
 * @import { IconName } from "../../ids.d.ts"
 * @import { ImportedPack, OwnExemption, OwnRule, OwnRules, OwnRulesState, Problem } from "../../js/ipc.d.ts"
 * @import { RuleForm } from "./rules-state.js"
 */

/**
 * @param {AppState} app
 * @param {(record: number) => void} openRecord
 */
export function createRules(app, openRecord) {
  /** @type {OwnRulesState | null} */
  let state = null;
  /** Why the last change was not made. @type {{ problem: Problem, what: "own" | "import" } | null} */
  let failure = null;
  /** What was deleted last, and the rules before. @type {{ number: number, title: string, before: OwnRules } | null} */
  let deleted = null;
  /** What the lists show. */
  let shown = "";

  const editor = createRuleEditor({
    own: () => state?.own ?? null,
    save: (own) => change(() => own),
    saved(title, number) {
      toast(t("rules.saved", { title }));
      render();
      actOf(number, "edit")?.focus();
    },
    openRecord,
    left: render,
  });

  /** @param {number} number @param {string} act @returns {HTMLElement | null} */
  const actOf = (number, act) => element("settings-rules").querySelector(`[data-rule="${number}"] [data-act="${act}"]`);

  /** @param {(own: OwnRules) => OwnRules} make @returns {Promise<void>} rejects with a Problem; then nothing has changed */
  const change = (make) => app.run(async () => {
    if (!state) return;
    const own = make(state.own);
    await ownRulesSave(own);
    state = { ...state, own };
    [failure, deleted] = [null, null];
  });

  /** @param {unknown} thrown @param {"own" | "import"} what */
  function failed(thrown, what) {
    failure = { problem: problemOf(thrown), what };
    announce(describeRules(failure.problem, what).what);
    render();
  }

  async function load() {
    try {
      await app.run(async () => {
        state = await ownRules();
        failure = null;
      });
    } catch (thrown) {
      failed(thrown, "own");
    }
    render();
  }

  /** Opens the form, unless the person wants to keep what is not saved. @param {RuleForm} form @param {number | null} number */
  async function write(form, number) {
    if (editor.isDraftOf(number, form.kind === "exemption")) return editor.resume();
    if (editor.draft()) {
      const sure = await ask({ title: t("rules.discardAsk"), words: [t("rules.discardWords")], yes: t("rules.discard"), no: t("rules.discardNo") });
      if (sure === null) return;
    }
    editor.open(form, number);
    render();
  }

  /** @param {OwnRule | OwnExemption} one @param {string} title */
  async function remove(one, title) {
    if (!state) return;
    const before = state.own;
    try {
      await change((own) => without(own, one.number));
    } catch (thrown) {
      return failed(thrown, "own");
    }
    deleted = { number: one.number, title, before };
    announce(t("rules.deleted", { title }));
    render();
    document.getElementById("rules-undo")?.focus();
  }

  async function undo() {
    if (!deleted) return;
    const { number, title, before } = deleted;
    try {
      await change((own) => restored(own, before, number));
    } catch (thrown) {
      return failed(thrown, "own");
    }
    announce(t("rules.restored", { title }));
    render();
    actOf(number, "edit")?.focus();
  }

  /** @param {ImportedPack} pack */
  async function removePack({ file, title: chinese, titleEn }) {
    const title = (language() === "en" && titleEn) || chinese;
    const sure = await ask({ title: t("rules.removeAsk", { title }), words: [t("rules.removeWords", { file })], yes: t("rules.remove"), no: t("rules.keep") });
    if (sure === null) return;
    await packs(() => rulePackRemove(file), t("rules.removed", { title }));
    element("rules-import").focus();
  }

  /** @param {() => Promise<OwnRulesState | null>} command @param {string} words when it is done */
  async function packs(command, words) {
    try {
      const next = await app.runBehind(command);
      if (!next) return;
      // The own rules may have changed while the dialog was open.
      state = { ...next, own: state?.own ?? next.own };
      failure = null;
      toast(words);
      render();
    } catch (thrown) {
      failed(thrown, "import");
    }
  }

  /** @param {"ban" | "exemption"} kind */
  async function begin(kind) {
    // Whoever is quick presses before the rules are loaded.
    if (!state) await load();
    if (state) await write(emptyForm(kind), null);
  }

  element("rules-add").addEventListener("click", () => void begin("ban"));
  element("exemptions-add").addEventListener("click", () => void begin("exemption"));
  element("rules-import").addEventListener("click", oneAtATime(() => packs(rulePackImport, t("rules.imported"))));
  element("rules-export").addEventListener("click", oneAtATime(async () => {
    if (!hasOwn()) return;
    try {
      const name = await app.runBehind(ownRulesExport);
      if (name !== null) toast(t("rules.exported", { name }));
    } catch (thrown) {
      failed(thrown, "own");
    }
  }));

  const hasOwn = () => state !== null && state.own.rules.length + state.own.exemptions.length > 0;

  /** @param {IconName} name @param {string} act @param {string} words @param {() => void} press */
  function iconButton(name, act, words, press) {
    const made = create("button", "icon-button", icon(name));
    made.type = "button";
    made.dataset["act"] = act;
    made.title = words;
    made.setAttribute("aria-label", words);
    made.addEventListener("click", press);
    return made;
  }

  /** @param {OwnRule | OwnExemption} one @param {string} title @param {Node[]} words @param {RuleForm} form */
  function item(one, title, words, form) {
    const acts = create("div", "own-rule-acts",
      iconButton("edit", "edit", t("rules.editOf", { title }), () => void write(form, one.number)),
      iconButton("trash", "delete", t("rules.deleteOf", { title }), () => void remove(one, title)));
    const made = create("li", "", create("div", "own-rule-words", ...words), acts);
    made.dataset["rule"] = String(one.number);
    return made;
  }

  /** @param {OwnRule} rule */
  function ruleItem(rule) {
    const { kind, title, severity, words, products } = rule;
    const known = PRODUCTS.filter((product) => products.includes(product)).map((product) => t(`findings.context.product.${product}`));
    const level = kind === "advice" ? "advice" : severity;
    const tag = create("span", "rule-level", t(`findings.level.${level}`));
    tag.dataset["severity"] = level;
    const facts = [t(`rules.kind.${kind}`), known.length > 0 ? known.join(t("common.separator")) : t("rules.form.forAll")];
    return item(rule, title, [
      create("p", "own-rule-title", title, tag), create("p", "own-rule-facts", facts.join(" · ")), create("p", "own-rule-patterns", words.join(t("common.separator"))),
    ], formOfRule(rule));
  }

  /** @param {OwnExemption} one */
  function exemptionItem(one) {
    const title = one.words.join(t("common.separator"));
    return item(one, title, [create("p", "own-rule-title", title), create("p", "own-rule-facts", one.reason)], formOfExemption(one));
  }

  /** @param {ImportedPack} pack */
  function packItem(pack) {
    const title = (language() === "en" && pack.titleEn) || pack.title;
    const press = create("button", "quiet small", t("rules.remove"));
    press.type = "button";
    press.dataset["act"] = "remove";
    press.setAttribute("aria-label", t("rules.removeOf", { title }));
    press.addEventListener("click", () => void removePack(pack));
    const made = create("li", "", create("div", "own-rule-words", create("p", "own-rule-title", title),
      create("p", "own-rule-facts", t("rules.pack", { file: pack.file, version: pack.version }))), create("div", "own-rule-acts", press));
    made.dataset["file"] = pack.file;
    return made;
  }

  function drawLists() {
    const shows = JSON.stringify([language(), state]);
    if (shows === shown) return;
    shown = shows;
    const none = (/** @type {string} */ words) => [create("li", "none", state ? words : t("rules.loading"))];
    const [rules, exemptions, imported] = [state?.own.rules ?? [], state?.own.exemptions ?? [], state?.imported ?? []];
    element("own-rules").replaceChildren(...(rules.length > 0 ? rules.map(ruleItem) : none(t("rules.ownNone"))));
    element("own-exemptions").replaceChildren(...(exemptions.length > 0 ? exemptions.map(exemptionItem) : none(t("rules.exemptionsNone"))));
    element("rule-packs").replaceChildren(...(imported.length > 0 ? imported.map(packItem) : none(t("rules.packsNone"))));
  }

  function drawNotices() {
    const problem = element("rules-problem");
    if (failure) {
      showNotice(problem, {
        ...describeRules(failure.problem, failure.what), problem: failure.problem,
        dismiss: () => {
          failure = null;
          render();
        },
      });
      problem.dataset["code"] = failure.problem.code;
    } else if (state?.unusable) showNotice(problem, { what: t("rules.unusable.what"), remedy: t("rules.unusable.do", { reason: state.unusable }) });
    else hideNotice(problem);
    if (deleted) {
      const dismiss = () => {
        deleted = null;
        render();
      };
      showNotice(element("rules-deleted"), { what: t("rules.deleted", { title: deleted.title }), actions: [{ label: t("rules.undo"), id: "rules-undo", press: () => void undo() }], dismiss });
    } else hideNotice(element("rules-deleted"));
    const draft = editor.draft();
    if (!draft) return hideNotice(element("rules-draft"));
    const isNew = draft.number === null ? (draft.form.kind === "exemption" ? "draftNewExemption" : "draftNew") : "draft";
    const discard = () => {
      editor.discard();
      render();
      element("rules-add").focus();
    };
    showNotice(element("rules-draft"), { what: t(`rules.${isNew}`, { title: draft.title }), actions: [
      { label: t("rules.discard"), id: "rules-discard", press: discard }, { label: t("rules.resume"), id: "rules-resume", press: editor.resume, primary: true },
    ] });
  }

  function render() {
    keepFocus(() => {
      drawLists();
      drawNotices();
      element("rules-export").setAttribute("aria-disabled", String(!hasOwn()));
      for (const add of [element("rules-add"), element("exemptions-add")]) add.setAttribute("aria-disabled", String(state === null));
    }, element("group-rules"));
  }

  return {
    render,
    /** The settings are shown. */
    opened: load,
    /** Opens the form with a new exemption. @param {string} words */
    async exempt(words) {
      if (!state) await load();
      const sentence = literal(words);
      if (state && !editor.extend(sentence)) await write({ ...emptyForm("exemption"), words: sentence }, null);
    },
  };
}
