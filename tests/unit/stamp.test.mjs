// The time stamp of an archived review: when it is missing, and what is offered then.

import assert from "node:assert/strict";
import { test } from "node:test";

import { stampOffer } from "../../ui/screens/review/stamp-state.js";

const step = (kind, stamp = null) => ({ kind, stamp });
const reviewOf = (stamp, more = {}) => ({ state: "archived", steps: [step("reviewed"), step("archived")], stamp: { wanted: true, missing: true, problem: null, ...stamp }, ...more });

test("nothing is offered before the archive, without an authority, or once there is a stamp", () => {
  assert.equal(stampOffer(reviewOf({ missing: false }, { state: "reviewed" })), null);
  assert.equal(stampOffer(reviewOf({ wanted: false })), null);
  assert.equal(stampOffer(reviewOf({ missing: false })), null);
});

test("a first request is offered, and after a failure another one with its reason", () => {
  assert.deepEqual(stampOffer(reviewOf({})), { what: "never", again: false });
  assert.deepEqual(stampOffer(reviewOf({ problem: { code: "stamp_timeout", params: {} } })), { what: "failed", again: true });
});

test("a stamp that proves nothing can be replaced by another one", () => {
  const steps = [step("archived"), step("stamped", { trust: "untrusted" })];
  assert.deepEqual(stampOffer(reviewOf({}, { steps })), { what: "notHolding", again: true });
});
