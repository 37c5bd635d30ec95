// A review: decisions and their undoing, the checklist, what is missing and where it is settled, and the saving of drafts.

import assert from "node:assert/strict";
import { test } from "node:test";

import { partsOfReason } from "../../ui/screens/review/reason-form.js";
import { createSaver } from "../../ui/screens/review/saver.js";
import {
  answeredOf, canBeCompared, categoriesOf, decisionOf, isAnswered, isDecided, isEditable, levelOf, merged, nextSpot, nextUnanswered, nextUndecided, openPoints, progressOf, rectificationWith,
  dueCounts, dueOf, nextToReview, rowOf, rowsMatching, spotOf, stepped, undone, withDecision, withResult,
} from "../../ui/screens/review/state.js";

const SUBMISSION = { number: "", title: "", type: "", channel: "", product: "", audience: "", department: "", submitter: "", contact: "", planned: "", validUntil: "", source: "" };
const draftOf = (more = {}) => ({ submission: SUBMISSION, decisions: [], checklist: [], conclusion: null, opinion: "", rectification: [], ...more });
const finding = (id, more = {}) => ({ id, number: 1, kind: "ban", severity: "high", title: id, excerpt: "", suggestion: "", ...more });
const decided = (id, choice = "adopted", more = {}) => ({ finding: id, choice, severity: null, wording: "", reason: choice === "adopted" ? "" : "已有证明材料", ...more });
const missing = (what, of = null) => ({ what, finding: of, params: {} });
const reviewOf = (more = {}) => ({ record: 1, state: "open", draft: draftOf(), findings: [finding("a"), finding("b"), finding("c")], checklist: [], missingToSign: [], missingToArchive: [], ...more });

test("an adopted finding needs nothing more, the other choices need a reason", () => {
  assert.equal(isDecided(null), false);
  assert.equal(isDecided(decided("a")), true);
  assert.equal(isDecided(decided("a", "dismissed")), true);
  assert.equal(isDecided(decided("a", "dismissed", { reason: " " })), false);
  assert.equal(isDecided(decided("a", "changed", { reason: "" })), false);
});

test("what was published is compared with a picture, once the review is signed", () => {
  const picture = { sha256: "a", name: "海报.png", width: 1, height: 1 };
  const can = (state, shown) => canBeCompared(reviewOf({ state, picture: shown }));
  assert.deepEqual(["open", "returned", "reviewed", "approved", "archived"].map((state) => can(state, picture)), [false, false, true, true, true]);
  assert.equal(can("archived", null), false);
});

test("the next undecided finding comes after the last one, then from the start", () => {
  const draft = withDecision(draftOf(), decided("b"));
  const review = reviewOf({ draft });
  assert.equal(nextUndecided(review, null), "a");
  assert.equal(nextUndecided(review, "a"), "c");
  assert.equal(nextUndecided(review, "c"), "a");
  assert.deepEqual(progressOf(review), { done: 1, of: 3 });
  const all = ["a", "c"].reduce((now, id) => withDecision(now, decided(id)), draft);
  assert.equal(nextUndecided({ ...review, draft: all }, "a"), null);
});

test("a finding decided twice has one decision, and undoing brings back the one before", () => {
  const first = withDecision(draftOf(), decided("a", "dismissed"));
  const second = withDecision(first, decided("a"));
  assert.equal(second.decisions.length, 1);
  assert.equal(decisionOf(undone(second, { finding: "a", before: decisionOf(first, "a") }), "a").choice, "dismissed");
  assert.equal(decisionOf(undone(first, { finding: "a", before: null }), "a"), null);
});

test("a changed finding shows its new level, a dismissed one none, and advice stays advice", () => {
  assert.equal(levelOf(finding("a"), decided("a", "changed", { severity: "low" })), "low");
  assert.equal(levelOf(finding("a"), decided("a", "dismissed")), "open");
  assert.equal(levelOf(finding("a", { kind: "advice" }), decided("a")), "advice");
  assert.equal(levelOf(finding("a", { kind: null }), null), "high");
});

test("a reason from the list and what was added to it are told apart again, also where it is the person's own", () => {
  const reasons = ["已有证明材料", "非本产品内容"];
  assert.deepEqual(partsOfReason("已有证明材料：示例编号 1", reasons), { chosen: "已有证明材料", text: "示例编号 1" });
  assert.deepEqual(partsOfReason("非本产品内容", reasons), { chosen: "非本产品内容", text: "" });
  assert.deepEqual(partsOfReason("已有证明材料不足", reasons), { chosen: "", text: "已有证明材料不足" });
});

test("steps stop at both ends", () => {
  const all = [finding("a"), finding("b")];
  assert.equal(stepped(all, "b", 1), "b");
  assert.equal(stepped(all, "a", -1), "a");
  assert.equal(stepped(all, "a", 1), "b");
  assert.equal(stepped([], null, 1), null);
});

test("a point that fails or does not apply is answered once it has a note", () => {
  const checklist = [{ id: "p", category: "知情权" }, { id: "q", category: "真实准确" }, { id: "r", category: "知情权" }];
  const draft = withResult(withResult(draftOf(), { point: "p", result: "pass", note: "" }), { point: "q", result: "notApplicable", note: "" });
  assert.deepEqual(answeredOf({ checklist, draft }), { done: 1, of: 3 });
  assert.equal(nextUnanswered({ checklist, draft }, "p"), "q");
  assert.equal(isAnswered({ point: "q", result: "fail", note: "没有出处" }), true);
  assert.deepEqual(categoriesOf(checklist).map(({ category, points }) => [category, points.map(({ id }) => id).join("")]), [["知情权", "pr"], ["真实准确", "q"]]);
});

test("rectification rows come from what was adopted or changed, once each, and rows that are there stay", () => {
  const draft = draftOf({ decisions: [decided("a"), decided("b", "dismissed"), decided("c", "changed", { wording: "新表述" })], rectification: [{ item: "", owner: "", deadline: "" }, { item: "自拟事项", owner: "王示例", deadline: "" }] });
  const itemOf = ({ title }, { wording }) => wording || title;
  const rows = rectificationWith(reviewOf({ draft }), itemOf);
  assert.deepEqual(rows.map(({ item }) => item), ["自拟事项", "a", "新表述"]);
  assert.equal(rows[0].owner, "王示例");
  assert.deepEqual(rectificationWith(reviewOf({ draft: { ...draft, rectification: rows } }), itemOf), rows);
});

test("the answer to a save brings what follows from the draft, never an older draft", () => {
  const mine = reviewOf({ draft: draftOf({ opinion: "正在写" }) });
  const answer = reviewOf({ draft: draftOf({ opinion: "正" }), proposed: "pass", missingToSign: [missing("number")] });
  const now = merged(mine, answer);
  assert.equal(now.draft.opinion, "正在写");
  assert.equal(now.proposed, "pass");
  assert.equal(openPoints(now).length, 1);
  assert.equal(merged(mine, { ...answer, state: "reviewed" }).draft.opinion, "正", "what was signed is shown as it was signed");
});

test("what is missing leads to its place, in the order of the work", () => {
  assert.deepEqual(spotOf(missing("decision", "b")), { tab: "findings", at: "b" });
  assert.deepEqual(spotOf(missing("department")), { tab: "submission", at: "department" });
  assert.deepEqual(spotOf(missing("approval")), { tab: "sign", at: "approval" });
  const checklist = [{ id: "p", required: true }];
  const review = reviewOf({ checklist, missingToSign: [missing("conclusion"), missing("submitter"), missing("number"), missing("checklist"), missing("decision", "b")] });
  assert.deepEqual(openPoints(review).map(({ what }) => what), ["decision", "number", "submitter", "checklist", "conclusion"]);
});

test("what was settled since the last save is missing no more, and what is signed is looked at no more", () => {
  const draft = draftOf({ decisions: [decided("b")], conclusion: "pass", submission: { ...SUBMISSION, number: "SC-2026-0001" } });
  const missingToSign = [missing("decision", "b"), missing("number"), missing("title"), missing("conclusion")];
  assert.deepEqual(openPoints(reviewOf({ draft, missingToSign })).map(({ what }) => what), ["title"]);
  const signed = reviewOf({ state: "reviewed", draft, missingToSign, missingToArchive: [missing("approval")] });
  assert.deepEqual(openPoints(signed).map(({ what }) => what), ["approval"]);
  assert.deepEqual(openPoints({ ...signed, state: "archived" }), []);
});

test("a checklist that is complete before it is saved is missing no more", () => {
  const checklist = [{ id: "a", required: true }, { id: "b", required: true }, { id: "c", required: false }];
  const missingToSign = [missing("checklist"), missing("note")];
  const whatIsOpen = (/** @type {object[]} */ results) => openPoints(reviewOf({ checklist, draft: draftOf({ checklist: results }), missingToSign })).map(({ what }) => what);
  const [a, b] = [{ point: "a", result: "pass", note: "" }, { point: "b", result: "fail", note: "" }];
  assert.deepEqual(whatIsOpen([a]), ["checklist"]);
  assert.deepEqual(whatIsOpen([a, b]), ["note"]);
  assert.deepEqual(whatIsOpen([a, { ...b, note: "缺少出处" }]), []);
});

test("who leaves a gap as it is comes to the next one, and at last to the signature", () => {
  const review = reviewOf({ missingToSign: [missing("number"), missing("department")] });
  const first = nextSpot(review, null);
  assert.deepEqual(first, { tab: "submission", at: "number" });
  assert.deepEqual(nextSpot(review, first), { tab: "submission", at: "department" });
  assert.deepEqual(nextSpot(review, { tab: "submission", at: "department" }), { tab: "sign", at: "" });
  assert.deepEqual(nextSpot(review, { tab: "submission", at: "title" }), first, "what was settled is not looked for");
});

test("a returned review can be changed again, a signed or archived one can't", () => {
  assert.deepEqual(["open", "returned", "reviewed", "approved", "archived"].filter((state) => isEditable({ state })), ["open", "returned"]);
});

test("the list is filtered by state and by all words, wherever they stand", () => {
  const row = (record, more) => ({ record, number: `SC-2026-000${record}`, title: "九月海报", type: "营销宣传", department: "零售信贷部", submitter: "王示例", state: "open", retainUntil: "", ...more });
  const rows = [row(1, {}), row(2, { title: "朋友圈长图", state: "archived" }), row(3, { submitter: "赵示例" })];
  const found = (text, state = "") => rowsMatching(rows, { text, state }, "2026-11-30").map(({ record }) => record);
  assert.deepEqual(found(""), [1, 2, 3]);
  assert.deepEqual(found("sc-2026 长图"), [2]);
  assert.deepEqual(found("零售 赵"), [3]);
  assert.deepEqual(found("", "archived"), [2]);
});

test("archived reviews near or past the day until which they are kept are counted and can be listed", () => {
  const days = ["", "2031-11-30", "2027-02-28", "2027-03-01", "2026-11-30", "2026-11-29"];
  const rows = days.map((retainUntil, at) => ({ record: at, number: "", title: "", type: "", department: "", submitter: "", state: "archived", retainUntil }));
  const today = "2026-11-30";
  assert.deepEqual(rows.map((row) => dueOf(row, today)), [null, null, "soon", null, "soon", "over"]);
  assert.deepEqual(dueCounts(rows, today), { soon: 2, over: 1 });
  const found = (state) => rowsMatching(rows, { text: "", state }, today).map(({ record }) => record);
  assert.deepEqual([found("soon"), found("over"), found("archived").length], [[2, 4], [5], 6]);
});

test("after one review comes the next that waits for a reviewer, and its row follows what is saved", () => {
  const rows = ["archived", "open", "reviewed", "returned"].map((state, at) => ({ record: at + 1, state, title: "记录", undecided: 9 }));
  assert.equal(nextToReview(rows, 1), 2);
  assert.equal(nextToReview(rows, 2), 4);
  assert.equal(nextToReview(rows, 4), 2);
  assert.equal(nextToReview([rows[0]], 1), null);
  const draft = draftOf({ decisions: [decided("a")], conclusion: "pass", submission: { ...SUBMISSION, number: "SC-2026-0001" } });
  const row = rowOf(rows[1], reviewOf({ draft }));
  assert.deepEqual([row.number, row.title, row.conclusion, row.undecided], ["SC-2026-0001", "记录", "pass", 2]);
});

/** A saver whose saves are answered by hand, and timers that run when they are told to. */
function saving() {
  const [asked, said, timers] = [[], [], []];
  const saver = createSaver({
    save: (record, draft) => new Promise((resolve, reject) => asked.push({ record, draft, resolve, reject })),
    saved: (answer) => said.push(answer),
    failed: (thrown) => said.push(thrown),
    changed: () => undefined,
  }, (act) => timers.push(act));
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const settle = async () => {
    for (const act of timers.splice(0)) act();
    await turn();
  };
  return { saver, asked, said, settle, turn };
}

test("keys in quick succession make one save, of the last draft", async () => {
  const { saver, asked, settle } = saving();
  for (const draft of ["a", "ab", "abc"]) saver.put(1, draft);
  await settle();
  assert.deepEqual(asked.map(({ draft }) => draft), ["abc"]);
});

test("what is typed during a save is saved after it, one save at a time", async () => {
  const { saver, asked, settle, turn } = saving();
  saver.put(1, "a");
  await settle();
  saver.put(1, "b");
  await settle();
  assert.equal(asked.length, 1);
  asked[0].resolve("A");
  await turn();
  assert.deepEqual(asked.map(({ draft }) => draft), ["a", "b"]);
  asked[1].resolve("B");
  await turn();
  assert.equal(saver.unsaved(1), null);
});

test("leaving saves at once and says whether everything is saved", async () => {
  const { saver, asked, turn } = saving();
  saver.put(1, "a");
  const done = saver.flush();
  await turn();
  assert.equal(asked.length, 1);
  asked[0].resolve("A");
  assert.equal(await done, true);
  assert.equal(await saver.flush(), true);
  assert.equal(asked.length, 1);
});

test("a draft that could not be saved is kept, of each review its own, and saved at the next occasion", async () => {
  const { saver, asked, said, turn } = saving();
  saver.put(1, "a");
  const failing = saver.flush();
  await turn();
  asked[0].reject("full");
  assert.equal(await failing, false);
  assert.deepEqual(said, ["full"]);
  assert.equal(saver.unsaved(1), "a");
  saver.put(2, "x");
  const second = saver.flush();
  await turn();
  asked[1].resolve("A");
  await turn();
  asked[2].resolve("X");
  assert.equal(await second, true);
  assert.deepEqual(asked.map(({ record, draft }) => `${record} ${draft}`), ["1 a", "1 a", "2 x"]);
});
