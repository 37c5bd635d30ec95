// How the UI is laid out: one folder per screen, short files, and state that knows no page.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const UI = fileURLToPath(new URL("../../ui/", import.meta.url));
const MOST_LINES = 300;
const GENERATED = ["index.html", "ids.d.ts", "js/ipc.d.ts"];

const files = (folder = "") => readdirSync(join(UI, folder)).flatMap((name) => {
  const path = folder ? `${folder}/${name}` : name;
  return statSync(join(UI, path)).isDirectory() ? files(path) : [path];
});
const read = (path) => readFileSync(join(UI, path), "utf8");

test("each screen has its view and its code in a folder of its own", () => {
  for (const screen of readdirSync(join(UI, "screens"))) {
    for (const name of ["view.html", "screen.js"]) assert.ok(existsSync(join(UI, "screens", screen, name)), `screens/${screen}/${name}`);
  }
});

test("no file that is written by hand is longer than 300 lines", () => {
  const long = files().filter((path) => !GENERATED.includes(path) && !path.startsWith("locales/"))
    .filter((path) => read(path).split("\n").length - 1 > MOST_LINES);
  assert.deepEqual(long, []);
});

test("the state of a screen imports nothing that knows the page", () => {
  const states = files("screens").filter((path) => path.endsWith("/state.js"));
  assert.ok(states.length >= 5, states.join());
  for (const path of states) {
    const imported = [...read(path).matchAll(/^import .* from "(.*)";$/gm)].map(([, from]) => from);
    const allowed = imported.every((from) => ["../../parts/run/run.js"].includes(from));
    assert.ok(allowed, `${path} imports ${imported}`);
    assert.doesNotMatch(read(path), /\b(document|window)\./, path);
  }
});
