// Versions of a review: what is confirmed about earlier findings, and where the differences of two pictures lie.

import assert from "node:assert/strict";
import { test } from "node:test";

import { answerOf, isConfirmed, openPoints, spotOf } from "../../ui/screens/review/state.js";
import {
  choicesMatching, confirmedOf, dismissedAgain, likely, nextUnconfirmed, placeOfLater, shareOf, slid, spotsOf, withAnswer, wordlessRegions, zoomed,
} from "../../ui/screens/review/versions-state.js";

const draftOf = (...earlier) => ({ earlier, decisions: [] });
const answer = (number, status = "resolved", note = "") => ({ number, status, note });
const earlier = { findings: [{ number: 1 }, { number: 2 }, { number: 5 }], dismissed: [{ finding: "a", number: 3, reason: "已有证明材料" }], fresh: [] };
const missing = (what) => ({ what, finding: null, params: {} });
const rectangle = (x, y, width = 10, height = 10) => ({ x, y, width, height });

test("what no longer applies needs a note, the other statuses do not", () => {
  assert.equal(isConfirmed(null), false);
  assert.equal(isConfirmed(answer(1)), true);
  assert.equal(isConfirmed(answer(1, "present")), true);
  assert.equal(isConfirmed(answer(1, "notApplicable", " ")), false);
  assert.equal(isConfirmed(answer(1, "notApplicable", "该页已删除")), true);
});

test("a finding confirmed twice has one answer, and answers stay in the order of their numbers", () => {
  const draft = withAnswer(withAnswer(withAnswer(draftOf(), answer(5)), answer(1)), answer(5, "present"));
  assert.deepEqual(draft.earlier, [answer(1), answer(5, "present")]);
  assert.equal(answerOf(draft, 2), null);
});

test("the next unconfirmed finding comes after the last one, then from the start", () => {
  const review = { earlier, draft: draftOf(answer(2)) };
  assert.equal(nextUnconfirmed(review, null), 1);
  assert.equal(nextUnconfirmed(review, 1), 5);
  assert.equal(nextUnconfirmed(review, 5), 1);
  assert.deepEqual(confirmedOf(review), { done: 1, of: 3 });
  assert.equal(nextUnconfirmed({ earlier, draft: draftOf(answer(1), answer(2), answer(5, "notApplicable")) }, 1), 5, "it lacks a note");
  assert.equal(nextUnconfirmed({ earlier: null, draft: draftOf() }, null), null);
});

test("unconfirmed findings keep a review from being signed until they are confirmed, also before that is saved", () => {
  const review = { state: "open", draft: draftOf(answer(1)), earlier, findings: [], checklist: [], missingToSign: [missing("earlier"), missing("earlierGone")], missingToArchive: [] };
  assert.deepEqual(openPoints(review).map(({ what }) => what), ["earlier", "earlierGone"]);
  assert.deepEqual(spotOf(missing("earlier")), { tab: "versions", at: "" });
  const confirmed = { ...review, draft: draftOf(answer(1), answer(2), answer(5)) };
  assert.deepEqual(openPoints(confirmed).map(({ what }) => what), ["earlierGone"]);
});

test("what was dismissed before is offered until it is decided", () => {
  assert.equal(dismissedAgain({ earlier, draft: draftOf() }).length, 1);
  assert.equal(dismissedAgain({ earlier, draft: { earlier: [], decisions: [{ finding: "a" }] } }).length, 0);
});

test("reviews that the app recognises come alone at first, and words find the others", () => {
  const choices = [{ likeness: "number", number: "SC-2026-0001", title: "九月海报" }, { likeness: "none", number: "SC-2026-0002", title: "信用卡文案" }];
  assert.deepEqual(likely(choices), [choices[0]]);
  assert.deepEqual(choicesMatching(choices, "sc-2026 文案"), [choices[1]]);
  assert.deepEqual(choicesMatching(choices, "  "), choices);
});

test("the later picture lies where the same point is at the same place", () => {
  const earlierSize = { width: 1000, height: 2000 };
  // Twice as large, with a strip of 100 pixels above.
  const place = placeOfLater(earlierSize, { width: 2000, height: 4100 }, { scaleX: 2, scaleY: 2, x: 0, y: 100 });
  assert.deepEqual(place, { left: -0, top: -2.5, width: 100, height: 102.5 });
  const [x, y] = [500, 1000];
  assert.equal(((2 * y + 100) / 4100) * place.height + place.top, (100 * y) / 2000);
  assert.equal(((2 * x) / 2000) * place.width + place.left, (100 * x) / 1000);
});

test("pictures that can't be aligned are shown at the same width", () => {
  const place = placeOfLater({ width: 1000, height: 1000 }, { width: 500, height: 1000 }, null);
  assert.deepEqual([place.width, place.height, Math.abs(place.left), Math.abs(place.top)], [100, 200, 0, 0]);
});

test("a region is listed only where no words differ, and words come first", () => {
  const pictures = {
    words: [{ earlierPlace: rectangle(0, 0), laterPlace: null }, { earlierPlace: null, laterPlace: rectangle(50, 50) }, { earlierPlace: null, laterPlace: null }],
    regions: [
      { kind: "changed", earlier: rectangle(5, 5), later: rectangle(5, 5) },
      { kind: "added", earlier: rectangle(48, 48), later: rectangle(48, 48) },
      { kind: "recoloured", earlier: rectangle(10, 0), later: rectangle(80, 80) },
    ],
  };
  assert.deepEqual(wordlessRegions(pictures).map(({ kind }) => kind), ["recoloured"], "rectangles that only touch share nothing");
  const spots = spotsOf(pictures);
  assert.equal(spots.length, 4);
  assert.deepEqual(spots.at(-1), { earlier: rectangle(10, 0), later: rectangle(80, 80) });
  assert.deepEqual(shareOf(rectangle(10, 20, 30, 40), { width: 100, height: 200 }), { left: 10, top: 10, width: 30, height: 20 });
});

test("the line between the versions moves by keys and stays within the picture", () => {
  assert.equal(slid(50, "ArrowRight", false), 52);
  assert.equal(slid(50, "ArrowLeft", true), 40);
  assert.equal(slid(99, "ArrowUp", false), 100);
  assert.equal(slid(3, "PageDown", false), 0);
  assert.equal(slid(50, "Home", false), 0);
  assert.equal(slid(50, "End", false), 100);
  assert.equal(slid(50, "n", false), null);
  assert.deepEqual([zoomed(100, 1), zoomed(100, -1), zoomed(50, -1), zoomed(400, 1)], [150, 75, 50, 400]);
});
