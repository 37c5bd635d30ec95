// The origin of each part of the copy: typed, recognised in a picture, or taken from a document. Immutable values; each edit of the
// field makes a new one. No DOM here.
//
// Text of a file goes into the copy as one passage. What is typed within a passage, or at its end without a new line, belongs to it
// and is marked as typed. Removing the passage removes both.

/** @import { CopySource } from "../../js/ipc.d.ts" */

/**
 * The source of the text of a passage.
 * @typedef {object} Origin
 * @property {"picture" | "document" | "record"} kind `record`: the copy of an earlier record that does not say where it came from
 * @property {string | null} sha256 of the file
 * @property {string} name of the file
 */
/**
 * @typedef {object} Passage
 * @property {Origin} origin
 * @property {string | null} text as it was put in, with the empty line that sets it apart; `null`: it was changed since, and that is not known any more
 * @property {boolean} kept the user wants it to go along with the staged file, though it is of another file
 */
/** Characters of one source. @typedef {{ length: number, passage: Passage | null, typed: boolean }} Stretch */
/** @typedef {{ readonly text: string, readonly stretches: readonly Stretch[] }} Copy */
/** A passage as it stands in the copy. @typedef {{ passage: Passage, from: number, to: number, count: number, edited: boolean }} Placed */

/** @type {Copy} */
const EMPTY = { text: "", stretches: [] };

/** All of it typed, or of one passage. @param {string} text @param {Passage | null} [passage] @returns {Copy} */
export const copyOf = (text, passage = null) => (text === "" ? EMPTY : { text, stretches: [{ length: text.length, passage, typed: passage === null }] });

/**
 * What the field holds now.
 * @param {Copy} before
 * @param {string} text
 * @param {number} caret where the change ends, as far as the field shows
 * @param {(inserted: string) => Copy | null} [known] what is known of the text that came in
 * @returns {Copy}
 */
export function edited(before, text, caret, known = () => null) {
  if (text === before.text) return before;
  const { from, to, end } = changeOf(before.text, text, caret);
  const inserted = text.slice(from, end);
  return splice(before, from, to, known(inserted) ?? typedInto(before, from, to, inserted));
}

/**
 * `text` has `from..end` where `before` has `from..to`.
 * @param {string} before
 * @param {string} text
 * @param {number} caret
 */
function changeOf(before, text, caret) {
  // Among equal letters side by side the caret tells which ones are new.
  const tail = text.length - caret;
  let after = tail <= before.length && before.endsWith(text.slice(caret)) ? tail : 0;
  const most = Math.min(before.length, text.length) - after;
  let from = 0;
  while (from < most && before[from] === text[from]) from += 1;
  const more = Math.min(before.length, text.length) - from;
  while (after < more && before[before.length - 1 - after] === text[text.length - 1 - after]) after += 1;
  // Two emoji may have their first half in common.
  if (/[\uD800-\uDBFF]/.test(text[from - 1] ?? "")) from -= 1;
  if (/[\uDC00-\uDFFF]/.test(text[text.length - after] ?? "")) after -= 1;
  return { from, to: before.length - after, end: text.length - after };
}

/**
 * @param {Copy} copy
 * @param {number} from
 * @param {number} to
 * @param {string} inserted in place of that
 */
function typedInto(copy, from, to, inserted) {
  const [left, right] = [passageAt(copy, from - 1), passageAt(copy, to)];
  const goesOn = !inserted.includes("\n") || left === right;
  const passage = left && goesOn ? left : right && to > from && passageAt(copy, to - 1) === right ? right : null;
  if (inserted === "") return EMPTY;
  return { text: inserted, stretches: [{ length: inserted.length, passage, typed: true }] };
}

/** @param {Copy} copy @param {number} at @returns {Passage | null} */
function passageAt({ stretches }, at) {
  let end = 0;
  for (const { length, passage } of stretches) if (at >= end && at < (end += length)) return passage;
  return null;
}

/** @param {Copy} copy @param {number} from @param {number} [to] @returns {Copy} */
export function slice({ text, stretches }, from, to = text.length) {
  const within = [];
  let begin = 0;
  for (const stretch of stretches) {
    const length = Math.min(to, begin + stretch.length) - Math.max(from, begin);
    if (length > 0) within.push({ ...stretch, length });
    begin += stretch.length;
  }
  return { text: text.slice(from, to), stretches: within };
}

/** @param {Copy[]} copies @returns {Copy} */
function join(...copies) {
  /** @type {Stretch[]} */
  const stretches = [];
  for (const stretch of copies.flatMap((copy) => copy.stretches)) {
    const last = stretches.at(-1);
    if (last && last.passage === stretch.passage && last.typed === stretch.typed) last.length += stretch.length;
    else stretches.push({ ...stretch });
  }
  return { text: copies.map(({ text }) => text).join(""), stretches };
}

/** @param {Copy} copy @param {number} from @param {number} to @param {Copy} inserted */
const splice = (copy, from, to, inserted) => settled(join(slice(copy, 0, from), inserted, slice(copy, to)));

/**
 * A passage that reads as it was put in is as it was put in, whoever typed what; one of which nothing is left but what was typed is
 * none any more.
 * @param {Copy} copy
 * @returns {Copy}
 */
function settled(copy) {
  if (copy.stretches.every(({ passage, typed }) => !passage || !typed)) return copy;
  const whole = new Set();
  const gone = new Set();
  for (const passage of passagesIn(copy)) {
    const own = copy.stretches.filter((stretch) => stretch.passage === passage);
    if (own.every(({ typed }) => typed)) gone.add(passage);
    else if (passage.text !== null && own.reduce((sum, { length }) => sum + length, 0) === passage.text.length && textOf(copy, passage) === passage.text) whole.add(passage);
  }
  if (whole.size + gone.size === 0) return copy;
  return mapped(copy, (stretch) => {
    if (gone.has(stretch.passage)) return { ...stretch, passage: null };
    return whole.has(stretch.passage) ? { ...stretch, typed: false } : stretch;
  });
}

/** @param {Copy} copy @param {(stretch: Stretch) => Stretch} change */
const mapped = ({ text, stretches }, change) => ({ ...join({ text: "", stretches: stretches.map(change) }), text });

/** @param {Copy} copy @returns {Passage[]} */
const passagesIn = ({ stretches }) => [...new Set(stretches.flatMap(({ passage }) => (passage ? [passage] : [])))];

/** @param {Copy} copy @param {Passage} passage */
function textOf({ text, stretches }, passage) {
  let own = "";
  let at = 0;
  for (const stretch of stretches) {
    if (stretch.passage === passage) own += text.slice(at, at + stretch.length);
    at += stretch.length;
  }
  return own;
}

/** They are needed with each key. @type {WeakMap<Copy, Placed[]>} */
const found = new WeakMap();

/** All passages, in order. @param {Copy} copy @returns {Placed[]} */
export function placed(copy) {
  const known = found.get(copy) ?? place(copy);
  found.set(copy, known);
  return known;
}

/** @param {Copy} copy @returns {Placed[]} */
function place(copy) {
  return passagesIn(copy).map((passage) => {
    let [from, to, at] = [-1, 0, 0];
    for (const stretch of copy.stretches) {
      if (stretch.passage === passage) [from, to] = [from < 0 ? at : from, at + stretch.length];
      at += stretch.length;
    }
    const text = textOf(copy, passage);
    return { passage, from: from + text.length - text.trimStart().length, to, count: characters(text.trim()), edited: text !== passage.text };
  });
}

/**
 * Those of other files than this one. What has no file of its own is of none.
 * @param {Copy} copy
 * @param {string | null} sha256 of the staged file
 */
export const ofOthers = (copy, sha256) => placed(copy).filter(({ passage: { origin } }) => origin.sha256 !== null && origin.sha256 !== sha256);

/**
 * With a passage at its end; the text before it is set apart.
 * @param {Copy} copy
 * @param {Origin} origin
 * @param {string} text
 */
export function withPassage(copy, origin, text) {
  const { text: before } = copy;
  const apart = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  return join(copy, copyOf(apart + text, { origin, text: apart + text, kept: false }));
}

/**
 * Without these passages.
 * @param {Copy} copy
 * @param {Passage[]} passages
 */
export function without(copy, passages) {
  const parts = [];
  let at = 0;
  for (const { length, passage } of copy.stretches) {
    if (!passage || !passages.includes(passage)) parts.push(slice(copy, at, at + length));
    at += length;
  }
  return join(...parts);
}

/**
 * Whether these passages may go along with the staged file.
 * @param {Copy} copy
 * @param {Passage[]} passages
 * @param {boolean} kept
 */
export function withKept(copy, passages, kept) {
  const changed = new Map(passages.map((passage) => [passage, { ...passage, kept }]));
  return mapped(copy, (stretch) => ({ ...stretch, passage: (stretch.passage && changed.get(stretch.passage)) ?? stretch.passage }));
}

/** As a request, a draft and a record tell it. @param {Copy} copy @returns {CopySource[]} */
export function sourcesOf(copy) {
  const changed = new Set(placed(copy).filter(({ edited }) => edited).map(({ passage }) => passage));
  let [at, reached] = [0, 0];
  return copy.stretches.map(({ length, passage, typed }) => {
    const count = characters(copy.text.slice(at, at + length));
    [at, reached] = [at + length, reached + count];
    return {
      from: reached - count + 1, to: reached,
      kind: passage && !typed ? passage.origin.kind : "typed",
      sha256: passage?.origin.sha256 ?? null, name: passage?.origin.name ?? "",
      edited: passage !== null && changed.has(passage), kept: passage?.kept ?? false,
    };
  });
}

/**
 * Restores a copy from its sources. If they don't fit, all of it is taken for `otherwise`.
 * @param {string} text
 * @param {CopySource[]} sources
 * @param {Passage | null} [otherwise]
 * @returns {Copy}
 */
export function copyFrom(text, sources, otherwise = null) {
  const letters = Array.from(text);
  const fits = sources.every(({ from, to }, index) => from === (sources[index - 1]?.to ?? 0) + 1 && to >= from) && sources.at(-1)?.to === letters.length;
  // As a text field has it.
  const shown = (/** @type {string} */ words) => words.replace(/\r\n?/g, "\n");
  if (!fits) return copyOf(shown(text), otherwise && { ...otherwise, text: shown(text) });
  /** @type {Copy[]} */
  const parts = [];
  /** @type {CopySource[]} */
  let group = [];
  const close = () => {
    parts.push(...partsOf((from, to) => shown(letters.slice(from - 1, to).join("")), group));
    group = [];
  };
  for (const source of sources) {
    if (group[0] && !isSameFile(group[0], source)) close();
    group.push(source);
  }
  close();
  return join(...parts);
}

/** @param {CopySource} one @param {CopySource} other */
const isSameFile = (one, other) => one.sha256 === other.sha256 && (one.sha256 !== null || one.kind === other.kind);

/**
 * @param {(from: number, to: number) => string} letters of the copy
 * @param {CopySource[]} group of one file, or none
 */
function partsOf(letters, group) {
  const textIn = (/** @type {CopySource} */ { from, to }) => letters(from, to);
  const read = group.find(({ kind }) => kind !== "typed");
  if (!read) return group.map((source) => copyOf(textIn(source)));
  const { sha256, name } = read;
  const origin = { kind: /** @type {Origin["kind"]} */ (read.kind), sha256, name };
  const text = group.some(({ edited, kind }) => edited || kind === "typed") ? null : group.map(textIn).join("");
  const passage = { origin, text, kept: group.some(({ kept }) => kept) };
  return group.map((source) => {
    const part = textIn(source);
    return { text: part, stretches: [{ length: part.length, passage, typed: source.kind === "typed" }] };
  });
}

/** Unicode scalar values. @param {string} text */
const characters = (text) => Array.from(text).length;
