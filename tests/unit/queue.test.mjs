// The state of the queue: what can be done in it, which rows are selected, and where moving them puts them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { checkedOf, movesByFindings } from "../../ui/screens/queue/findings.js";
import { createSelection, followerAt, moveBy } from "../../ui/screens/queue/selection.js";
import { actionsOn, countsOf, createStore, markAfter, progressOf, recordsOf, runAction } from "../../ui/screens/queue/state.js";

const item = (id, state, more = {}) => ({ id, state, record: null, sameAs: null, ...more });
const queueOf = (items, revision = 1) => ({ items, status: { state: "running" }, atOnce: 1, tookMs: null, revision });
const changeOf = (items, revision) => ({ type: "queueChanged", ...queueOf(items, revision) });
const ids = (items) => items.map(({ id }) => id);

/** A store that holds these items; what the shell would answer can be changed. */
function storeOf(...items) {
  const shell = { queue: queueOf(items) };
  const changes = [];
  const store = createStore((structure) => changes.push(structure), async () => shell.queue);
  store.receive(shell.queue);
  return { store, shell, changes };
}

test("the run button starts, pauses or goes on as long as something waits or runs", () => {
  const some = { waiting: 1, running: 0 };
  assert.equal(runAction("ready", some), "start");
  assert.equal(runAction("running", some), "pause");
  assert.equal(runAction("held", some), "pause");
  assert.equal(runAction("pausing", { waiting: 0, running: 1 }), "goOn");
  assert.equal(runAction("interrupted", some), "goOn");
  assert.equal(runAction("paused", { waiting: 0, running: 0 }), undefined);
  assert.equal(runAction("done", some), undefined);
});

test("each action is offered where at least one item allows it", () => {
  assert.deepEqual(actionsOn([]), { stop: false, retry: false, accept: false, remove: false });
  assert.deepEqual(actionsOn([item(1, "running")]), { stop: true, retry: false, accept: false, remove: false });
  for (const state of ["failed", "stopped", "unsure"]) assert.equal(actionsOn([item(1, state)]).retry, true, state);
  assert.deepEqual(actionsOn([item(1, "alike"), item(2, "running")]), { stop: true, retry: false, accept: true, remove: true });
  assert.equal(actionsOn([item(1, "finished")]).retry, false);
});

test("what is the same as another item or looks like it does not count as work", () => {
  const counts = countsOf([item(1, "finished"), item(2, "failed"), item(3, "unsure"), item(4, "stopped"), item(5, "same"), item(6, "alike"), item(7, "waiting")]);
  assert.deepEqual(progressOf(counts), { of: 5, done: 4, parts: { finished: 1, failed: 1, unsure: 2 } });
});

test("the records of the list are told in its order, each once", () => {
  assert.deepEqual(recordsOf([item(1, "finished", { record: 9 }), item(2, "waiting"), item(3, "failed", { record: 4 }), item(4, "same", { record: 9 })]), [9, 4]);
});

test("the side bar marks a queue that has ended only if it was seen running", () => {
  const counts = (more) => ({ ...countsOf([]), ...more });
  assert.equal(markAfter(null, "done", counts({ finished: 2 })), null);
  assert.equal(markAfter("running", "done", counts({ finished: 2 })), "finished");
  assert.equal(markAfter("running", "done", counts({ finished: 2, unsure: 1 })), "failed");
  assert.equal(markAfter("finished", "done", counts({ finished: 2 })), "finished");
  assert.equal(markAfter("running", "pausing", counts({ running: 1 })), "running");
  assert.equal(markAfter("running", "paused", counts({ waiting: 1 })), null);
  assert.equal(markAfter(null, "interrupted", counts({})), "interrupted");
  assert.equal(markAfter("interrupted", "done", counts({})), null);
});

test("a change updates its files and appends new ones", async () => {
  const { store, changes } = storeOf(item(1, "finished"), item(2, "waiting"));
  await store.receiveChange(changeOf([item(2, "running")], 2));
  assert.equal(store.find(2).state, "running");
  await store.receiveChange(changeOf([item(2, "finished"), item(3, "waiting")], 3));
  assert.deepEqual(ids(store.items()), [1, 2, 3]);
  assert.deepEqual(changes, [true, false, true]);
});

test("a change that the store knows already is dropped, and after one it missed it fetches the queue", async () => {
  const { store, shell } = storeOf(item(1, "waiting"));
  await store.receiveChange(changeOf([item(1, "failed")], 1));
  assert.equal(store.find(1).state, "waiting");
  shell.queue = queueOf([item(1, "finished"), item(2, "running")], 4);
  await store.receiveChange(changeOf([item(2, "running")], 3));
  assert.deepEqual(store.items().map(({ state }) => state), ["finished", "running"]);
  assert.equal(store.queue().revision, 4);
});

test("an answer that is older than what the shell sent meanwhile is dropped", async () => {
  let answer;
  const store = createStore(() => undefined, () => new Promise((resolve) => (answer = resolve)));
  const reading = store.read();
  store.receive(queueOf([item(2, "waiting")], 2));
  answer(queueOf([item(1, "waiting")]));
  await reading;
  assert.deepEqual(ids(store.items()), [2]);
});

test("a move is shown at once, survives older states, and ends in the shell's order", async () => {
  const { store, shell } = storeOf(item(1, "waiting"), item(2, "waiting"), item(3, "waiting"));
  let confirm;
  const moving = store.move([3], 1, () => new Promise((resolve) => (confirm = resolve)));
  assert.deepEqual(ids(store.items()), [3, 1, 2]);
  store.receive(queueOf([item(1, "running"), item(2, "waiting"), item(3, "waiting")]));
  assert.deepEqual(ids(store.items()), [3, 1, 2]);
  assert.equal(store.find(1).state, "running");
  shell.queue = queueOf([item(1, "running"), item(3, "waiting"), item(2, "waiting")]);
  confirm();
  await moving;
  assert.deepEqual(ids(store.items()), [1, 3, 2]);
});

test("a move that the shell refuses is taken back", async () => {
  const { store } = storeOf(item(1, "waiting"), item(2, "waiting"));
  await assert.rejects(store.move([2], 1, async () => { throw { code: "internal", params: {} }; }));
  assert.deepEqual(ids(store.items()), [1, 2]);
});

test("a range is selected from the row selected last, in either direction", () => {
  const { store } = storeOf(...[1, 2, 3, 4].map((id) => item(id, "waiting")));
  const selection = createSelection(store);
  selection.toggle(2, false);
  selection.toggle(0, true);
  assert.deepEqual(ids(selection.items()), [1, 2, 3]);
  selection.toggle(1, false);
  assert.deepEqual(ids(selection.items()), [1, 3]);
  selection.setAll(true);
  assert.equal(selection.count(), 4);
  selection.toggle(9, false);
  assert.equal(selection.count(), 4);
});

test("items that have left the list are no longer selected", () => {
  const { store } = storeOf(item(1, "waiting"), item(2, "waiting"));
  const selection = createSelection(store);
  selection.setAll(true);
  store.receive(queueOf([item(2, "waiting"), item(3, "waiting")]));
  selection.prune();
  assert.deepEqual(ids(selection.items()), [2]);
  assert.equal(selection.has(3), false);
});

test("a key moves the waiting ones past the next waiting one and says why it cannot", () => {
  const items = [item(1, "finished"), item(2, "waiting"), item(3, "running"), item(4, "waiting"), item(5, "waiting")];
  assert.deepEqual(moveBy(items, [items[3]], -1), { ids: [4], before: 2 });
  assert.deepEqual(moveBy(items, [items[1]], 1), { ids: [2], before: 5 });
  assert.deepEqual(moveBy(items, [items[3]], 1), { ids: [4], before: null });
  assert.deepEqual(moveBy(items, [items[1], items[3]], 1), { ids: [2, 4], before: null });
  assert.equal(moveBy(items, [items[1]], -1), "first");
  assert.equal(moveBy(items, [items[4]], 1), "last");
  assert.equal(moveBy(items, [items[0], items[2]], 1), "none");
});

test("rows that are dropped go before the next one that was not dragged along", () => {
  const items = [1, 2, 3].map((id) => item(id, "waiting"));
  assert.equal(followerAt(items, [2], 1), 3);
  assert.equal(followerAt(items, [3], 3), null);
  assert.equal(followerAt(items, [1], 0), 2);
});

const counts = (high, medium = 0, low = 0, advice = 0) => ({ checked: { state: "checked", counts: { high, medium, low, advice } } });
const unchecked = (state) => ({ checked: { state } });
/** The order after the moves, as the shell makes them: what is moved keeps its order. */
function afterMoves(items) {
  const moves = movesByFindings(items);
  const order = moves.reduce((list, { ids: moved, before }) => {
    const rest = list.filter(({ id }) => !moved.includes(id));
    const at = before === null ? rest.length : rest.findIndex(({ id }) => id === before);
    return rest.toSpliced(at, 0, ...list.filter(({ id }) => moved.includes(id)));
  }, items);
  return { moves, order: ids(order) };
}

test("sorted by findings, waiting files with more high, then medium, then low findings come first; those not checked come last", () => {
  const { order } = afterMoves([
    item(1, "waiting", unchecked("reading")), item(2, "waiting", counts(0, 0, 9, 9)), item(3, "waiting", counts(1, 2)), item(4, "waiting", counts(0)),
    item(5, "waiting", counts(1, 3)), item(6, "waiting", counts(2)), item(7, "waiting", unchecked("unread")), item(8, "waiting", counts(1, 2)),
  ]);
  assert.deepEqual(order, [6, 5, 3, 8, 2, 4, 1, 7]);
});

test("sorted by findings, files that have had their turn stay before the waiting ones, and the others follow", () => {
  const { order } = afterMoves([
    item(1, "finished", counts(0)), item(2, "waiting", counts(0)), item(3, "alike", counts(5)), item(4, "waiting", counts(3)), item(5, "failed", counts(9)), item(6, "waiting", counts(4)),
  ]);
  assert.deepEqual(order, [1, 6, 4, 2, 3, 5]);
});

test("files in the order of their findings are not moved, and advice does not count", () => {
  assert.deepEqual(movesByFindings([]), []);
  assert.deepEqual(movesByFindings([item(1, "waiting", counts(1)), item(2, "finished", counts(9)), item(3, "waiting", counts(0, 0, 0, 1)), item(4, "waiting", counts(0, 0, 0, 7))]), []);
});

test("a thousand files with a hundred different counts are sorted in seven moves", () => {
  const items = Array.from({ length: 1000 }, (_, at) => item(at, "waiting", counts((at * 37) % 100)));
  const { moves, order } = afterMoves(items);
  assert.equal(moves.length, 7);
  assert.deepEqual(order, ids(items.toSorted((one, other) => other.checked.counts.high - one.checked.counts.high)));
});

test("several moves are shown at once and confirmed one after another", async () => {
  const { store, shell, changes } = storeOf(item(1, "waiting", counts(0)), item(2, "waiting", counts(2)), item(3, "waiting", counts(1)));
  changes.length = 0;
  const moves = movesByFindings(store.items());
  const confirmed = [];
  const done = store.moveAll(moves, async (move) => void confirmed.push(move));
  assert.deepEqual(ids(store.items()), [2, 3, 1]);
  assert.deepEqual(changes, [true]);
  shell.queue = queueOf(store.items(), 2);
  await done;
  assert.deepEqual(confirmed, moves);
  assert.deepEqual(ids(store.items()), [2, 3, 1]);
});

test("a file that is there twice counts once among those checked", () => {
  const items = [item(1, "waiting", counts(1)), item(2, "same", unchecked("waiting")), item(3, "waiting", unchecked("unread")), item(4, "waiting", unchecked("reading"))];
  assert.deepEqual(checkedOf(items), { done: 1, unread: 1, of: 3 });
});
