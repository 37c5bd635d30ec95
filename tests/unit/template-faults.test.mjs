// What is wrong with a template of letters, in words.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { setLanguage } from "../../ui/js/i18n.js";
import { describe } from "../../ui/js/problem-text.js";
import { faultWords } from "../../ui/js/template-faults.js";

// Only the language of the page is set.
globalThis.document = { documentElement: {} };

const types = readFileSync(new URL("../../ui/js/ipc.d.ts", import.meta.url), "utf8");
const kinds = types.match(/export type TemplateFaultKind = ([^;]+);/)[1].match(/"\w+"/g).map((kind) => JSON.parse(kind));

test("every kind of fault has words in both languages, with the names that it is about", () => {
  assert.ok(kinds.length > 15);
  for (const language of ["zh-CN", "en"]) {
    setLanguage(language);
    for (const kind of kinds) {
      const words = faultWords({ kind, names: ["编号"] });
      assert.ok(!words.includes("templateFault") && !/\{(names|count|why)/.test(words), `${language} ${kind}: ${words}`);
    }
  }
});

test("fields are named in braces, and a long list ends in its number", () => {
  setLanguage("zh-CN");
  assert.match(faultWords({ kind: "missing", names: ["编号", "警示"] }), /\{\{编号\}\}、\{\{警示\}\}$/);
  assert.match(faultWords({ kind: "unclosed", names: ["编号 和"] }), /\{\{编号 和$/);
  assert.doesNotMatch(faultWords({ kind: "wordField", names: ["DDE"] }), /\{/);
  const many = faultWords({ kind: "unknown", names: Array.from({ length: 100 }, (_, at) => `字段${at}`) });
  assert.match(many, /等 100 个/);
  assert.doesNotMatch(many, /字段12\}/);
});

test("a letter that was not written says why", () => {
  setLanguage("en");
  const params = { name: "bank.docx", faults: [{ kind: "unknown", names: ["Numbr"] }, { kind: "macros", names: [] }] };
  const { what, remedy } = describe({ code: "letter_template", params });
  assert.match(what, /bank\.docx/);
  assert.match(remedy, /\{\{Numbr\}\}.*macros/);
});
