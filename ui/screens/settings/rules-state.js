// Rules and exemptions of the person's own as a form holds them: which fields there are, what is wrong, and what is saved. No DOM here.

/** @import { FindingSeverity, OwnExemption, OwnRule, OwnRuleKind, OwnRules } from "../../js/ipc.d.ts" */

/** What the form is about. @typedef {OwnRuleKind | "exemption"} FormKind */
/** @typedef {"title" | "severity" | "products" | "words" | "when" | "except" | "limits" | "suggestion" | "reason"} Field */

/**
 * A rule or an exemption as it is typed. Fields that the kind does not use keep what was typed, in case the kind is changed back.
 * @typedef {object} RuleForm
 * @property {FormKind} kind
 * @property {string} title
 * @property {FindingSeverity} severity
 * @property {boolean} forAll it holds for all products
 * @property {string[]} products
 * @property {string} words one pattern a line, as in `when` and `except`
 * @property {string} when
 * @property {string} except
 * @property {string} below
 * @property {string} above
 * @property {string} suggestion
 * @property {string} reason
 */

/** @typedef {"title" | "products" | "words" | "sentences" | "mark" | "when" | "limit" | "digits" | "order" | "reason"} Fault What is wrong */

/** @type {OwnRuleKind[]} */
export const KINDS = ["ban", "evidence", "person", "required", "requiredIf", "number", "advice"];
/** @type {FindingSeverity[]} */
export const SEVERITIES = ["high", "medium", "low"];
/** As in `MaterialContext.product`. */
export const PRODUCTS = /** @type {const} */ (["fund", "private-fund", "wealth", "loan", "credit-card", "insurance", "deposit", "advisory", "none"]);

/** @type {Record<FormKind, Field[]>} */
const FIELDS = {
  ban: ["title", "severity", "products", "words", "except", "suggestion"],
  evidence: ["title", "severity", "products", "words", "except", "suggestion"],
  person: ["title", "severity", "products", "words", "except", "suggestion"],
  required: ["title", "severity", "products", "words", "suggestion"],
  requiredIf: ["title", "severity", "products", "words", "when", "except", "suggestion"],
  number: ["title", "severity", "products", "words", "limits", "except", "suggestion"],
  // Advice is always of low severity.
  advice: ["title", "products", "words", "except", "suggestion"],
  exemption: ["words", "reason"],
};

/** @param {FormKind} kind */
export const fieldsOf = (kind) => FIELDS[kind];

/** @param {FormKind} kind @returns {RuleForm} */
export const emptyForm = (kind) => ({
  kind, title: "", severity: "medium", forAll: true, products: [], words: "", when: "", except: "", below: "", above: "", suggestion: "", reason: "",
});

/** @param {string} text @returns {string[]} */
const linesOf = (text) => text.split("\n").map((line) => line.trim()).filter((line) => line !== "");

/** Full-width digits and separators of thousands are fine. @param {string} text @returns {number | null} `NaN` for what is no number */
function numberOf(text) {
  const plain = text.normalize("NFKC").replace(/[,\s]/g, "");
  return plain === "" ? null : Number(plain);
}

/**
 * What is wrong, in the order of the fields; the first of each field.
 * @param {RuleForm} form
 * @returns {{ field: Field, fault: Fault }[]}
 */
export function faultsOf(form) {
  /** @param {Field} field @returns {Fault | null} */
  function faultOf(field) {
    const words = linesOf(form.words);
    switch (field) {
      case "title": return form.title.trim() === "" ? "title" : null;
      case "products": return !form.forAll && form.products.length === 0 ? "products" : null;
      case "words":
        if (words.length === 0) return form.kind === "exemption" ? "sentences" : "words";
        return form.kind === "number" && !words.every((word) => word.includes("#")) ? "mark" : null;
      case "when": return linesOf(form.when).length === 0 ? "when" : null;
      case "limits": return limitFault(numberOf(form.below), numberOf(form.above));
      case "reason": return form.reason.trim() === "" ? "reason" : null;
      default: return null;
    }
  }
  return fieldsOf(form.kind).flatMap((field) => {
    const fault = faultOf(field);
    return fault ? [{ field, fault }] : [];
  });
}

/** @param {number | null} below @param {number | null} above @returns {Fault | null} */
function limitFault(below, above) {
  if (below === null && above === null) return "limit";
  if ([below, above].some((limit) => limit !== null && !Number.isFinite(limit))) return "digits";
  // Every number would be a finding.
  return below !== null && above !== null && below > above ? "order" : null;
}

/** @param {RuleForm} form of a kind of rule, without faults @param {number} number @returns {OwnRule} */
export function ruleOf(form, number) {
  const { kind } = form;
  if (kind === "exemption") throw new Error("an exemption is no rule");
  const uses = (/** @type {Field} */ field) => fieldsOf(kind).includes(field);
  return {
    number, kind,
    title: form.title.trim(),
    suggestion: form.suggestion.trim(),
    severity: uses("severity") ? form.severity : "low",
    products: form.forAll ? [] : form.products,
    words: linesOf(form.words),
    when: uses("when") ? linesOf(form.when) : [],
    except: uses("except") ? linesOf(form.except) : [],
    below: uses("limits") ? numberOf(form.below) : null,
    above: uses("limits") ? numberOf(form.above) : null,
  };
}

/** @param {OwnRule} rule @returns {RuleForm} */
export const formOfRule = ({ kind, title, suggestion, severity, products, words, when, except, below, above }) => ({
  ...emptyForm(kind), title, suggestion, severity, forAll: products.length === 0, products,
  words: words.join("\n"), when: when.join("\n"), except: except.join("\n"),
  below: below === null ? "" : String(below), above: above === null ? "" : String(above),
});

/** @param {OwnExemption} exemption @returns {RuleForm} */
export const formOfExemption = ({ words, reason }) => ({ ...emptyForm("exemption"), words: words.join("\n"), reason });

/** @template {{ number: number }} T @param {T[]} all @param {T} one @returns {T[]} */
const placed = (all, one) => (all.some(({ number }) => number === one.number) ? all.map((other) => (other.number === one.number ? one : other)) : [...all, one]);

/**
 * The rules with what the form holds.
 * @param {OwnRules} own
 * @param {RuleForm} form without faults
 * @param {number | null} number `null`: it is new; numbers are never used again
 * @returns {{ own: OwnRules, number: number }}
 */
export function withForm(own, form, number) {
  const all = [...own.rules, ...own.exemptions];
  const last = Math.max(own.last, ...all.map((one) => one.number));
  const next = number ?? last + 1;
  const kept = { ...own, last: Math.max(last, next) };
  if (form.kind === "exemption") {
    const one = { number: next, words: linesOf(form.words), reason: form.reason.trim() };
    return { own: { ...kept, exemptions: placed(own.exemptions, one) }, number: next };
  }
  return { own: { ...kept, rules: placed(own.rules, ruleOf(form, next)) }, number: next };
}

/** @param {OwnRules} own @param {number} number @returns {OwnRules} */
export const without = (own, number) => ({
  ...own,
  rules: own.rules.filter((rule) => rule.number !== number),
  exemptions: own.exemptions.filter((one) => one.number !== number),
});

/**
 * The rules with one that was deleted, in its place: in front of the ones that came after it.
 * @param {OwnRules} own
 * @param {OwnRules} before the rules before it was deleted
 * @param {number} number
 * @returns {OwnRules}
 */
export function restored(own, before, number) {
  /** @template {{ number: number }} T @param {T[]} now @param {T[]} then @returns {T[]} */
  function back(now, then) {
    const at = then.findIndex((one) => one.number === number);
    const one = then[at];
    if (!one || now.some((other) => other.number === number)) return now;
    const after = new Set(then.slice(at + 1).map((other) => other.number));
    const to = now.findIndex((other) => after.has(other.number));
    return to < 0 ? [...now, one] : [...now.slice(0, to), one, ...now.slice(to)];
  }
  return { ...own, rules: back(own.rules, before.rules), exemptions: back(own.exemptions, before.exemptions) };
}

/** Characters that mean something in a pattern, and those that stand for themselves. @type {Record<string, string>} */
const PLAIN = { "<": "＜", ">": "＞", "(": "（", ")": "）", "|": "｜", "~": "～", "#": "＃", "?": "？" };

/** A pattern for exactly this text. @param {string} text */
export const literal = (text) => text.replace(/\s+/g, " ").trim().replace(/[<>()|~#?]/g, (mark) => PLAIN[mark] ?? mark);
