// Findings that an audit in parts reports twice: strips overlap, so a passage near an edge may be found in both. No DOM here.

/** Shorter than this, the same words may mean another place. */
const LEAST_LETTERS = 12;

/** A passage of the answer to one part. @typedef {{ part: number, text: string }} Passage */

/**
 * For each passage the first of the parts before its own in which the same was said; `null` where it is new there. Passages of
 * one part are not compared with one another.
 * @param {Passage[]} passages in the order of the report
 * @returns {(number | null)[]}
 */
export function repeatsOf(passages) {
  /** @type {Map<string, number>} */
  const first = new Map();
  return passages.map(({ part, text }) => {
    const key = keyOf(text);
    if (key === null) return null;
    const before = first.get(key);
    if (before === undefined) first.set(key, part);
    return before !== undefined && before < part ? before : null;
  });
}

/**
 * Two passages are the same if only spaces, the width of characters, case, or the marks at their ends differ. What stands
 * between other characters counts: 2.5 % is not 25 %.
 * @param {string} text
 */
function keyOf(text) {
  const plain = text.normalize("NFKC").toLowerCase();
  if ((plain.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < LEAST_LETTERS) return null;
  return plain.replace(/\s+/gu, "").replace(/^[\p{P}]+|[.。,;:、]+$/gu, "");
}
