// The number of runs by month, as a bar chart and as a table.

import { recordsStatistics } from "../../js/bridge/records.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { create, element } from "../../js/dom.js";
import { language, lookUp, number, t } from "../../js/i18n.js";
import { hideNotice, showNotice, showProblem } from "../../parts/widgets/notice.js";
import { drawBars } from "./bar-chart.js";
import { KINDS, OUTCOMES } from "../../parts/record/kinds.js";

/** @import { Statistics, StatisticsRow } from "../../js/ipc.d.ts" */

/** With fewer months there is nothing to compare, and the chart is left out. */
const FEWEST_BARS = 3;

/** @typedef {"kind" | "outcome"} Split */
/** @typedef {"count" | "tokens"} Measure */
/** @typedef {{ month: string, parts: number[], count: number, demo: number, tokens: number }} Month */

export function createStatistics() {
  const place = element("statistics-chart");
  const problem = element("statistics-problem");
  const note = element("statistics-note");
  /** @type {Statistics | null} */
  let counted = null;
  let turn = 0;

  /** @param {string} name */
  const chosen = (name) => {
    const found = document.querySelector(`input[name="statistics-${name}"]:checked`);
    return found instanceof HTMLInputElement ? found.value : "";
  };

  /** @param {number} search */
  async function read(search) {
    turn += 1;
    const mine = turn;
    try {
      do {
        const answer = await recordsStatistics(search);
        if (mine !== turn) return;
        counted = answer;
        hideNotice(problem);
        render();
        // Many records are checked piece by piece, as long as the statistics are shown.
      } while (counted.unchecked > 0 && !element("records-statistics").hidden);
    } catch (thrown) {
      if (mine === turn) showProblem(problem, problemOf(thrown));
    }
  }

  function renderNote() {
    const { damaged = 0, unchecked = 0 } = counted ?? {};
    note.hidden = damaged === 0 && unchecked === 0;
    note.dataset["kind"] = damaged > 0 ? "warn" : "info";
    const words = [
      damaged > 0 ? t("records.stats.damaged", { count: damaged }) : "",
      unchecked > 0 ? t("records.stats.unchecked", { count: unchecked }) : "",
    ];
    if (!note.hidden) showNotice(note, { what: words.filter(Boolean).join(" ") });
  }

  function render() {
    renderNote();
    const rows = counted?.rows ?? null;
    const split = /** @type {Split} */ (chosen("split"));
    const measure = /** @type {Measure} */ (chosen("measure"));
    const none = rows !== null && rows.length === 0;
    element("statistics-none").hidden = !none;
    element("statistics").hidden = rows === null || none;
    if (rows === null || none) return;
    const present = new Set(rows.map((row) => row[split]));
    const series = (split === "kind" ? KINDS : OUTCOMES).filter((name) => present.has(name));
    const months = monthsOf(rows, split, measure, series);
    const names = series.map((name) => lookUp(`records.${split}.${name}`) ?? name);

    const few = months.length < FEWEST_BARS;
    place.hidden = few;
    renderLegend(series, names, few ? months : []);
    if (!few) renderBars(months, series);
    renderTable(months, names, measure);
  }

  /**
   * The legend of the colours; without bars, the message shown instead.
   * @param {string[]} series
   * @param {string[]} names
   * @param {Month[]} months to be listed as numbers
   */
  function renderLegend(series, names, months) {
    const legend = element("statistics-legend");
    legend.classList.toggle("figures", months.length > 0);
    const figure = (/** @type {number} */ value) => (months.length > 0 ? [create("strong", "", number(value))] : []);
    const parts = series.map((name, index) => create(
      "li", "", ...figure(sumOf(months.map(({ parts }) => parts[index] ?? 0))), create("span", "", create("span", `swatch series-${name}`), names[index] ?? ""),
    ));
    const all = months.length > 0 && series.length > 1 ? [create("li", "", ...figure(sumOf(months.flatMap(({ parts }) => parts))), create("span", "", t("records.stats.all")))] : [];
    legend.replaceChildren(...all, ...parts);
  }

  /** @param {Month[]} months @param {string[]} series */
  function renderBars(months, series) {
    const short = new Intl.NumberFormat(language(), { notation: "compact", maximumFractionDigits: 1 });
    const atEnd = place.childElementCount === 0 || place.scrollLeft + place.clientWidth >= place.scrollWidth - 4;
    place.replaceChildren(drawBars(months.map(({ month, parts }) => ({
      label: language() === "en" ? monthName(month) : `${Number(month.slice(5))}月`, year: month.slice(0, 4), parts, sum: short.format(sumOf(parts)),
    })), series, (value) => short.format(value)));
    // The latest months are those that are asked about.
    if (atEnd) place.scrollLeft = place.scrollWidth;
  }

  /**
   * @param {Month[]} months
   * @param {string[]} names
   * @param {Measure} measure
   */
  function renderTable(months, names, measure) {
    const whole = t(measure === "count" ? "records.stats.runs" : "records.stats.tokens");
    const other = t(measure === "count" ? "records.stats.tokens" : "records.stats.runs");
    const heads = [t("records.stats.month"), ...names, whole, t("records.stats.demo"), other];
    const rowOf = (/** @type {Month} */ { month, parts, demo, count, tokens }, /** @type {string} */ name = month) => create("tr", "",
      Object.assign(create("th", "", name), { scope: "row" }),
      ...[...parts, sumOf(parts), demo, measure === "count" ? tokens : count].map((value) => create("td", "", number(value))));
    const all = months.reduce((sum, { parts, count, demo, tokens }) => ({
      ...sum, parts: parts.map((part, index) => part + (sum.parts[index] ?? 0)), count: sum.count + count, demo: sum.demo + demo, tokens: sum.tokens + tokens,
    }), /** @type {Month} */ ({ month: "", parts: names.map(() => 0), count: 0, demo: 0, tokens: 0 }));
    element("statistics-table").replaceChildren(
      create("caption", "sr-only", t("records.stats.caption", { what: whole })),
      create("thead", "", create("tr", "", ...heads.map((head) => Object.assign(create("th", "", head), { scope: "col" })))),
      create("tbody", "", ...months.toReversed().map((month) => rowOf(month))),
      // The sum of one month is that month.
      ...(months.length > 1 ? [create("tfoot", "", rowOf(all, t("records.stats.all")))] : []),
    );
  }

  for (const one of document.querySelectorAll('input[name^="statistics-"]')) one.addEventListener("change", render);

  return { read, render };
}

/**
 * Every month from the first to the last, those without a run too.
 * @param {StatisticsRow[]} rows
 * @param {Split} split
 * @param {Measure} measure
 * @param {string[]} series
 * @returns {Month[]}
 */
function monthsOf(rows, split, measure, series) {
  const names = rows.map(({ month }) => month).sort();
  /** @type {Map<string, Month>} */
  const months = new Map();
  for (let month = names[0] ?? ""; month !== "" && month <= (names.at(-1) ?? ""); month = after(month)) {
    months.set(month, { month, parts: series.map(() => 0), count: 0, demo: 0, tokens: 0 });
  }
  for (const row of rows) {
    const month = months.get(row.month);
    if (!month) continue;
    const index = series.indexOf(row[split]);
    month.parts[index] = (month.parts[index] ?? 0) + row[measure];
    month.count += row.count;
    month.demo += row.demo;
    month.tokens += row.tokens;
  }
  return [...months.values()];
}

/** @param {string} month such as `2026-09` */
function after(month) {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}

/** @param {string} month */
const monthName = (month) => new Intl.DateTimeFormat("en", { month: "short" }).format(new Date(`${month}-15T12:00:00`));

/** @param {number[]} parts */
const sumOf = (parts) => parts.reduce((sum, part) => sum + part, 0);
