// The list of records: filters as a query, the selection, pages of rows, and the way from one record to the next.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createFound } from "../../ui/screens/records/found.js";
import { createSelection } from "../../ui/screens/records/selection.js";
import { FIRST_ORDER, orderedBy, queryOf, restrictionsOf, startOf, whyEmpty } from "../../ui/screens/records/state.js";
import { trailOfFound, trailOfOrigin } from "../../ui/screens/records/trail.js";

const NOTHING = { text: "", scope: "everywhere", kinds: [], outcomes: [], service: "any", model: "", from: "", until: "" };

/** Answers the commands of the shell. */
function shellWith(commands) {
  globalThis.window = { __TAURI__: { core: { invoke: async (command, args) => commands[command](args) } } };
}

/** Lets everything go on that is not waiting for the shell. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("without filters the query asks for all records, the newest first", () => {
  assert.deepEqual(queryOf(NOTHING, FIRST_ORDER), {
    text: "", scope: "everywhere", kinds: [], outcomes: [], demo: null, model: null, fromMs: null, untilMs: null, sort: "created", descending: true,
  });
});

test("a day in the query lasts from midnight to midnight by the clock of this machine", () => {
  const { fromMs, untilMs } = queryOf({ ...NOTHING, from: "2026-02-28", until: "2026-02-28" }, FIRST_ORDER);
  assert.equal(fromMs, new Date(2026, 1, 28).getTime());
  assert.equal(untilMs, new Date(2026, 2, 1).getTime());
});

test("the query trims the text and names the service", () => {
  assert.equal(queryOf({ ...NOTHING, text: "  年化 收益 " }, FIRST_ORDER).text, "年化 收益");
  assert.equal(queryOf({ ...NOTHING, service: "demo" }, FIRST_ORDER).demo, true);
  assert.equal(queryOf({ ...NOTHING, service: "real" }, FIRST_ORDER).demo, false);
});

test("a second click on a column turns its order round, another column begins with its own", () => {
  const byTitle = orderedBy(FIRST_ORDER, "title");
  assert.deepEqual(byTitle, { by: "title", descending: false });
  assert.deepEqual(orderedBy(byTitle, "title"), { by: "title", descending: true });
  assert.deepEqual(orderedBy(byTitle, "elapsed"), { by: "elapsed", descending: true });
  assert.deepEqual(orderedBy(FIRST_ORDER, "created"), { by: "created", descending: false });
});

test("each filter in force has a chip; the text and the default choices have none", () => {
  assert.deepEqual(restrictionsOf({ ...NOTHING, text: "年化" }), []);
  const all = { text: "", scope: "answer", kinds: ["audit", "lines"], outcomes: ["failed"], service: "real", model: "4-Air", from: "2026-01-01", until: "2026-12-31" };
  assert.deepEqual(restrictionsOf(all).map(({ name, value }) => `${name}=${value}`), [
    "kind=audit", "kind=lines", "outcome=failed", "scope=answer", "service=real", "model=4-Air", "from=2026-01-01", "until=2026-12-31",
  ]);
});

test("the quick ranges begin at the start of the day, seven days, the month and the year", () => {
  const now = new Date(2026, 2, 3, 15);
  assert.equal(startOf("today", now), "2026-03-03");
  assert.equal(startOf("week", now), "2026-02-25");
  assert.equal(startOf("month", now), "2026-03-01");
  assert.equal(startOf("year", now), "2026-01-01");
});

test("an empty list says whether there are no records, none that fit, or none that can be used", () => {
  assert.equal(whyEmpty(null, false), null);
  assert.equal(whyEmpty({ total: 2, of: 2 }, false), null);
  assert.equal(whyEmpty({ total: 0, of: 0 }, false), "empty");
  assert.equal(whyEmpty({ total: 0, of: 9 }, false), "filtered");
  assert.equal(whyEmpty({ total: 2, of: 2 }, true), "unusable");
});

test("all records but some are selected without knowing each of them", async () => {
  const selection = createSelection();
  selection.set(3, true);
  assert.equal(selection.count(10), 1);
  selection.setAll(true);
  selection.set(3, false);
  assert.equal(selection.count(10), 9);
  assert.equal(selection.has(3), false);
  assert.equal(selection.has(4), true);
  assert.equal(selection.isOpen(), true);
  assert.deepEqual(await selection.ids(async () => [{ id: 2 }, { id: 3 }, { id: 4 }]), [2, 4]);
  selection.setAll(false);
  assert.deepEqual(await selection.ids(async () => assert.fail("nothing to look up")), []);
});

const rowsFrom = (from, count) => Array.from({ length: count }, (_, index) => ({ id: from + index, damaged: false }));

test("rows are fetched by the page once they are in sight, and marked if they are damaged", async () => {
  const asked = [];
  shellWith({
    records_search: () => ({ search: 1, total: 250, of: 250, models: [], rows: rowsFrom(0, 100) }),
    records_page({ from, count }) {
      asked.push(from);
      return rowsFrom(from, Math.min(count, 250 - from));
    },
    records_damaged: ({ ids }) => ids.filter((id) => id === 205),
  });
  const found = createFound({ changed: () => undefined, arrived: () => undefined, failed: assert.fail });
  await found.search({}, false);
  assert.equal(found.row(99).id, 99);
  assert.equal(found.row(205), undefined);
  found.want(200, 210);
  await settled();
  await settled();
  assert.deepEqual(asked, [200]);
  assert.equal(found.row(205).damaged, true);
  assert.equal(found.row(204).damaged, false);
});

test("of two searches the answer to the newer one counts", async () => {
  const answers = [];
  shellWith({ records_search: () => new Promise((resolve) => answers.push(resolve)) });
  const found = createFound({ changed: () => undefined, arrived: () => undefined, failed: assert.fail });
  const [older, newer] = [found.search({}, false), found.search({}, false)];
  answers[1]({ search: 2, total: 1, of: 1, models: [], rows: rowsFrom(20, 1) });
  answers[0]({ search: 1, total: 1, of: 1, models: [], rows: rowsFrom(10, 1) });
  await Promise.all([older, newer]);
  assert.equal(found.row(0).id, 20);
});

test("the neighbour of a record is found although newer records came before it", async () => {
  const rows = [{ id: 9 }, { id: 8 }, { id: 5 }, { id: 4 }, { id: 3 }];
  const found = { total: () => rows.length, rows: async (from, to) => rows.slice(from, to) };
  // It was opened as the first row, before 9 and 8 were there.
  const trail = trailOfFound(found, 0, 5);
  assert.deepEqual(await trail.step(1), { id: 4, row: { id: 4 } });
  assert.equal(trail.at(), 3);
  assert.equal((await trail.step(1)).id, 3);
  assert.equal(await trail.step(1), null);
  assert.equal(trail.at(), 4);
});

test("a record that was opened on another screen goes on among the rows of that screen", async () => {
  let records = [7, 8, 9];
  const trail = trailOfOrigin({ screen: "queue", records: () => records, left: () => undefined }, 8);
  assert.equal(trail.at(), 1);
  records = [7, 9];
  assert.equal(trail.at(), 1);
  assert.equal((await trail.step(-1)).id, 7);
  assert.equal(await trail.step(-1), null);
  assert.equal(trail.total(), 2);
});
