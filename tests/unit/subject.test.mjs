// The field for a company or a topic: the names asked about before, and which names can be asked about.

import assert from "node:assert/strict";
import { test } from "node:test";

import { charactersOf, createHistory, hindranceOf } from "../../ui/screens/subject/state.js";

const LIMITS = { subjectMin: 2, subjectMax: 4 };
const subjects = (...names) => names.map((name) => ({ name, pinned: false, askedAt: 0 }));
const names = (history) => history.offered().map(({ name }) => name);

test("a name is counted in characters, however many code units each has", () => {
  assert.equal(charactersOf(" 𠮷野家 "), 3);
});

test("a name that is too short can't be asked about, one that is too long only if the user insists", () => {
  assert.equal(hindranceOf("  ", LIMITS, ""), "nothing");
  assert.equal(hindranceOf("甲", LIMITS, ""), "tooShort");
  assert.equal(hindranceOf("甲乙丙丁", LIMITS, ""), null);
  assert.equal(hindranceOf("甲乙丙丁戊", LIMITS, ""), "tooLong");
  assert.equal(hindranceOf(" 甲乙丙丁戊 ", LIMITS, "甲乙丙丁戊"), null);
  assert.equal(hindranceOf("甲乙丙丁己", LIMITS, "甲乙丙丁戊"), "tooLong");
});

test("typing narrows the list, whatever the case of the letters", () => {
  const history = createHistory();
  history.set(subjects("Example Bank", "示例证券", "Sample Fund"));
  assert.equal(names(history).length, 3);
  history.type("AMPLE ");
  assert.deepEqual(names(history), ["Example Bank", "Sample Fund"]);
  history.type("");
  assert.equal(names(history).length, 3);
});

test("a chosen name does not narrow the list", () => {
  const history = createHistory();
  history.set(subjects("甲", "乙"));
  history.type("甲");
  history.put("甲");
  assert.deepEqual(names(history), ["甲", "乙"]);
});

test("the arrow keys go round the list, upwards from the field to its last row", () => {
  const history = createHistory();
  history.set(subjects("甲", "乙", "丙"));
  history.step(-1);
  assert.equal(history.active().name, "丙");
  history.step(1);
  assert.equal(history.active().name, "甲");
  history.leave();
  assert.equal(history.active(), undefined);
  history.step(1);
  assert.equal(history.at(), 0);
});

test("the active row stays within a list that has become shorter", () => {
  const history = createHistory();
  history.set(subjects("甲", "乙", "丙"));
  history.step(-1);
  history.set(subjects("甲"));
  assert.equal(history.active().name, "甲");
  history.set([]);
  assert.equal(history.at(), -1);
  history.step(1);
  assert.equal(history.at(), -1);
});
