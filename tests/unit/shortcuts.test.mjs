// What the keyboard and the clipboard do on every screen.

import assert from "node:assert/strict";
import { test } from "node:test";

class Field extends EventTarget {}
class Other extends EventTarget {}
globalThis.HTMLTextAreaElement = Field;
globalThis.HTMLInputElement = class {};

/** The listeners of a page, and how often something was pasted as material. */
async function page() {
  const listeners = new Map();
  globalThis.document = { addEventListener: (name, act) => listeners.set(name, act) };
  const { listenToShortcuts } = await import("../../ui/js/shortcuts.js");
  const pasted = { times: 0 };
  listenToShortcuts({ paste: () => { pasted.times += 1; } });
  const paste = (target, text) => {
    let prevented = false;
    listeners.get("paste")({
      target, clipboardData: { getData: () => text }, preventDefault: () => { prevented = true; },
    });
    return prevented;
  };
  return { paste, pasted };
}
const later = () => new Promise((done) => setTimeout(done));

test("in a text field, text wins over the picture that a spreadsheet copies beside it", async () => {
  const { paste, pasted } = await page();
  const field = new Field();
  assert.equal(paste(field, "甲\t乙"), false);
  // The engine hides the text from the page, and writes it into the field.
  assert.equal(paste(field, ""), false);
  field.dispatchEvent(new Event("input"));
  await later();
  assert.equal(pasted.times, 0);
});

test("a picture alone becomes the material, wherever it is pasted", async () => {
  const { paste, pasted } = await page();
  assert.equal(paste(new Field(), ""), false);
  await later();
  assert.equal(pasted.times, 1);
  assert.equal(paste(new Other(), ""), true);
  assert.equal(pasted.times, 2);
});
