// A conversation: what is sent along, what keeps an utterance from being sent, and drafts with the edits over them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { chipsOf } from "../../ui/screens/sparring/check-chips.js";
import { createDrafts } from "../../ui/screens/sparring/drafts.js";
import { hindranceOf, historyOf, isUnanswered, lastOwn, nextOwn, stillHolds } from "../../ui/screens/sparring/state.js";

const briefing = { speaker: "adviser", source: "scenario", text: "您是一位谨慎的客户" };
const partner = (text) => ({ speaker: "partner", source: "service", text });
const own = (text) => ({ speaker: "adviser", source: "person", text });
const LINES = [briefing, partner("您好"), own("这款产品很稳健"), partner("能保本吗？"), own("不能保证本金")];

test("no more lines are sent along than the service takes, and a forgotten briefing is told", () => {
  assert.deepEqual(historyOf(LINES, 5, 10), { from: 0, to: 5, forgotten: false });
  assert.deepEqual(historyOf(LINES, 5, 3), { from: 2, to: 5, forgotten: true });
  assert.deepEqual(historyOf(LINES.slice(1), 4, 3), { from: 1, to: 4, forgotten: false });
});

test("the last own line is the user's, not the scenario's", () => {
  assert.equal(lastOwn(LINES), 4);
  assert.equal(lastOwn([briefing, partner("您好")]), -1);
});

test("the arrow keys go from one own line to the next and end at the first and the last", () => {
  assert.deepEqual(nextOwn(LINES, Number.POSITIVE_INFINITY, -1), { index: 4, original: "不能保证本金" });
  assert.deepEqual(nextOwn(LINES, 4, -1), { index: 2, original: "这款产品很稳健" });
  assert.equal(nextOwn(LINES, 2, -1), null);
  assert.equal(nextOwn(LINES, 4, 1), null);
});

test("a conversation that ends with the user's words is unanswered", () => {
  assert.equal(isUnanswered(LINES), true);
  assert.equal(isUnanswered([...LINES, partner("明白了")]), false);
  assert.equal(isUnanswered([]), false);
});

test("an empty text is told before a long one, and a long one before an answer under way", () => {
  assert.equal(hindranceOf({ characters: 0, limit: 5, busy: true }), "empty");
  assert.equal(hindranceOf({ characters: 6, limit: 5, busy: true }), "tooLong");
  assert.equal(hindranceOf({ characters: 5, limit: 5, busy: true }), "busy");
  assert.equal(hindranceOf({ characters: 5, limit: 5, busy: false }), null);
});

test("a hindrance holds until what it was about has changed", () => {
  assert.equal(stillHolds("empty", { characters: 1, limit: 5, busy: false }), false);
  assert.equal(stillHolds("tooLong", { characters: 6, limit: 5, busy: false }), true);
  assert.equal(stillHolds("tooLong", { characters: 5, limit: 5, busy: false }), false);
  assert.equal(stillHolds("busy", { characters: 6, limit: 5, busy: false }), false);
});

const EDIT = { index: 2, original: "这款产品很稳健" };

test("each conversation has its own draft, and the first one takes what was typed before it existed", () => {
  const drafts = createDrafts();
  drafts.type("您好");
  drafts.adopt(7);
  assert.equal(drafts.show(7), "您好");
  assert.equal(drafts.show(8), "");
  drafts.type("再见");
  assert.equal(drafts.show(7), "您好");
  assert.equal(drafts.show(0), "");
});

test("leaving an edit brings the draft back, and returning to the line brings the edit back", () => {
  const drafts = createDrafts();
  drafts.type("草稿");
  assert.equal(drafts.startEdit(EDIT), "这款产品很稳健");
  drafts.type("这款产品有风险");
  assert.deepEqual(drafts.endEdit(), { text: "草稿", changed: true });
  assert.equal(drafts.edit(), null);
  assert.equal(drafts.startEdit(EDIT), "这款产品有风险");
  assert.equal(drafts.startEdit({ index: 4, original: "不能保证本金" }), "不能保证本金");
  assert.deepEqual(drafts.endEdit(), { text: "草稿", changed: false });
  assert.equal(drafts.endEdit(), null);
});

test("an edit that was left is forgotten once the line reads differently", () => {
  const drafts = createDrafts();
  drafts.startEdit(EDIT);
  drafts.type("改过的");
  drafts.endEdit();
  assert.equal(drafts.startEdit({ index: 2, original: "另一句话" }), "另一句话");
});

test("a sent edit leaves the draft under it, and what was typed meanwhile stays", () => {
  const drafts = createDrafts();
  drafts.show(7);
  drafts.type("草稿");
  drafts.startEdit(EDIT);
  drafts.type("这款产品有风险");
  assert.equal(drafts.sent(7, "这款产品有风险"), true);
  assert.equal(drafts.text(), "草稿");
  assert.equal(drafts.sent(7, "别的"), false);
  assert.equal(drafts.text(), "草稿");
  drafts.show(8);
  assert.equal(drafts.sent(7, "草稿"), false);
  assert.equal(drafts.show(7), "");
});

const finding = (excerpt, title, more = {}) => ({ kind: "ban", severity: "high", excerpt, title, copy: [[0, excerpt.length]], ...more });

test("words of a line that several rules object to are named once, with all of the rules", () => {
  const { chips, more } = chipsOf([finding("保本", "承诺保本"), finding("保本", "与存款混淆", { severity: "low" }), finding("保本", "承诺保本")]);
  assert.deepEqual(chips, [{ words: "保本", titles: ["承诺保本", "与存款混淆"], severity: "high", from: 0, to: 2 }]);
  assert.equal(more, 0);
});

test("three words of a line are shown, and how many others there are", () => {
  const { chips, more } = chipsOf(["保本", "全网最低", "零风险", "稳赚", "必涨"].map((words) => finding(words, words)));
  assert.deepEqual(chips.map(({ words }) => words), ["保本", "全网最低", "零风险"]);
  assert.equal(more, 2);
});

test("what a line lacks, and advice, is not shown while it is typed", () => {
  assert.deepEqual(chipsOf([finding("", "缺少风险提示", { copy: [] }), finding("您好", "建议", { kind: "advice" })]), { chips: [], more: 0 });
});
