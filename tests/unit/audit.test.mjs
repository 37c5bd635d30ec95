// An audit before it runs: what keeps it from starting, whether a report is out of date, and which file was brought by the user.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createAnswer } from "../../ui/screens/audit/answer.js";
import { createArrivals, createOpening, hindranceOf, isStale, restOf } from "../../ui/screens/audit/state.js";

test("a picture or a copy is enough for an audit, a file without either is not", () => {
  assert.equal(hindranceOf({ characters: 0, limit: 10, file: "picture" }), null);
  assert.equal(hindranceOf({ characters: 1, limit: 10, file: null }), null);
  assert.equal(hindranceOf({ characters: 1, limit: 10, file: "text" }), null);
  assert.equal(hindranceOf({ characters: 0, limit: 10, file: "text" }), "wordless");
  assert.equal(hindranceOf({ characters: 0, limit: 10, file: null }), "nothing");
});

test("a copy over the limit keeps an audit from starting, one at the limit does not", () => {
  assert.equal(hindranceOf({ characters: 11, limit: 10, file: "picture" }), "tooLong");
  assert.equal(hindranceOf({ characters: 10, limit: 10, file: "picture" }), null);
});

test("a report is out of date with another copy or another file, not with other white space around the copy", () => {
  const asked = { copy: "年化收益率3.6%", sha256: "a" };
  assert.equal(isStale(asked, { copy: " 年化收益率3.6%\n", sha256: "a" }), false);
  assert.equal(isStale(asked, { copy: "年化收益率36%", sha256: "a" }), true);
  assert.equal(isStale(asked, { copy: asked.copy, sha256: null }), true);
  assert.equal(isStale({ copy: "", sha256: null }, { copy: " ", sha256: null }), false);
});

test("parts without an answer can be asked for once the run has ended and is on record", () => {
  const parts = ["finished", "failed", "kept", "unasked"].map((state) => ({ state }));
  assert.deepEqual(restOf({ record: 4, phase: "ended", parts }), { record: 4, count: 2 });
  assert.equal(restOf({ record: 4, phase: "connected", parts }), null);
  assert.equal(restOf({ record: null, phase: "ended", parts }), null);
  assert.equal(restOf({ record: 4, phase: "ended", parts: parts.slice(0, 1) }), null);
});

test("a file that was dropped is brought by the user, one that is there after a start is not", () => {
  const arrivals = createArrivals();
  assert.equal(arrivals.receive("material"), false);
  arrivals.receive("dropped");
  assert.equal(arrivals.takeDropped(), true);
  assert.equal(arrivals.takeDropped(), false);
  assert.equal(arrivals.receive("material"), true);
  assert.equal(arrivals.receive("material"), false);
});

test("what comes of a drop is known after the first event about it", () => {
  const arrivals = createArrivals();
  arrivals.receive("dropped");
  arrivals.receive("queueAdding");
  assert.equal(arrivals.receive("material"), false);
  arrivals.receive("dropped");
  arrivals.receive("queueItem");
  assert.equal(arrivals.takeDropped(), false);
  assert.equal(arrivals.receive("material"), true);
});

test("findings come to the front once for each material, never over a report or what the user chose", () => {
  const opening = createOpening();
  assert.equal(opening.mayOpen("material 1", true), false);
  assert.equal(opening.mayOpen("material 1", false), true);
  assert.equal(opening.mayOpen("material 1", false), false);
  opening.chosen("material 2");
  assert.equal(opening.mayOpen("material 2", false), false);
  assert.equal(opening.mayOpen("material 3", false), true);
});

/** The findings of runs; the answers to `read` arrive when `arrive` is called. */
function answerOf() {
  const now = { material: 1, shown: [], arrive: [] };
  const read = (record) => new Promise((resolve, reject) => now.arrive.push({ yes: () => resolve({ check: null, answer: `of ${record}` }), no: reject }));
  return { now, answer: createAnswer({ read, material: () => now.material, show: (found, copy) => now.shown.push([found, copy]) }) };
}
const endedRun = (record, id = 1) => ({ record, asked: { copy: `copy ${record}`, material: id === null ? null : { id } } });

test("the findings of a run are listed once it has ended, with the copy that was sent", async () => {
  const { now, answer } = answerOf();
  const ended = answer.ended(endedRun(5));
  now.arrive[0].yes();
  await ended;
  assert.deepEqual(now.shown, [["of 5", "copy 5"]]);
});

test("the findings of the run before leave the list when the next one begins, also those that come late", async () => {
  const { now, answer } = answerOf();
  const ended = answer.ended(endedRun(5));
  answer.began();
  now.arrive[0].yes();
  await ended;
  assert.deepEqual(now.shown, [[null, ""]]);
});

test("the findings of a run on another material are not listed", async () => {
  const { now, answer } = answerOf();
  const ended = [answer.ended(endedRun(5))];
  now.material = 2;
  now.arrive[0].yes();
  await ended[0];
  assert.deepEqual(now.shown, []);
});

test("a run without a record and a record that can't be read change nothing in the list", async () => {
  const { now, answer } = answerOf();
  await answer.ended(endedRun(null));
  assert.equal(now.arrive.length, 0);
  const ended = answer.ended(endedRun(6));
  now.arrive[0].no(new Error("damaged"));
  await ended;
  assert.deepEqual(now.shown, []);
});
