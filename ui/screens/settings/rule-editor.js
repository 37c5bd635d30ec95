// The dialog in which a rule or an exemption is written. Closing it keeps what was typed, until it is saved or given up.
//
// Ids for tests of the window: #rule-dialog[open] #rule-kind #rule-title input[name=rule-severity] input[name=rule-for]
// input[name=rule-product] #rule-words #rule-when #rule-except #rule-below #rule-above #rule-suggestion #rule-reason
// #rule-FIELD-wrong[data-fault] #rule-problem[data-code] #rule-save #rule-cancel · trial: see rule-trial.js

import { announceProblem } from "../../js/announce.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { create, element, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { describeRules } from "../../js/problem-text.js";
import { holdKeys } from "../../parts/widgets/modal-keys.js";
import { hideNotice, showNotice } from "../../parts/widgets/notice.js";
import { createRuleTrial } from "./rule-trial.js";
import { emptyForm, faultsOf, fieldsOf, KINDS, PRODUCTS, SEVERITIES, withForm } from "./rules-state.js";

/**
 * @import { Key } from "../../js/i18n.js"
 * @import { OwnRules } from "../../js/ipc.d.ts"
 * @import { Field, FormKind, RuleForm } from "./rules-state.js"
 */

/** Fields of text, and what holds them. */
const TEXTS = /** @type {const} */ (["title", "words", "when", "except", "below", "above", "suggestion", "reason"]);
/** Fields that can be wrong, and what gets the focus then. */
const WRONG = /** @type {const} */ (["title", "products", "words", "when", "limits", "reason"]);

/** What the words of a kind are. @type {Partial<Record<FormKind, [Key, Key]>>} */
const WORDS = {
  required: ["rules.form.need", "rules.form.needHelp"],
  requiredIf: ["rules.form.need", "rules.form.needHelp"],
  number: ["rules.form.numbers", "rules.form.numbersHelp"],
  exemption: ["rules.form.sentences", "rules.form.sentencesHelp"],
};

/**
 * @param {object} owner
 * @param {() => OwnRules | null} owner.own the rules that are saved
 * @param {(own: OwnRules) => Promise<void>} owner.save rejects with a Problem
 * @param {(title: string, number: number) => void} owner.saved
 * @param {(record: number) => void} owner.openRecord
 * @param {() => void} owner.left the dialog was closed
 */
export function createRuleEditor(owner) {
  const dialog = element("rule-dialog");
  let form = emptyForm("ban");
  /** What is edited; `null`: it is new. @type {number | null} */
  let number = null;
  /** What was there when the dialog was opened first. */
  let first = JSON.stringify(form);
  /** The person has tried to save: faults are shown while they type. */
  let complaining = false;
  let saving = false;

  const trial = createRuleTrial({
    rules: () => {
      const own = owner.own();
      if (!own || faultsOf(form).some(({ field }) => field !== "title" && field !== "reason")) return null;
      // What is found does not depend on the title, and can be tried before there is one.
      return withForm(own, { ...form, title: form.title.trim() || t(`rules.kind.${form.kind}`) }, number).own;
    },
    forSome: () => !form.forAll && fieldsOf(form.kind).includes("products"),
    openRecord(record) {
      dialog.close();
      owner.openRecord(record);
    },
  });

  holdKeys(dialog);
  element("rule-cancel").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    trial.stop();
    owner.left();
    // Whoever leaves the form by mistake sees at once that nothing is lost.
    if (isChanged()) document.getElementById("rules-resume")?.focus();
  });

  const isChanged = () => JSON.stringify(form) !== first;

  /** @param {string} name of the group @param {string} value @param {string} words @param {"radio" | "checkbox"} type @param {string} className */
  function choice(name, value, words, type, className) {
    const input = create("input", "");
    Object.assign(input, { type, name, value });
    return create("label", className, input, create("span", "", words));
  }

  /** Writes the choices in the current language. */
  function writeChoices() {
    const kinds = form.kind === "exemption" ? [] : KINDS;
    element("rule-kind").replaceChildren(...kinds.map((kind) => new Option(t(`rules.kind.${kind}`), kind)));
    element("rule-severity").replaceChildren(...SEVERITIES.map((one) => choice("rule-severity", one, t(`findings.level.${one}`), "radio", "")));
    element("rule-for").replaceChildren(choice("rule-for", "all", t("rules.form.forAll"), "radio", ""), choice("rule-for", "some", t("rules.form.forSome"), "radio", ""));
    element("rule-products").replaceChildren(...PRODUCTS.map((one) => choice("rule-product", one, t(`findings.context.product.${one}`), "checkbox", "choice")));
  }

  /** @param {HTMLElement} place @param {(value: string) => boolean} isChecked */
  function check(place, isChecked) {
    for (const input of place.querySelectorAll("input")) input.checked = isChecked(input.value);
  }

  /** @param {HTMLElement} place */
  const checked = (place) => Array.from(place.querySelectorAll("input")).filter((input) => input.checked).map(({ value }) => value);

  /** Puts the form into the fields. */
  function fill() {
    writeChoices();
    if (form.kind !== "exemption") element("rule-kind").value = form.kind;
    for (const name of TEXTS) element(`rule-${name}`).value = form[name];
    check(element("rule-severity"), (value) => value === form.severity);
    check(element("rule-for"), (value) => value === (form.forAll ? "all" : "some"));
    check(element("rule-products"), (value) => form.products.includes(value));
  }

  /** Reads the fields. */
  function read() {
    for (const name of TEXTS) form[name] = element(`rule-${name}`).value;
    if (form.kind !== "exemption") form.kind = KINDS.find((kind) => kind === element("rule-kind").value) ?? "ban";
    form.severity = SEVERITIES.find((one) => one === checked(element("rule-severity"))[0]) ?? "medium";
    form.forAll = checked(element("rule-for"))[0] !== "some";
    form.products = checked(element("rule-products"));
  }

  /** Shows what the kind uses, and what is wrong. */
  function render() {
    const { kind } = form;
    const isExemption = kind === "exemption";
    const fields = fieldsOf(kind);
    const title = isExemption ? (number === null ? "newExemption" : "editExemption") : (number === null ? "new" : "edit");
    setText(element("rule-dialog-title"), t(`rules.form.${title}`));
    element("rule-kind-field").hidden = isExemption;
    setText(element("rule-kind-help"), isExemption ? "" : t(`rules.kindHelp.${kind}`));
    for (const place of dialog.querySelectorAll(".rule-field[data-field]")) {
      if (place instanceof HTMLElement) place.hidden = !fields.includes(/** @type {Field} */ (place.dataset["field"]));
    }
    const [label, help] = WORDS[kind] ?? ["rules.form.words", "rules.form.wordsHelp"];
    setText(element("rule-words-label"), t(label));
    setText(element("rule-words-help"), t(help));
    element("rule-products").hidden = element("rule-products-help").hidden = form.forAll;
    setText(element("rule-save"), t(saving ? "rules.form.saving" : "rules.form.save"));
    element("rule-save").setAttribute("aria-disabled", String(saving));
    complain();
  }

  function complain() {
    const faults = complaining ? faultsOf(form) : [];
    for (const field of WRONG) {
      const fault = faults.find((one) => one.field === field)?.fault;
      const place = element(`rule-${field}-wrong`);
      place.hidden = fault === undefined;
      if (fault) place.dataset["fault"] = fault;
      setText(place, fault ? t(`rules.wrong.${fault}`) : "");
      if (field === "products") continue;
      const held = field === "limits" ? [element("rule-below"), element("rule-above")] : [element(`rule-${field}`)];
      for (const one of held) one.setAttribute("aria-invalid", String(fault !== undefined));
    }
    return faults;
  }

  /** @param {Field} field */
  function focus(field) {
    if (field === "limits") element("rule-below").focus();
    else if (field === "products") element("rule-products").querySelector("input")?.focus();
    else if (field === "title" || field === "words" || field === "when" || field === "reason") element(`rule-${field}`).focus();
  }

  element("rule-form").addEventListener("input", ({ target }) => {
    if (target instanceof Element && target.id === "rule-try") return;
    read();
    hideNotice(element("rule-problem"));
    render();
    trial.changed();
  });

  element("rule-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (saving) return;
    complaining = true;
    const [fault] = complain();
    if (fault) {
      announceProblem(t(`rules.wrong.${fault.fault}`));
      return focus(fault.field);
    }
    const own = owner.own();
    if (!own) return;
    saving = true;
    render();
    const placed = withForm(own, form, number);
    try {
      await owner.save(placed.own);
    } catch (thrown) {
      const problem = problemOf(thrown);
      const words = describeRules(problem, "own");
      showNotice(element("rule-problem"), { ...words, problem });
      element("rule-problem").dataset["code"] = problem.code;
      announceProblem(words.what);
      return;
    } finally {
      saving = false;
      render();
    }
    const title = titleOf();
    first = JSON.stringify(form);
    dialog.close();
    owner.saved(title, placed.number);
  });

  const titleOf = () => (form.kind === "exemption" ? (form.words.trim().split("\n")[0] ?? "") : form.title.trim());

  function show() {
    fill();
    render();
    if (!dialog.open) dialog.showModal();
    element("rule-columns").scrollTop = 0;
    (form.kind === "exemption" ? (form.words === "" ? element("rule-words") : element("rule-reason")) : element("rule-title")).focus();
    trial.resume();
  }

  return {
    /** @param {RuleForm} wanted @param {number | null} which `null`: it is new */
    open(wanted, which) {
      [form, number, complaining] = [structuredClone(wanted), which, false];
      // The words of a new exemption that came from elsewhere are a change as well.
      first = JSON.stringify(which === null ? emptyForm(wanted.kind) : wanted);
      hideNotice(element("rule-problem"));
      element("rule-hint").open = false;
      trial.forget();
      show();
    },
    resume: show,
    /** Adds a sentence to a new exemption that is not saved; whether there is one. @param {string} words */
    extend(words) {
      if (dialog.open || number !== null || form.kind !== "exemption" || !isChanged()) return false;
      if (!form.words.split("\n").includes(words)) form.words = [form.words.trim(), words].filter(Boolean).join("\n");
      show();
      return true;
    },
    /** What was typed and is not saved. */
    draft: () => (!dialog.open && isChanged() ? { number, form, title: titleOf() } : null),
    /** @param {number | null} which @param {boolean} exemption */
    isDraftOf: (which, exemption) => isChanged() && which === number && (form.kind === "exemption") === exemption,
    discard() {
      form = emptyForm("ban");
      [number, first] = [null, JSON.stringify(form)];
    },
  };
}
