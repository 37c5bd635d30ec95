// Leads to a passage of a report.

import { folded } from "../findings/state.js";

/** @param {HTMLElement} report @param {string} words that the passage begins with */
export function showPassage(report, words) {
  const wanted = folded(words);
  const blocks = Array.from(report.querySelectorAll("p, li, td, h1, h2, h3, h4, blockquote"));
  // The innermost one comes last.
  const block = blocks.findLast((one) => folded(one.textContent ?? "").includes(wanted));
  if (!block) return;
  block.scrollIntoView({ block: "center" });
  getSelection()?.selectAllChildren(block);
}
