// Rules of the person's own: what the form of each kind holds, what is wrong with it, and what is saved.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  emptyForm, faultsOf, fieldsOf, formOfExemption, formOfRule, KINDS, literal, restored, ruleOf, withForm, without,
} from "../../ui/screens/settings/rules-state.js";
import { sentenceAround } from "../../ui/parts/findings/state.js";

const none = { last: 0, rules: [], exemptions: [] };
const filled = (kind, more = {}) => ({ ...emptyForm(kind), title: "标题", words: kind === "number" ? "奖品~6#元" : "甲\n乙", when: "丙", above: "500", reason: "理由", ...more });
const faults = (form) => faultsOf(form).map(({ field, fault }) => `${field} ${fault}`);

test("an empty form asks for what its kind needs", () => {
  for (const kind of ["ban", "evidence", "person", "required", "advice"]) assert.deepEqual(faults(emptyForm(kind)), ["title title", "words words"]);
  assert.deepEqual(faults(emptyForm("requiredIf")), ["title title", "words words", "when when"]);
  assert.deepEqual(faults(emptyForm("number")), ["title title", "words words", "limits limit"]);
  assert.deepEqual(faults(emptyForm("exemption")), ["words sentences", "reason reason"]);
});

test("a filled form has no faults", () => {
  for (const kind of [...KINDS, "exemption"]) assert.deepEqual(faults(filled(kind)), [], kind);
});

test("white space is no title and no word", () => {
  assert.deepEqual(faults(filled("ban", { title: "  ", words: " \n\t\n" })), ["title title", "words words"]);
});

test("chosen products need at least one", () => {
  assert.deepEqual(faults(filled("ban", { forAll: false })), ["products products"]);
  assert.deepEqual(faults(filled("ban", { forAll: false, products: ["fund"] })), []);
});

test("each word of a number rule needs a number, and the rule a limit that is one", () => {
  assert.deepEqual(faults(filled("number", { words: "#元\n奖品" })), ["words mark"]);
  assert.deepEqual(faults(filled("number", { above: "" })), ["limits limit"]);
  assert.deepEqual(faults(filled("number", { above: "五百" })), ["limits digits"]);
  assert.deepEqual(faults(filled("number", { below: "9", above: "5" })), ["limits order"]);
  assert.deepEqual(faults(filled("number", { below: "５", above: "1,000" })), []);
  assert.equal(ruleOf(filled("number", { above: "1,000.5" }), 1).above, 1000.5);
  assert.equal(ruleOf(filled("number", { below: "０", above: "" }), 1).below, 0);
});

test("a rule comes back from the form as it was", () => {
  for (const kind of KINDS) {
    const rule = ruleOf(filled(kind, { forAll: false, products: ["fund", "loan"], severity: "high", suggestion: "删除", except: "丁" }), 7);
    assert.deepEqual(ruleOf(formOfRule(rule), 7), rule, kind);
  }
});

test("an exemption comes back from the form as it was", () => {
  const { own } = withForm(none, filled("exemption"), null);
  assert.deepEqual(own.exemptions, [{ number: 1, words: ["甲", "乙"], reason: "理由" }]);
  assert.deepEqual(withForm(own, formOfExemption(own.exemptions[0]), 1).own, own);
});

test("only what the kind uses is saved, and the form keeps the rest", () => {
  const form = filled("ban", { except: "丁", below: "3" });
  const rule = ruleOf(form, 1);
  assert.deepEqual([rule.when, rule.below, rule.above, rule.except], [[], null, null, ["丁"]]);
  assert.deepEqual(ruleOf({ ...form, kind: "required" }, 1).except, []);
  assert.deepEqual(ruleOf({ ...form, kind: "requiredIf" }, 1).when, ["丙"]);
  assert.equal(ruleOf({ ...form, kind: "advice", severity: "high" }, 1).severity, "low");
  assert.ok(!fieldsOf("advice").includes("severity"));
});

test("a new rule gets a number that was never used, and an edited one keeps its number and its place", () => {
  let { own } = withForm(none, filled("ban"), null);
  ({ own } = withForm(own, filled("exemption"), null));
  ({ own } = withForm(without(own, 2), filled("person"), null));
  assert.deepEqual([own.last, own.rules.map(({ number }) => number), own.exemptions], [3, [1, 3], []]);
  const changed = withForm(own, filled("ban", { title: "新标题" }), 1);
  assert.deepEqual(changed.own.rules.map(({ number, title }) => [number, title]), [[1, "新标题"], [3, "标题"]]);
  assert.equal(changed.own.last, 3);
});

test("a file whose last number is too small never makes two rules with one number", () => {
  const { own } = withForm(none, filled("ban"), null);
  assert.equal(withForm({ ...own, last: 0 }, filled("ban"), null).number, 2);
});

test("a deleted rule returns to its place, also after others have changed", () => {
  let own = none;
  for (const title of ["一", "二", "三"]) ({ own } = withForm(own, filled("ban", { title }), null));
  const titles = (all) => all.rules.map(({ title }) => title);
  assert.deepEqual(titles(restored(without(own, 2), own, 2)), ["一", "二", "三"]);
  assert.deepEqual(titles(restored(without(without(own, 2), 3), own, 2)), ["一", "二"]);
  assert.deepEqual(titles(restored(own, own, 2)), ["一", "二", "三"]);
});

test("the sentence around the words becomes a pattern that means the characters themselves", () => {
  const text = "首句。本产品(A类)保本保息，收益稳健！末句";
  const at = text.indexOf("保本");
  assert.equal(sentenceAround(text, [at, at + 4]), "本产品(A类)保本保息，收益稳健");
  assert.equal(literal("本产品(A类)#1 ~ 保本?"), "本产品（A类）＃1 ～ 保本？");
  assert.equal(sentenceAround(`${"长".repeat(150)}保本${"长".repeat(150)}`, [150, 152]), "保本");
});
