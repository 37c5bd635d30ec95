// Articles of laws that a person compares with the official text.

import assert from "node:assert/strict";
import { test } from "node:test";

import { firstEmpty, withText } from "../../ui/parts/findings/article-text.js";
import { createDecisions } from "../../ui/parts/findings/decisions.js";
import { articlesOf } from "../../ui/screens/settings/laws-state.js";

const article = (number, confidence, checked = null) => ({ number, confidence, checked, removable: checked !== null, rules: 1, missing: 0 });

test("articles are listed by whether somebody checked them; what is sure without that is left out", () => {
  const by = { by: "张示例", on: "2026-11-30" };
  const law = { id: "law", title: "示例办法", confidence: "B", articles: [article("第一条", "A", by), article("第二条", "B"), article("第三条", "A")] };
  const { checked, open } = articlesOf([law]);
  assert.deepEqual(checked.map(({ number }) => number), ["第一条"]);
  assert.deepEqual(open.map(({ number }) => number), ["第二条"]);
  assert.equal(open[0].law, law);
});

test("words count as quoted only where the text has them exactly", () => {
  const quotes = ["不得承诺", "“欲购从速”", ""].map((excerpt) => ({ title: "", excerpt, isInText: false }));
  const found = withText(quotes, "  第九条 不得承诺收益，\"欲购从速\"\n");
  assert.deepEqual(found.map(({ isInText }) => isInText), [true, false, true]);
});

test("the first field that is empty is named", () => {
  const written = { article: "第九条", text: "x", source: "x", by: "x" };
  assert.equal(firstEmpty(written), null);
  assert.equal(firstEmpty({ ...written, text: " \n", by: "" }), "text");
  assert.equal(firstEmpty({ ...written, by: " " }), "by");
});

test("what was decided before a restart comes back, at its words only if they still stand there", () => {
  const own = (copy) => ({ severity: "low", title: "字号过小", note: "", excerpt: "保本", quad: null, copy });
  const decisions = createDecisions();
  assert.ok(decisions.isEmpty());
  const judged = { dismissed: [{ rule: "zh-1", excerpt: "高收益", reason: "引用" }], own: [own([0, 2]), own([1, 3]), own(null)] };
  decisions.resume(judged, "保本高收益");
  assert.ok(!decisions.isEmpty());
  assert.deepEqual(decisions.own().map(({ copy }) => copy), [[0, 2], null, null]);
  assert.deepEqual(decisions.forRun().dismissed, judged.dismissed);
  // They go on with the copy as if they had just been decided.
  decisions.follow("稳健，保本高收益");
  assert.deepEqual(decisions.own()[0].copy, [3, 5]);
  assert.equal(decisions.add({ ...own(null) }), "own 4");
});
