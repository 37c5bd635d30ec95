// Where the words of the copy come from, followed through edits.

import assert from "node:assert/strict";
import { test } from "node:test";

import { copyFrom, copyOf, edited, withKept, ofOthers, placed, slice, sourcesOf, withPassage, without } from "../../ui/screens/audit/provenance.js";

const A = /** @type {const} */ ({ kind: "picture", sha256: "a".repeat(64), name: "海报A.jpg" });
const B = /** @type {const} */ ({ kind: "document", sha256: "b".repeat(64), name: "乙.docx" });
const TEXT = "【识别自海报A】\n年化收益率高达3.6%\n投资有风险";

/** As a person types it: one letter after the other. */
function type(copy, at, words) {
  let now = copy;
  for (const [index, letter] of Array.from(words).entries()) {
    const place = at + Array.from(words).slice(0, index).join("").length;
    now = edited(now, now.text.slice(0, place) + letter + now.text.slice(place), place + letter.length);
  }
  return now;
}

const erase = (copy, from, to) => edited(copy, copy.text.slice(0, from) + copy.text.slice(to), from);

/** What each source has of the text. */
const told = (copy) => sourcesOf(copy).map(({ from, to, kind, sha256 }) => [Array.from(copy.text).slice(from - 1, to).join(""), kind, sha256?.[0] ?? null]);

/** The source of each letter. */
const letters = (copy) => sourcesOf(copy).flatMap(({ from, to, kind, sha256 }) => new Array(to - from + 1).fill(`${kind} ${sha256}`));

const typedAndFilled = () => withPassage(type(copyOf(""), 0, "自己写的"), A, TEXT);

test("a passage is set apart from what was typed before it, and goes without a trace", () => {
  const copy = typedAndFilled();
  assert.equal(copy.text, `自己写的\n\n${TEXT}`);
  assert.deepEqual(told(copy), [["自己写的", "typed", null], [`\n\n${TEXT}`, "picture", "a"]]);
  const [only] = placed(copy);
  assert.equal(only.edited, false);
  assert.equal(copy.text.slice(only.from, only.to), TEXT);
  assert.equal(without(copy, [only.passage]).text, "自己写的");
});

test("what is typed before or on a line after a passage is none of it", () => {
  let copy = typedAndFilled();
  copy = type(copy, 0, "请看：");
  copy = type(copy, copy.text.length, "\n以合同为准");
  const [only] = placed(copy);
  assert.equal(only.edited, false);
  assert.equal(without(copy, [only.passage]).text, "请看：自己写的\n以合同为准");
});

test("what is typed into a passage, or goes on at its end, belongs to it and is told as typed", () => {
  for (const at of [20, `自己写的\n\n${TEXT}`.length]) {
    const copy = type(typedAndFilled(), at, "约");
    const [only] = placed(copy);
    assert.equal(only.edited, true);
    assert.equal(without(copy, [only.passage]).text, "自己写的");
    assert.ok(told(copy).some(([words, kind, file]) => words === "约" && kind === "typed" && file === "a"));
    assert.ok(sourcesOf(copy).filter(({ sha256 }) => sha256).every((source) => source.edited));
  }
});

test("a letter equal to the one beside it is told by the caret", () => {
  const copy = withPassage(copyOf(""), A, "保本保息");
  const before = edited(copy, "保保本保息", 1);
  assert.deepEqual(told(before), [["保", "typed", null], ["保本保息", "picture", "a"]]);
  const within = edited(copy, "保保本保息", 2);
  assert.deepEqual(told(within), [["保", "picture", "a"], ["保", "typed", "a"], ["本保息", "picture", "a"]]);
});

test("an emoji in place of another one is changed as a whole", () => {
  const copy = withPassage(copyOf(""), A, "保本😀保息");
  assert.deepEqual(told(edited(copy, "保本😁保息", 4)), [["保本", "picture", "a"], ["😁", "typed", "a"], ["保息", "picture", "a"]]);
});

test("a change that is taken back leaves the passage as it was put in", () => {
  let copy = typedAndFilled();
  const at = copy.text.indexOf("3.6");
  copy = erase(copy, at, at + 3);
  assert.equal(placed(copy)[0].edited, true);
  copy = type(copy, at, "3.6");
  assert.equal(placed(copy)[0].edited, false);
  assert.deepEqual(told(copy), told(typedAndFilled()));
});

test("a passage that was typed over is none any more", () => {
  const copy = withPassage(copyOf(""), A, "保本");
  assert.deepEqual(told(edited(copy, "稳健", 2)), [["稳健", "typed", null]]);
  let slowly = type(copy, 1, "守");
  slowly = erase(erase(slowly, 2, 3), 0, 1);
  assert.deepEqual(told(slowly), [["守", "typed", null]]);
  assert.deepEqual(placed(erase(copy, 0, 2)), []);
});

test("passages of other files are told from those of the file on the desk", () => {
  const copy = withPassage(typedAndFilled(), B, "随存随取");
  assert.deepEqual(ofOthers(copy, B.sha256).map(({ passage }) => passage.origin.name), ["海报A.jpg"]);
  assert.equal(ofOthers(copy, null).length, 2);
  const left = without(copy, ofOthers(copy, B.sha256).map(({ passage }) => passage));
  assert.deepEqual(told(left), [["自己写的", "typed", null], ["\n\n随存随取", "document", "b"]]);
});

test("what is kept is told so, and no longer after the next change of the material", () => {
  const copy = typedAndFilled();
  const kept = withKept(copy, placed(copy).map(({ passage }) => passage), true);
  assert.deepEqual(sourcesOf(kept).map((source) => source.kept), [false, true]);
  assert.equal(kept.text, copy.text);
  assert.equal(placed(kept)[0].edited, false);
});

test("known words that are pasted keep where they come from", () => {
  const copy = typedAndFilled();
  const part = slice(copy, copy.text.indexOf("年化"), copy.text.indexOf("\n投资"));
  const pasted = edited(copyOf("看"), `看${part.text}`, 1 + part.text.length, (inserted) => (inserted === part.text ? part : null));
  assert.deepEqual(told(pasted), [["看", "typed", null], ["年化收益率高达3.6%", "picture", "a"]]);
  assert.equal(placed(pasted)[0].edited, true);
});

test("a copy comes back from its sources, whatever was done to it", () => {
  let seed = 7;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 300; round += 1) {
    let copy = copyOf("");
    for (let step = 0; step < 12; step += 1) {
      const ends = [...Array.from(copy.text).map((_, index, all) => all.slice(0, index).join("").length), copy.text.length];
      const [from, to] = [ends[random(ends.length)], ends[random(ends.length)]].sort((one, other) => one - other);
      const what = random(5);
      if (what === 0) copy = withPassage(copy, random(2) ? A : B, ["保本保息", "😀字\n行"][random(2)]);
      else if (what === 1) copy = erase(copy, from, to);
      else if (what === 2 && placed(copy)[0]) copy = without(copy, [placed(copy)[0].passage]);
      else copy = type(copy, from, ["a", "保", "\n", "😀😁"][random(4)]);
      const sources = sourcesOf(copy);
      const covered = sources.map(({ from: begin, to: end }) => Array.from(copy.text).slice(begin - 1, end).join("")).join("");
      assert.equal(covered, copy.text);
      assert.equal(copy.stretches.reduce((sum, one) => sum + one.length, 0), copy.text.length);
      assert.ok(copy.stretches.every((one) => one.length > 0));
      const again = copyFrom(copy.text, sources);
      assert.equal(again.text, copy.text);
      assert.deepEqual(letters(again), letters(copy));
    }
  }
});

test("sources that do not fit the text say nothing", () => {
  const sources = sourcesOf(typedAndFilled());
  assert.deepEqual(told(copyFrom("别的", sources)), [["别的", "typed", null]]);
  assert.deepEqual(told(copyFrom("别的", [])), [["别的", "typed", null]]);
  assert.deepEqual(copyFrom("", []).stretches, []);
});

test("a change that is known to have been made survives a start", () => {
  const changed = erase(typedAndFilled(), 8, 10);
  assert.equal(placed(copyFrom(changed.text, sourcesOf(changed)))[0].edited, true);
  const same = typedAndFilled();
  assert.equal(placed(copyFrom(same.text, sourcesOf(same)))[0].edited, false);
});
