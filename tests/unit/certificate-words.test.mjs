// What is wrong with a certificate, or with a file of certificates, in words.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { setLanguage } from "../../ui/js/i18n.js";
import { describe } from "../../ui/js/problem-text.js";

// Only the language of the page is set.
globalThis.document = { documentElement: {} };

const errors = readFileSync(new URL("../../src-tauri/crates/finagent/src/error/kinds.rs", import.meta.url), "utf8");
/** @param {string} name of an enum of the client */
const namesOf = (name) => [...errors.split(` ${name} {\n`)[1].split("\n    }")[0].matchAll(/= "(\w+)"/g)].map((found) => found[1]);

for (const [code, param, type, general] of [
  ["tls", "reason", "TlsReason", null],
  ["ca_unreadable", "found", "CertificateFile", "other"],
  ["stamp_roots_unreadable", "found", "CertificateFile", "other"],
]) {
  test(`every ${param} of ${code} but the general one has sentences of its own in both languages`, () => {
    const names = namesOf(type);
    assert.ok(names.length > 5);
    for (const language of ["zh-CN", "en"]) {
      setLanguage(language);
      const said = names.map((name) => describe({ code, params: { host: "bank.example", [param]: name } }).what);
      assert.equal(new Set(said).size, names.length, language);
      const without = describe({ code, params: { host: "bank.example" } }).what;
      if (general) assert.equal(said[names.indexOf(general)], without);
      else assert.ok(!said.includes(without));
    }
  });
}
