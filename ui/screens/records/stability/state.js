// The findings of several audits of the same request, in order, and the figure that says how far to trust one of them. No DOM here.

/** @import { FindingSeverity, Stability, StabilityFinding } from "../../../js/ipc.d.ts" */

/** @typedef {{ finding: StabilityFinding, count: number, only: boolean }} StabilityRow */

/** @type {FindingSeverity[]} */
const SEVERITIES = ["high", "medium", "low"];

/** How many audits are still to be made. @param {Stability} stability */
export const missingRuns = ({ wanted, runs }) => Math.max(0, wanted - runs.length);

/**
 * How many findings there are, how many came in all audits and how many in one alone. Findings in all of them are 100 % only if there
 * are no others, and 0 % only if there are none.
 * @param {Stability} stability
 */
export function figuresOf({ runs, findings }) {
  const total = findings.length;
  const inAll = findings.filter((finding) => finding.runs.length === runs.length).length;
  const inOne = runs.length > 1 ? findings.filter((finding) => finding.runs.length === 1).length : 0;
  const rounded = total === 0 ? 0 : Math.round((inAll / total) * 100);
  const percent = inAll === total || inAll === 0 ? rounded : Math.min(99, Math.max(1, rounded));
  return { total, inAll, inOne, percent, unparsed: runs.reduce((sum, run) => sum + run.unparsed, 0) };
}

/** Findings in most audits first, then the more serious ones, then in their order. @param {Stability} stability @returns {StabilityRow[]} */
export function rowsOf({ runs, findings }) {
  const rank = (/** @type {FindingSeverity | null} */ severity) => (severity ? SEVERITIES.indexOf(severity) : SEVERITIES.length);
  return findings
    .map((finding) => ({ finding, count: finding.runs.length, only: finding.runs.length === 1 && runs.length > 1 }))
    .sort((one, other) => other.count - one.count || rank(one.finding.severity) - rank(other.finding.severity));
}
