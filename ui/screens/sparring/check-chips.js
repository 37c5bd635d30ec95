// The part of a check of the adviser's line that is shown while it is typed. No DOM here.

/** @import { Finding, FindingSeverity } from "../../js/ipc.d.ts" */

/** @typedef {{ words: string, titles: string[], severity: FindingSeverity, from: number, to: number }} Chip `from`, `to`: UTF-16 offsets in the line */

/** More would be read instead of the conversation. */
const MOST = 3;

/**
 * The words that rules object to, each once. What a line lacks is left out, and so is advice: nobody says everything in one sentence.
 * @param {Pick<Finding, "kind" | "excerpt" | "title" | "severity" | "copy">[]} findings the most serious ones first
 * @returns {{ chips: Chip[], more: number }} `more`: the number of others not shown
 */
export function chipsOf(findings) {
  /** @type {Map<string, Chip>} */
  const byWords = new Map();
  for (const { kind, excerpt, title, severity, copy: [range] } of findings) {
    if (kind === "advice" || excerpt === "" || !range) continue;
    const there = byWords.get(excerpt);
    if (!there) byWords.set(excerpt, { words: excerpt, titles: [title], severity, from: range[0], to: range[1] });
    else if (!there.titles.includes(title)) there.titles.push(title);
  }
  const all = [...byWords.values()];
  return { chips: all.slice(0, MOST), more: Math.max(0, all.length - MOST) };
}
