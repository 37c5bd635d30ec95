// The heading of a copied or saved report: the request, the service and the outcome, so that
// neither a demo nor an incomplete report is taken for a finished one.

import { duration, language, number, t, tenth } from "../../js/i18n.js";
import { describe } from "../../js/problem-text.js";

/**
 * @import { PageWords } from "../../js/ipc.d.ts"
 * @import { Asked, Run } from "../run/run.js"
 * @import { Words } from "../../js/words.js"
 */

/** @typedef {[name: string, value: string]} Fact */
/** Sets off a foreign name from the words around it. @typedef {(name: string) => string} Quote */
/** The points that a user must verify, and whether they did. @typedef {{ label: string, done: boolean }} Check */

/**
 * The texts of one assistant about its own reports.
 * @template {Asked} A
 * @typedef {object} About
 * @property {Words} words
 * @property {(asked: A, quote: Quote) => Fact[]} facts of the request
 * @property {(run: Run<A>) => string[]} [notices] that must be read before the report
 * @property {(run: Run<A>) => Check[]} [checks]
 * @property {(asked: A) => number | null} [pictureWidth] in pixels
 */

/**
 * @template {Asked} A
 * @param {Run<A>} run
 * @param {About<A>} about
 */
export function reportHeading(run, about) {
  const checks = about.checks?.(run) ?? [];
  const lines = [
    `# ${about.words("heading.title")}`,
    "",
    ...notices(run, about).flatMap((notice) => [`> **${escape(notice)}**`, ""]),
    ...facts(run, about, code).map(([name, value]) => `- ${name}${language() === "en" ? ": " : "："}${value}`),
  ];
  if (checks.length > 0) {
    lines.push("", `## ${t("heading.checks")}`, "", ...checks.map(({ label, done }) => `- [${done ? "x" : " "}] ${escape(label)}`));
  }
  return `${lines.join("\n")}\n\n---`;
}

/**
 * The same for a report that is saved as a page.
 * @template {Asked} A
 * @param {Run<A>} run
 * @param {About<A>} about
 * @returns {PageWords}
 */
export function pageWords(run, about) {
  const checks = about.checks?.(run) ?? [];
  return {
    title: about.words("heading.title"),
    language: language(),
    facts: [
      ...facts(run, about, (name) => name),
      ...checks.map(({ label, done }) => /** @type {Fact} */ ([label, `${done ? "☑" : "☐"} ${t(done ? "heading.checked" : "heading.unchecked")}`])),
    ],
    notices: notices(run, about),
    contents: t("contents.title"),
    caption: t("heading.chart"),
  };
}

/**
 * @template {Asked} A
 * @param {Run<A>} run
 * @param {About<A>} about
 */
function notices(run, about) {
  const marks = [run.demo ? t("heading.demo") : null, incompleteMark(run, about.words)].filter((mark) => mark !== null);
  return [...marks, ...(about.notices?.(run) ?? [])];
}

/**
 * @param {Run} run
 * @param {Words} words
 */
function incompleteMark(run, words) {
  if (run.outcome === "finished") return null;
  if (run.interrupted) return words("heading.incompleteInterrupted");
  if (run.outcome === "cancelled") return words("heading.incompleteCancelled");
  if (run.problem) return words("heading.incompleteFailed", { reason: describe(run.problem).what.replace(/[。.]$/, "") });
  return words("heading.incompleteRunning");
}

/**
 * @template {Asked} A
 * @param {Run<A>} run
 * @param {About<A>} about
 * @param {Quote} quote
 * @returns {Fact[]}
 */
function facts(run, about, quote) {
  const { model, temperature, at } = run.asked;
  /** @type {Fact[]} */
  const rows = [
    [t("heading.outcome"), t(`heading.${run.interrupted ? "interrupted" : (run.outcome ?? "running")}`)],
    ...about.facts(run.asked, quote),
    [t("heading.service"), run.demo ? t("heading.serviceDemo") : quote(run.origin)],
    [t("heading.model"), model], [t("heading.temperature"), tenth(temperature)], [t("heading.started"), stamp(at)],
  ];
  if (run.outcome) rows.push([t("heading.elapsed"), duration(run.elapsedMs)]);
  const tokens = run.usage?.total;
  if (tokens !== null && tokens !== undefined) rows.push([t("heading.tokens"), `${number(tokens)} tokens`]);
  return rows;
}

/** Local time with its offset, readable years later and elsewhere. @param {Date} at */
export function stamp(at) {
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const offset = -at.getTimezoneOffset();
  const zone = `${offset < 0 ? "-" : "+"}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())} ${zone}`;
}

/** A foreign name as inline code, whatever is in it. @param {string} text */
function code(text) {
  const line = text.replace(/\s+/g, " ");
  const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), (ticks) => ticks[0].length));
  const fence = "`".repeat(longest + 1);
  return longest > 0 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/** Foreign words as plain text in Markdown. @param {string} text */
export function escape(text) {
  return text.replace(/[\\`*_[\]<>|]/g, "\\$&").replace(/\s+/g, " ");
}
