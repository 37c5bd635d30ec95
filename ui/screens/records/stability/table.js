// The audits of a request, and the list of their findings with the audits in which each came.

import { create, element, icon } from "../../../js/dom.js";
import { t } from "../../../js/i18n.js";
import { recordedAt } from "../../../js/time.js";
import { rowsOf } from "./state.js";

/** @import { Stability, StabilityRun } from "../../../js/ipc.d.ts" */
/** @import { StabilityRow } from "./state.js" */

/**
 * @param {Stability} stability
 * @param {number} here the record that is shown
 * @param {(record: number) => void} open
 */
export function renderRuns({ runs }, here, open) {
  element("stability-runs").replaceChildren(...runs.map((run, at) => runRow(run, at + 1, run.record === here, open)));
}

/**
 * @param {StabilityRun} run
 * @param {number} number
 * @param {boolean} isHere
 * @param {(record: number) => void} open
 */
function runRow({ record, createdMs, offsetMinutes, findings, unparsed }, number, isHere, open) {
  const when = recordedAt(createdMs, offsetMinutes);
  const link = create(isHere ? "strong" : "button", isHere ? "" : "link", when);
  if (isHere) link.setAttribute("aria-current", "true");
  else {
    /** @type {HTMLButtonElement} */ (link).type = "button";
    link.addEventListener("click", () => open(record));
  }
  link.dataset["record"] = String(record);
  const counted = unparsed > 0 ? t("stability.runCountedAlso", { findings, unparsed }) : t("stability.runCounted", { findings });
  return create("li", "", create("span", "stability-nth", t("stability.nth", { number })), link, create("span", "stability-counted", counted), ...(isHere ? [create("span", "version-here", t("records.versionHere"))] : []));
}

/** @param {Stability} stability */
export function renderTable(stability) {
  const { runs, findings } = stability;
  const table = element("stability-table");
  // A single audit is shown in the tab of the findings.
  table.hidden = findings.length === 0 || runs.length < 2;
  const column = (/** @type {string} */ words, /** @type {string} */ name) => {
    const head = create("th", name, words);
    head.scope = "col";
    return head;
  };
  const heads = runs.map((_, at) => {
    const head = column(String(at + 1), "stability-cell");
    head.setAttribute("aria-label", t("stability.nth", { number: at + 1 }));
    head.title = t("stability.nth", { number: at + 1 });
    return head;
  });
  const head = create("tr", "", column(t("stability.column.finding"), ""), column(t("stability.column.count"), "stability-count"), ...heads);
  const rows = rowsOf(stability).map((row) => findingRow(row, runs.length));
  table.replaceChildren(create("thead", "", head), create("tbody", "", ...rows));
}

/** @param {StabilityRow} row @param {number} of */
function findingRow({ finding, count, only }, of) {
  const { title, severity, excerpt, basis, suggestion, runs } = finding;
  const level = create("span", "stability-level", t(`findings.level.${severity ?? "open"}`));
  level.dataset["severity"] = severity ?? "";
  const words = create("p", "stability-title", level, create("span", "", title));
  if (only) words.append(create("span", "badge stability-only", t("stability.only")));
  const about = create("th", "", words);
  about.scope = "row";
  if (excerpt) about.append(create("p", "stability-excerpt", t("findings.row.excerpt", { words: excerpt })));
  for (const [name, said] of [[t("findings.row.basis"), basis], [t("findings.row.suggestion"), suggestion]]) {
    if (said) about.append(create("p", "stability-said", create("span", "", `${name} `), said));
  }
  const cells = Array.from({ length: of }, (_, at) => {
    const has = runs.includes(at);
    const cell = create("td", "stability-cell", has ? icon("check") : "–", create("span", "sr-only", t(has ? "stability.has" : "stability.hasNot")));
    cell.dataset["has"] = String(has);
    return cell;
  });
  const made = create("tr", "", about, create("td", "stability-count", t("stability.of", { count, of })), ...cells);
  made.dataset["count"] = String(count);
  made.toggleAttribute("data-only", only);
  return made;
}
