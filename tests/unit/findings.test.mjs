// The list of findings: merging, order, numbers, filters, dismissals, and the checks behind it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { dayOf } from "../../ui/parts/findings/context-bar.js";
import { createDecisions } from "../../ui/parts/findings/decisions.js";
import { tableOf } from "../../ui/parts/findings/table.js";
import { recordedRows } from "../../ui/parts/findings/recorded.js";
import { createChecks } from "../../ui/parts/findings/checks.js";
import { arranged, choicesOf, countsOf, mergedRows, moved, passes, stateOf } from "../../ui/parts/findings/state.js";

const quadAt = (x, y, height = 20) => [[x, y], [x + 50, y], [x + 50, y + height], [x, y + height]];

const finding = (rule, more = {}) => ({
  rule, pack: "zh-core", kind: "ban", topic: "superlative", severity: "high", title: rule, explanation: "", excerpt: "全网最低", suggestion: "",
  basis: null, picture: [], copy: [], ...more,
});

const answer = (title, more = {}) => ({ title, severity: "medium", excerpt: "", basis: "", suggestion: "", passage: "", picture: [], copy: [], ...more });

const rulesOf = (...findings) => ({ findings, omitted: 0, notChecked: [], context: [], picture: "none", rules: 3, packs: [] });
const serviceOf = (...findings) => ({ findings, unparsed: 0 });
const own = (id, more = {}) => ({ id, severity: "low", title: `own ${id}`, note: "", excerpt: "", copy: null, quad: null, ...more });

test("a rule and the service that quote the same words make one row, whatever white space stands in them", () => {
  const rows = mergedRows(rulesOf(finding("a"), finding("b", { excerpt: "保本" })), serviceOf(answer("同一处", { excerpt: "全网\n 最低" }), answer("另一处", { excerpt: "零风险" })), []);
  assert.deepEqual(rows.map(({ sources, title }) => [sources.join("+"), title]), [["rules+service", "a"], ["rules", "b"], ["service", "另一处"]]);
  assert.equal(rows[0].said.title, "同一处");
});

test("a row of two sources is as serious as the more serious of both", () => {
  const [row] = mergedRows(rulesOf(finding("a", { severity: "low" })), serviceOf(answer("x", { excerpt: "全网最低", severity: "high" })), []);
  assert.equal(row.level, "high");
  const [other] = mergedRows(rulesOf(finding("a")), serviceOf(answer("x", { excerpt: "全网最低", severity: null })), []);
  assert.equal(other.level, "high");
});

test("findings without an excerpt are never merged, and advice stays advice", () => {
  const rows = mergedRows(rulesOf(finding("a", { excerpt: "" }), finding("b", { kind: "advice" })), serviceOf(answer("x"), answer("y", { excerpt: "全网最低" })), []);
  assert.equal(rows.length, 4);
  assert.equal(rows[1].level, "advice");
});

test("two equal findings have two keys, the same ones at each check", () => {
  const keys = () => mergedRows(rulesOf(finding("a"), finding("a")), null, []).map(({ key }) => key);
  assert.equal(new Set(keys()).size, 2);
  assert.deepEqual(keys(), keys());
});

test("rows are numbered in the order of the list, by severity or by position", () => {
  const rows = mergedRows(rulesOf(
    finding("nowhere", { severity: "high" }),
    finding("copy", { severity: "low", copy: [[4, 8]] }),
    finding("right", { severity: "high", picture: [quadAt(200, 102)] }),
    finding("left", { severity: "medium", picture: [quadAt(10, 105)] }),
    finding("top", { kind: "advice", severity: "high", picture: [quadAt(10, 5)] }),
  ), serviceOf(answer("unrated", { severity: null })), [own(1, { severity: "high" })]);
  const titles = (order) => arranged(rows, [], order).active.map(({ number, title }) => `${number} ${title}`);
  assert.deepEqual(titles("position"), ["1 top", "2 left", "3 right", "4 copy", "5 nowhere", "6 unrated", "7 own 1"]);
  assert.deepEqual(titles("severity"), ["1 right", "2 nowhere", "3 own 1", "4 left", "5 copy", "6 unrated", "7 top"]);
});

test("a filter hides rows without changing their numbers", () => {
  const rows = mergedRows(rulesOf(finding("a"), finding("b", { excerpt: "x", topic: "guarantee", kind: "evidence" })), null, [own(1)]);
  const { active } = arranged(rows, [], "severity");
  const left = (filter) => active.filter((row) => passes(row, { source: "", kind: "", topic: "", ...filter })).map(({ number }) => number);
  assert.deepEqual(left({}), [1, 2, 3]);
  assert.deepEqual(left({ topic: "guarantee" }), [2]);
  assert.deepEqual(left({ source: "person" }), [3]);
  assert.deepEqual(left({ kind: "evidence" }), [2]);
  assert.deepEqual(choicesOf(active), { source: ["rules", "person"], kind: ["ban", "evidence", "own"], topic: ["superlative", "guarantee"] });
});

test("what was dismissed is apart, with the reason, and comes back as the same finding at the next check", () => {
  const dismissals = [{ rule: "a", excerpt: "全网 最低", reason: "已有证明材料" }];
  const { active, dismissed } = arranged(mergedRows(rulesOf(finding("a"), finding("b")), null, [own(1)]), dismissals, "severity");
  assert.deepEqual(active.map(({ title }) => title), ["b", "own 1"]);
  assert.deepEqual(dismissed.map(({ row, reason }) => [row.title, reason]), [["a", "已有证明材料"]]);
});

test("only the kinds for which a person must judge are marked so, and each level is counted", () => {
  const kinds = ["ban", "required", "requiredIf", "number", "evidence", "layout", "person", "advice"];
  const rows = mergedRows(rulesOf(...kinds.map((kind, at) => finding(kind, { kind, excerpt: String(at) }))), null, []);
  assert.deepEqual(rows.filter(({ judged }) => judged).map(({ kind }) => kind), ["evidence", "layout", "person"]);
  assert.deepEqual(countsOf(rows), { high: 7, medium: 0, low: 0, open: 0, advice: 1 });
});

test("ranges follow the text around a change, and one that was changed is gone", () => {
  const before = "保本保息，全网最低";
  assert.deepEqual(moved([[0, 2], [5, 9]], before, "保本保息！！，全网最低"), [[0, 2], [7, 11]]);
  assert.deepEqual(moved([[0, 2], [5, 9]], before, "保本保息，全最低"), [[0, 2], null]);
  assert.deepEqual(moved([[5, 9]], before, "x"), [null]);
  assert.deepEqual(moved([[0, 2]], before, before), [[0, 2]]);
});

test("the list is clear only once words were checked", () => {
  const now = { anything: true, words: true, reading: false, checked: true, problem: false, rows: 0 };
  assert.equal(stateOf(now), "clear");
  assert.equal(stateOf({ ...now, checked: false }), "checking");
  assert.equal(stateOf({ ...now, words: false, reading: true }), "checking");
  assert.equal(stateOf({ ...now, words: false }), "empty");
  assert.equal(stateOf({ ...now, anything: false, words: false }), "empty");
  assert.equal(stateOf({ ...now, rows: 2 }), "found");
  assert.equal(stateOf({ ...now, rows: 2, problem: true }), "problem");
});

/** A check that is answered by hand, and timers that run when they are told to. */
function checking() {
  const [asked, said, timers] = [[], [], []];
  const checks = createChecks((request) => new Promise((resolve, reject) => asked.push({ request, resolve, reject })), {
    checked: (found) => said.push(found),
    failed: (thrown) => said.push(thrown),
  }, (act) => timers.push(act));
  const settle = async () => {
    for (const act of timers.splice(0)) act();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { checks, asked, said, settle };
}

test("keys in quick succession make one check", async () => {
  const { checks, asked, settle } = checking();
  for (const request of ["a", "ab", "abc"]) checks.ask(request);
  await settle();
  assert.deepEqual(asked.map(({ request }) => request), ["abc"]);
});

test("no two checks are under way, the newest runs next, and an answer that is out of date is not told", async () => {
  const { checks, asked, said, settle } = checking();
  checks.ask("a");
  await settle();
  checks.ask("b");
  await settle();
  checks.ask("c");
  await settle();
  assert.equal(asked.length, 1);
  asked[0].resolve("A");
  await settle();
  assert.deepEqual(asked.map(({ request }) => request), ["a", "c"]);
  asked[1].resolve("C");
  await settle();
  assert.deepEqual(said, ["C"]);
});

test("after a failure the next check runs, and a check that is dropped tells nothing", async () => {
  const { checks, asked, said, settle } = checking();
  checks.ask("a");
  await settle();
  asked[0].reject("no");
  await settle();
  checks.ask("b");
  await settle();
  checks.drop();
  asked[1].resolve("B");
  await settle();
  assert.deepEqual(said, ["no"]);
  assert.equal(checks.isWaiting(), false);
});

test("a day is understood however it is set apart, and one that does not exist is refused", () => {
  for (const text of ["2026-01-05", "2026/1/5", "2026.01.05", "20260105", " 2026年1月5日 "]) assert.equal(dayOf(text), "2026-01-05", text);
  for (const text of ["2026-02-30", "26-01-05", "2026", "x"]) assert.equal(dayOf(text), null, text);
  assert.equal(dayOf(" "), "");
});

test("a table has one line for each finding, and no cell of it is a formula", () => {
  const { active } = arranged(mergedRows(rulesOf(finding("a", { title: "=HYPERLINK(\"x\")", explanation: "一\t二\n三" }), finding("b")), null, []), [], "severity");
  const lines = tableOf(active).split("\n");
  assert.equal(lines.length, 3);
  assert.deepEqual(lines.map((line) => line.split("\t").length), [8, 8, 8]);
  assert.ok(lines[1].includes("\t'=HYPERLINK"), lines[1]);
  assert.ok(lines[1].includes("一 二 三"), lines[1]);
});

test("a finding of the person stays at its words while the copy changes, and loses its place with them", () => {
  const decisions = createDecisions();
  decisions.follow("利息低，额度高");
  decisions.add({ severity: "low", title: "x", note: "", excerpt: "额度高", copy: [4, 7], quad: null });
  decisions.follow("我行利息低，额度高");
  assert.deepEqual(decisions.own()[0].copy, [6, 9]);
  decisions.follow("我行利息低");
  assert.equal(decisions.own()[0].copy, null);
  assert.deepEqual(decisions.forRun().own, [{ severity: "low", title: "x", note: "", excerpt: "额度高", quad: null, copy: null }]);
});

test("what is restored is dismissed no more, and nothing decided holds for another material", () => {
  const decisions = createDecisions();
  const [row, other] = mergedRows(rulesOf(finding("a"), finding("b")), null, []);
  decisions.dismiss(row, "已有证明材料");
  decisions.dismiss(other, "其他");
  decisions.restore(row);
  assert.deepEqual(decisions.forRun().dismissed, [{ rule: "b", excerpt: "全网最低", reason: "其他" }]);
  const [answered] = mergedRows(null, serviceOf(answer("x", { excerpt: "零风险" })), []);
  decisions.dismiss(answered, "其他");
  assert.equal(arranged([answered], decisions.dismissed(), "severity").active.length, 0);
  assert.equal(decisions.forRun().dismissed.length, 1, "a record knows findings of rules alone");
  decisions.forget();
  assert.deepEqual(decisions.forRun(), { dismissed: [], own: [] });
});

const checkOf = (findings, more = {}) => ({ findings: rulesOf(...findings), dismissed: [], own: [], ...more });

test("a record lists the findings of the rules, of the service and of the person as one list, and sets apart what was dismissed", () => {
  const { rows, dismissed } = recordedRows({
    check: checkOf([finding("a"), finding("b", { excerpt: "保本" })], {
      dismissed: [{ rule: "b", excerpt: "保 本", reason: "属于法定提示语" }],
      own: [{ severity: "low", title: "字太小", note: "", excerpt: "", quad: null, copy: null }, { severity: "high", title: "无日期", note: "", excerpt: "", quad: null, copy: null }],
    }),
    answer: serviceOf(answer("同一处", { excerpt: "全网最低" }), answer("另一处", { excerpt: "零风险" })),
  });
  const { active, dismissed: apart } = arranged(rows, dismissed, "severity");
  assert.deepEqual(active.map(({ title, sources }) => `${title} ${sources.join("+")}`), ["a rules+service", "无日期 person", "另一处 service", "字太小 person"]);
  assert.deepEqual(apart.map(({ row, reason }) => [row.title, reason]), [["b", "属于法定提示语"]]);
  assert.equal(new Set(rows.map(({ key }) => key)).size, rows.length);
});

test("a record without a check lists what the service says", () => {
  const { rows, dismissed } = recordedRows({ check: null, answer: serviceOf(answer("x")) });
  assert.deepEqual([rows.map(({ title }) => title), dismissed], [["x"], []]);
});
