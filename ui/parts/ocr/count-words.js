// Finds the line with the words of a search among the lines of a picture, compared as the search does: without regard to
// width, case and spaces. No DOM here.

/** @import { TextLine } from "../../js/ipc.d.ts" */

/** @param {string} text */
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

/**
 * The line that holds the most of the words, the first of those that do, and which share of it the first of them is; or the line
 * that begins a word which goes on in the next.
 * @param {TextLine[]} lines
 * @param {string} words separated by spaces
 * @returns {{ index: number, from: number, to: number } | null}
 */
export function lineWith(lines, words) {
  const wanted = words.split(/\s+/).map(fold).filter((word) => word !== "");
  const texts = lines.map(({ text }) => fold(text));
  const held = texts.map((text) => wanted.filter((word) => text.includes(word)).length);
  const most = Math.max(0, ...held);
  if (most > 0) {
    const index = held.indexOf(most);
    const text = texts[index] ?? "";
    const word = wanted.find((one) => text.includes(one)) ?? "";
    const from = text.indexOf(word);
    return { index, from: from / text.length, to: (from + word.length) / text.length };
  }
  const all = texts.join("");
  const places = wanted.map((word) => all.indexOf(word)).filter((place) => place >= 0);
  let left = Math.min(...places);
  const index = texts.findIndex((text) => {
    left -= text.length;
    return left < 0;
  });
  const length = texts[index]?.length ?? 0;
  return index < 0 ? null : { index, from: (left + length) / length, to: 1 };
}
