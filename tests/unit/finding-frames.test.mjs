// Frames around the words of findings and the pins beside them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { PIN, framePlaces } from "../../ui/parts/findings/frame-places.js";
import { boxOf } from "../../ui/parts/ocr/quads.js";

const quad = (x, y, width, height) => [[x, y], [x + width, y], [x + width, y + height], [x, y + height]];
const pinBox = ({ x, y }) => ({ left: x - PIN, top: y - PIN, width: 2 * PIN, height: 2 * PIN });
const meet = (one, other) =>
  one.left < other.left + other.width && other.left < one.left + one.width && one.top < other.top + other.height && other.top < one.top + one.height;

test("a frame lies around the words at each zoom, never on them", () => {
  for (const scale of [0.1, 0.5, 1, 3]) {
    const [{ frames: [frame] }] = framePlaces([{ key: "a", quads: [quad(100, 100, 200, 40)] }], scale, { width: 900 * scale, height: 900 * scale });
    const { left, top, width, height } = boxOf(frame);
    assert.ok(left <= 100 * scale - 2 && top <= 100 * scale - 2, `${scale}`);
    assert.ok(left + width >= 300 * scale + 2 && top + height >= 140 * scale + 2, `${scale}`);
  }
});

test("a pin is on no words, on no other pin, and in the picture where there is room", () => {
  const all = [quad(2, 40, 300, 30), quad(2, 100, 200, 30), quad(2, 140, 396, 30)].map((one, at) => ({ key: String(at), quads: [one] }));
  const places = framePlaces(all, 1, { width: 400, height: 300 });
  places.forEach(({ pin, crowded }, at) => {
    assert.equal(crowded, false);
    for (const { quads } of all) assert.ok(!meet(pinBox(pin), boxOf(quads[0])), `pin ${at}`);
    for (const other of places.slice(at + 1)) assert.ok(!meet(pinBox(pin), pinBox(other.pin)), `pin ${at}`);
    assert.ok(pin.x >= PIN && pin.x <= 400 - PIN && pin.y >= PIN && pin.y <= 300 - PIN, `pin ${at}`);
  });
});

test("a pin without room says so", () => {
  const words = [];
  for (let row = 0; row < 5; row += 1) for (let column = 0; column < 5; column += 1) words.push({ key: `${row} ${column}`, quads: [quad(column * 20, row * 12, 19, 11)] });
  assert.equal(framePlaces(words, 1, { width: 100, height: 60 })[12].crowded, true);
});

test("frames of small print are thin", () => {
  assert.equal(framePlaces([{ key: "a", quads: [quad(0, 0, 90, 10)] }], 1, { width: 100, height: 100 })[0].thin, true);
  assert.equal(framePlaces([{ key: "a", quads: [quad(0, 0, 90, 10)] }], 4, { width: 400, height: 400 })[0].thin, false);
});

test("between lines of small print, a pin stays out of the frames of its neighbours", () => {
  // Three lines that nearly fill the width, each so close to the next that no pin fits in between.
  const all = [40, 56, 72].map((top, at) => ({ key: String(at), quads: [quad(4, top, 392, 10)] }));
  const places = framePlaces(all, 1, { width: 400, height: 200 });
  places.forEach(({ pin, crowded }, at) => {
    assert.equal(crowded, false, `pin ${at}`);
    for (const { frames: [frame] } of places) assert.ok(!meet(pinBox(pin), boxOf(frame)), `pin ${at}`);
  });
});
