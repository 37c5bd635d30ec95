// The same request audited several times: the figure, the order of the list, and the audits that are asked for one after another.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createRepeats } from "../../ui/screens/records/stability/repeats.js";
import { figuresOf, missingRuns, rowsOf } from "../../ui/screens/records/stability/state.js";

const run = (record, unparsed = 0) => ({ record, createdMs: 0, offsetMinutes: 0, findings: 0, unparsed });
const finding = (title, severity, ...runs) => ({ title, severity, excerpt: "", basis: "", suggestion: "", runs });
const stabilityOf = (runs, findings) => ({ wanted: 3, requests: 1, demo: false, runs, findings });

test("the figure counts what came in all audits and what came in one alone", () => {
  const all = Array.from({ length: 12 }, (_, at) => finding(`all ${at}`, "high", 0, 1, 2));
  const some = [finding("two", "low", 0, 2), ...Array.from({ length: 5 }, (_, at) => finding(`one ${at}`, "low", at % 3))];
  const figures = figuresOf(stabilityOf([run(1, 2), run(2), run(3, 1)], [...all, ...some]));
  assert.deepEqual(figures, { total: 18, inAll: 12, inOne: 5, percent: 67, unparsed: 3 });
});

test("a rounded figure is never all or nothing unless it is", () => {
  const of = (inAll, total) => figuresOf(stabilityOf([run(1), run(2), run(3)], Array.from({ length: total }, (_, at) => finding(String(at), "low", ...(at < inAll ? [0, 1, 2] : [0, 1]))))).percent;
  assert.equal(of(299, 300), 99);
  assert.equal(of(1, 300), 1);
  assert.equal(of(300, 300), 100);
  assert.equal(of(0, 3), 0);
  assert.equal(of(0, 0), 0);
});

test("nothing stands out while there is one audit only", () => {
  const one = stabilityOf([run(1)], [finding("a", "high", 0)]);
  assert.equal(figuresOf(one).inOne, 0);
  assert.deepEqual(rowsOf(one).map(({ only }) => only), [false]);
  assert.equal(missingRuns(one), 2);
  assert.equal(missingRuns(stabilityOf([run(1), run(2), run(3), run(4)], [])), 0);
});

test("what came most often comes first, then the more serious, then as it came", () => {
  const list = stabilityOf([run(1), run(2), run(3)], [
    finding("once, low", "low", 0), finding("twice", "low", 0, 1), finding("once, unrated", null, 1), finding("always", null, 0, 1, 2), finding("once, high", "high", 2), finding("once, low again", "low", 2),
  ]);
  assert.deepEqual(rowsOf(list).map(({ finding: { title }, count, only }) => [title, count, only]), [
    ["always", 3, false], ["twice", 2, false], ["once, high", 1, true], ["once, low", 1, true], ["once, low again", 1, true], ["once, unrated", 1, true],
  ]);
});

// Web views have it, Node 20 has not.
Promise.withResolvers ??= function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};

/** A shell that answers what the test sends it. */
function shellOf() {
  const shell = { asked: [], cancelled: [], tell: () => undefined };
  globalThis.window = { __TAURI__: { core: {
    Channel: class { constructor(receive) { this.receive = receive; } },
    async invoke(command, args) {
      if (command === "run_cancel") return void shell.cancelled.push(args.run);
      shell.asked.push(args.record);
      shell.tell = args.channel.receive;
      return shell.asked.length;
    },
  } } };
  return shell;
}

const app = { service: () => ({ demo: false, origin: "https://service.example", key: { state: "none" } }), runBehind: (command) => command(), setKeyRefused: () => undefined };
const settled = () => new Promise((resolve) => setImmediate(resolve));
const started = (run) => ({ type: "started", run, demo: false, origin: "https://service.example", record: 10 + run });
const ended = (outcome, problem = null) => ({ type: "ended", outcome, problem, usage: null, elapsedMs: 1, markdownBytes: 1, viewCut: false, flowchart: false, formerAt: null });

function repeatsOf() {
  const heard = { finished: 0, ended: [] };
  const repeats = createRepeats(app, { changed: () => undefined, finished: () => (heard.finished += 1), ended: (problem) => heard.ended.push(problem?.code ?? null), notStopped: () => undefined });
  return { repeats, heard };
}

test("the next audit is asked for when one has finished, and the last one ends the row", async () => {
  const shell = shellOf();
  const { repeats, heard } = repeatsOf();
  repeats.start({ record: 7, title: "海报", model: "4-Plus", temperature: 0.5 }, 2);
  await settled();
  assert.deepEqual([shell.asked, repeats.now()?.at, repeats.now()?.of], [[7], 1, 2]);
  shell.tell(started(1));
  shell.tell(ended("finished"));
  await settled();
  assert.deepEqual([shell.asked, heard.finished, repeats.now()?.at], [[7, 7], 1, 2]);
  shell.tell(started(2));
  shell.tell(ended("finished"));
  await settled();
  assert.deepEqual([shell.asked.length, heard.finished, heard.ended, repeats.now()], [2, 2, [null], null]);
});

test("after one that fails or is cancelled nothing more is sent", async () => {
  const shell = shellOf();
  const { repeats, heard } = repeatsOf();
  const start = () => repeats.start({ record: 7, title: "海报", model: "4-Plus", temperature: 0.5 }, 2);
  start();
  await settled();
  shell.tell(ended("failed", { code: "repeat_other_service", params: {} }));
  await settled();
  assert.deepEqual([shell.asked.length, heard.ended, repeats.now()], [1, ["repeat_other_service"], null]);
  start();
  await settled();
  shell.tell(started(2));
  repeats.cancel();
  await settled();
  shell.tell(ended("cancelled"));
  await settled();
  assert.deepEqual([shell.asked.length, shell.cancelled, heard.ended.at(-1), repeats.now()], [2, [2], null, null]);
});
