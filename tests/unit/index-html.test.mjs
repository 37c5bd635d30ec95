// The generated files of the window are those that the script makes of its parts.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

const { declarations, generated } = createRequire(import.meta.url)("../../scripts/index-html");

for (const { file, text } of generated()) {
  test(`${file.split("/").at(-1)} equals what scripts/index-html makes`, () => {
    assert.equal(readFileSync(file, "utf8"), text, "run scripts/index-html");
  });
}

test("an id is declared with the type of its element, in a template without the prefix of an instance", () => {
  const text = declarations('<template id="card"><button id="go"></button></template><div data-template="card" data-prefix="one"></div><svg><use id="sign"/></svg>');
  assert.match(text, /interface Ids \{\n  "one-go": HTMLElementTagNameMap\["button"\];\n  "sign": SVGElementTagNameMap\["use"\];\n\}/);
  assert.match(text, /"card": \{\n    "go": HTMLElementTagNameMap\["button"\];\n  \}/);
});

test("an id that is there twice is refused", () => {
  assert.throws(() => declarations('<p id="a"></p><p id="a"></p>'), /two elements have the id a/);
});

test("a reference to an id that is not there is refused, in a template as well", () => {
  assert.throws(() => declarations('<label for="a"></label>'), /for refers to a/);
  assert.throws(() => declarations('<template id="card"><label for="a"></label></template><div data-template="card" data-prefix="one"></div>'), /for refers to one-a/);
});

test("a template that is not there is refused", () => {
  assert.throws(() => declarations('<div data-template="card"></div>'), /there is no template card/);
});
