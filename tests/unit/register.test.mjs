// The register of reviews: periods, key figures, rows and bars; and what a list of submissions gave.

import assert from "node:assert/strict";
import { test } from "node:test";
import { kindOf, partsOf } from "../../ui/screens/queue/submissions-state.js";
import { adoptionOf, firstPeriod, keyFigures, periodsOf, rowsOf, timeOf } from "../../ui/screens/review/register-state.js";

const HOUR = 3_600_000;
const none = {
  submissions: 0, concluded: 0, passed: 0, passedAfterChanges: 0, refused: 0, firstPass: 0, returned: 0, open: 0, overdue: 0, findings: 0, adopted: 0,
  changed: 0, dismissed: 0, medianMs: null, longestMs: null, compared: 0, altered: 0, unapproved: 0, items: 0, itemsDue: 0, itemsUndated: 0, rechecked: 0,
};
const list = { name: "a.csv", rows: 2, matched: 1, rowsWithoutFile: [], rowsRepeated: [], unreadDates: [], filesWithoutRow: [], unknownColumns: [] };

test("the periods to choose from are those that have submissions, the latest first", () => {
  const periods = periodsOf(["2025-12", "2026-09", "2026-07", "2026-10"]);
  assert.deepEqual(periods.years, ["2026", "2025"]);
  assert.deepEqual(periods.quarters, ["2026-Q4", "2026-Q3", "2025-Q4"]);
  assert.deepEqual(periods.months, ["2026-10", "2026-09", "2026-07", "2025-12"]);
});

test("the register begins with this year, or with all time where this year has nothing", () => {
  assert.equal(firstPeriod(["2026-09"], "2026-11-30"), "2026");
  assert.equal(firstPeriod(["2025-09"], "2026-11-30"), "");
  assert.equal(firstPeriod([], "2026-11-30"), "");
});

test("a rate without a whole is no zero, and what somebody has to look into is marked", () => {
  const value = (figures, wanted) => keyFigures(figures).find(({ name }) => name === wanted);
  assert.equal(value(none, "firstPass").value.value, null);
  assert.equal(value(none, "adoption").value.value, null);
  assert.equal(keyFigures(none).filter(({ warns }) => warns).length, 0);
  const some = { ...none, submissions: 5, concluded: 4, firstPass: 1, findings: 8, adopted: 3, changed: 1, dismissed: 4, open: 1, overdue: 1, compared: 2, altered: 1, unapproved: 1, items: 3, itemsDue: 2 };
  assert.equal(value(some, "firstPass").value.value, 0.25);
  assert.equal(adoptionOf(some), 0.5);
  assert.deepEqual(keyFigures(some).filter(({ warns }) => warns).map(({ name }) => name), ["overdue", "altered", "unapproved"]);
  assert.deepEqual([value(some, "items").value.value, value(some, "items").of], [2, 3]);
});

test("the parts of all bars together are as long as the largest group is large", () => {
  const group = (name, figures) => ({ name, figures: { ...none, ...figures } });
  const statistics = { types: [group("海报", { submissions: 4, passed: 2, refused: 1, open: 1 }), group("文案", { submissions: 1, passedAfterChanges: 1 })] };
  const [poster, copy] = rowsOf(statistics, "types").map(({ parts }) => parts.map(({ share }) => share));
  assert.deepEqual(poster, [0.5, 0, 0.25, 0.25]);
  assert.deepEqual(copy, [0, 0.25, 0, 0]);
  assert.deepEqual(rowsOf({ months: [] }, "months"), []);
});

test("a time is told in hours, and from two days on in days", () => {
  assert.deepEqual(timeOf(1.5 * HOUR), { unit: "hours", value: "1.5" });
  assert.deepEqual(timeOf(47.9 * HOUR), { unit: "hours", value: "47.9" });
  assert.deepEqual(timeOf(60 * HOUR), { unit: "days", value: "2.5" });
});

test("a list that fits is good news, and what did not fit is listed by kind", () => {
  assert.equal(kindOf(list), "good");
  assert.deepEqual(partsOf(list), []);
  const columns = { ...list, unknownColumns: ["备注"] };
  assert.equal(kindOf(columns), "good");
  assert.deepEqual(partsOf(columns), [{ kind: "unknownColumns", items: [{ row: null, text: "备注" }] }]);
  const rows = { ...columns, rowsWithoutFile: [{ row: 3, text: "没有.png" }], filesWithoutRow: ["横幅.jpg"] };
  assert.equal(kindOf(rows), "warn");
  assert.deepEqual(partsOf(rows).map(({ kind }) => kind), ["rowsWithoutFile", "filesWithoutRow", "unknownColumns"]);
  assert.equal(kindOf({ ...list, matched: 0 }), "warn");
});
