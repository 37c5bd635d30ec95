// The state of the queue: what can be done in it, which rows are selected, and where moving them puts them.

import assert from "node:assert/strict";
import { test } from "node:test";

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
