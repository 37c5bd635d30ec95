// The list of findings: rows of the rules, of the service and of the person, merged, sorted, numbered and filtered. No DOM here.

/** @import { AnswerFindings, Finding, FindingBasis, FindingKind, Findings, FindingSeverity } from "../../js/ipc.d.ts" */
/** @import { Quad } from "../ocr/ocr.js" */

/** @typedef {"rules" | "service" | "person"} Source */
/** The style of a row; `open`: no severity given. @typedef {FindingSeverity | "advice" | "open"} Level */
/** @typedef {"severity" | "position"} Order */
/** Empty: all. @typedef {{ source: Source | "", kind: RowKind | "", topic: string }} Filter */
/** `answer`: of the service; `own`: of the person. @typedef {FindingKind | "answer" | "own"} RowKind */

/**
 * A finding added by the person.
 * @typedef {object} OwnFinding
 * @property {number} id
 * @property {FindingSeverity} severity
 * @property {string} title
 * @property {string} note
 * @property {string} excerpt empty where it is about no words of the copy
 * @property {[number, number] | null} copy the position of the excerpt in the copy, as UTF-16 offsets
 * @property {Quad | null} quad in the picture
 */

/** @typedef {{ title: string, severity: FindingSeverity | null, basis: string, suggestion: string, passage: string }} Said What the service says about the words of a rule's finding */

/**
 * @typedef {object} Row
 * @property {string} key the same as long as the finding is the same
 * @property {number} number from 1, in the order of the list
 * @property {Source[]} sources
 * @property {RowKind} kind
 * @property {string} topic
 * @property {FindingSeverity | null} severity
 * @property {Level} level
 * @property {boolean} judged a person must judge it
 * @property {string} rule its id; empty where no rule found it
 * @property {string} title
 * @property {string} explanation
 * @property {string} excerpt
 * @property {string} suggestion
 * @property {FindingBasis | null} basis
 * @property {string} named the law as the service names it, not checked
 * @property {string} passage of the report; empty where the service did not find it
 * @property {Said | null} said what the service says about it, where a rule found it as well
 * @property {Quad[]} picture
 * @property {[number, number][]} copy
 * @property {number | null} own the id, where the person found it
 */

/** What was dismissed and why; `rule` is empty for a finding of the service, which has its title alone. @typedef {{ rule: string, title: string, excerpt: string, reason: string }} Dismissal */

/** @type {Level[]} */
const LEVELS = ["high", "medium", "low", "open", "advice"];
/** @type {RowKind[]} */
const JUDGED = ["evidence", "layout", "person"];
/** Corners of one line that differ by less than this share of its height are level. */
const LEVEL_SHARE = 0.5;
/** The most characters of a sentence that is exempted as a whole. */
const SENTENCE = 200;

/** @param {string} text */
export const folded = (text) => text.replace(/\s+/g, "");

/** @param {Pick<Row, "kind" | "severity">} row @returns {Level} */
const levelOf = ({ kind, severity }) => (kind === "advice" ? "advice" : (severity ?? "open"));

/** @param {Omit<Row, "level" | "judged" | "number">} row @returns {Row} */
const rowOf = (row) => ({ ...row, number: 0, level: levelOf(row), judged: JUDGED.includes(row.kind) });

/** @param {Finding} finding @param {string} key */
const ofRules = (finding, key) => rowOf({ ...finding, key, sources: ["rules"], named: "", passage: "", said: null, own: null });

/** @param {AnswerFindings["findings"][number]} finding @param {string} key */
const ofService = ({ title, severity, excerpt, basis, suggestion, passage, picture, copy }, key) => rowOf({
  key, sources: ["service"], kind: "answer", topic: "", severity, rule: "", title, explanation: "", excerpt, suggestion, basis: null,
  named: basis, passage, said: null, picture, copy, own: null,
});

/** @param {OwnFinding} finding */
const ofPerson = ({ id, severity, title, note, excerpt, copy, quad }) => rowOf({
  key: `own ${id}`, sources: ["person"], kind: "own", topic: "", severity, rule: "", title, explanation: note, excerpt, suggestion: "", basis: null,
  named: "", passage: "", said: null, picture: quad ? [quad] : [], copy: copy ? [copy] : [], own: id,
});

/** Counts how often each key was used, so that two equal findings get two keys. */
function createKeys() {
  /** @type {Map<string, number>} */
  const used = new Map();
  return (/** @type {string} */ name) => {
    const times = (used.get(name) ?? 0) + 1;
    used.set(name, times);
    return times === 1 ? name : `${name} ${times}`;
  };
}

/**
 * All rows. The service's finding about the same words as one of the rules becomes part of that row; advice stays advice.
 * @param {Findings | null} rules
 * @param {AnswerFindings | null} service
 * @param {OwnFinding[]} own
 * @returns {Row[]}
 */
export function mergedRows(rules, service, own) {
  const keyOf = createKeys();
  const rows = (rules?.findings ?? []).map((finding) => ofRules(finding, keyOf(`${finding.rule} ${folded(finding.excerpt)}`)));
  /** @type {Map<string, Row[]>} */
  const byWords = new Map();
  for (const row of rows) {
    const words = folded(row.excerpt);
    if (words === "" || row.kind === "advice") continue;
    byWords.set(words, [...(byWords.get(words) ?? []), row]);
  }
  for (const finding of service?.findings ?? []) {
    const same = byWords.get(folded(finding.excerpt)) ?? [];
    const into = same.find((row) => row.said === null);
    if (into) join(into, finding);
    else rows.push(ofService(finding, keyOf(`answer ${finding.title} ${folded(finding.excerpt)}`)));
  }
  return [...rows, ...own.map(ofPerson)];
}

/** @param {Row} row changes @param {AnswerFindings["findings"][number]} finding */
function join(row, { title, severity, basis, suggestion, passage }) {
  row.sources = ["rules", "service"];
  row.said = { title, severity, basis, suggestion, passage };
  row.passage = passage;
  // The higher severity of both, so that nobody overlooks it.
  if (severity && row.severity && LEVELS.indexOf(severity) < LEVELS.indexOf(row.severity)) row.severity = severity;
  row.level = levelOf(row);
}

/** The position of a row: the picture from its top, then the copy, then findings without a position. @param {Row} row */
function placeOf({ picture: [quad], copy: [range] }) {
  if (quad) {
    const [xs, ys] = [quad.map(([x]) => x), quad.map(([, y]) => y)];
    return { text: 0, top: Math.min(...ys), height: Math.max(...ys) - Math.min(...ys), at: Math.min(...xs) };
  }
  return range ? { text: 1, top: 0, height: 0, at: range[0] } : { text: 2, top: 0, height: 0, at: 0 };
}

/**
 * In order and numbered. Rows at the same place stay as they were.
 * @param {Row[]} rows
 * @param {Order} order
 * @returns {Row[]}
 */
export function ordered(rows, order) {
  const placed = rows.map((row) => ({ row, place: placeOf(row) }));
  placed.sort((one, other) => {
    const text = one.place.text - other.place.text;
    return text || one.place.top - other.place.top || one.place.at - other.place.at;
  });
  // Words beside one another are rarely at exactly the same height.
  let line = 0;
  const lines = placed.map(({ place }, at) => {
    const before = placed[at - 1]?.place;
    if (before && (before.text !== place.text || place.top - before.top > LEVEL_SHARE * Math.min(before.height, place.height))) line += 1;
    return line;
  });
  const inLines = placed.map((one, at) => ({ ...one, line: lines[at] ?? 0 }));
  inLines.sort((one, other) => one.line - other.line || one.place.at - other.place.at);
  if (order === "severity") inLines.sort((one, other) => LEVELS.indexOf(one.row.level) - LEVELS.indexOf(other.row.level));
  return inLines.map(({ row }, at) => ({ ...row, number: at + 1 }));
}

/** @param {Row} row @param {Dismissal} dismissal */
export const isDismissedBy = (row, { rule, title, excerpt }) =>
  row.own === null && row.rule === rule && (rule !== "" || row.title === title) && folded(row.excerpt) === folded(excerpt);

/** @param {Row} row @param {Filter} filter */
export const passes = (row, { source, kind, topic }) =>
  (source === "" || row.sources.includes(source)) && (kind === "" || row.kind === kind) && (topic === "" || row.topic === topic);

/** @typedef {{ active: Row[], dismissed: { row: Row, reason: string }[] }} Arranged `active`: also those that the filter hides, as they keep their numbers */

/**
 * @param {Row[]} rows
 * @param {Dismissal[]} dismissals
 * @param {Order} order
 * @returns {Arranged}
 */
export function arranged(rows, dismissals, order) {
  /** @type {Arranged["dismissed"]} */
  const dismissed = [];
  /** @type {Row[]} */
  const active = [];
  for (const row of rows) {
    const by = dismissals.find((one) => isDismissedBy(row, one));
    if (by) dismissed.push({ row, reason: by.reason });
    else active.push(row);
  }
  return { active: ordered(active, order), dismissed };
}

/** How many there are of each level. @param {Row[]} rows @returns {Record<Level, number>} */
export function countsOf(rows) {
  const counts = { high: 0, medium: 0, low: 0, open: 0, advice: 0 };
  for (const { level } of rows) counts[level] += 1;
  return counts;
}

/** The values of the filters: only those that occur. @param {Row[]} rows */
export function choicesOf(rows) {
  const distinct = (/** @type {string[]} */ all) => [...new Set(all)].filter((one) => one !== "");
  return {
    source: /** @type {Source[]} */ (distinct(rows.flatMap(({ sources }) => sources))),
    kind: /** @type {RowKind[]} */ (distinct(rows.map(({ kind }) => kind))),
    topic: distinct(rows.map(({ topic }) => topic)),
  };
}

/**
 * Maps ranges of an earlier text to the current one: those before and after the change; changed ranges are left out.
 * @param {[number, number][]} ranges
 * @param {string} before
 * @param {string} now
 * @returns {([number, number] | null)[]}
 */
export function moved(ranges, before, now) {
  if (before === now) return ranges;
  const most = Math.min(before.length, now.length);
  let from = 0;
  while (from < most && before[from] === now[from]) from += 1;
  let after = 0;
  while (after < most - from && before[before.length - 1 - after] === now[now.length - 1 - after]) after += 1;
  const to = before.length - after;
  const by = now.length - before.length;
  return ranges.map(([start, end]) => {
    if (end <= from) return [start, end];
    return start >= to ? [start + by, end + by] : null;
  });
}

/**
 * The state of the whole list.
 * @param {object} now
 * @param {boolean} now.anything there is a picture or a copy
 * @param {boolean} now.words there is text to check: a copy, or a picture that was read
 * @param {boolean} now.reading OCR is under way
 * @param {boolean} now.checked a check of the current content has ended
 * @param {boolean} now.problem the last check failed
 * @param {number} now.rows
 * @returns {"empty" | "checking" | "clear" | "found" | "problem"}
 */
export function stateOf({ anything, words, reading, checked, problem, rows }) {
  if (problem) return "problem";
  if (rows > 0) return "found";
  if (!anything) return "empty";
  if (!checked || (reading && !words)) return "checking";
  return words ? "clear" : "empty";
}

/**
 * The sentence around a place in a text, without the mark at its end; the place alone if the sentence is too long.
 * @param {string} text
 * @param {[number, number]} place as UTF-16 offsets
 */
export function sentenceAround(text, [from, to]) {
  const end = /[。！？!?；;\n]/;
  let [start, stop] = [from, to];
  while (start > 0 && !end.test(text[start - 1] ?? "")) start -= 1;
  while (stop < text.length && !end.test(text[stop] ?? "")) stop += 1;
  const sentence = text.slice(start, stop).trim();
  return Array.from(sentence).length > SENTENCE ? text.slice(from, to) : sentence;
}
