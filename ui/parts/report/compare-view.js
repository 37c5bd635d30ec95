// Two reports on the same subject side by side, block by block, with the differences marked.

import { reportCompare } from "../../js/bridge/reports.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { create, setText, within } from "../../js/dom.js";
import { number, t } from "../../js/i18n.js";
import { wrapText } from "../../js/text-ranges.js";
import { date } from "../../js/time.js";
import { createLinkPrompt } from "./link-prompt.js";
import { hideNotice, showProblem } from "../widgets/notice.js";
import { renderBlock } from "./report-view.js";

/** @import { Comparison, Passage, Row } from "../../js/ipc.d.ts" */
/** @import { Asked, Run } from "../run/run.js" */

/** Rows that are made at a stretch, and laid out as one leaf once they come near to being seen. */
const LEAF_ROWS = 16;

/**
 * @param {string} prefix of the template's instance
 * @param {() => void} left it was closed
 */
export function createCompareView(prefix, left) {
  const { element } = within("compare-view", prefix);
  const view = element("compare");
  const rows = element("compare-rows");
  const onlyChanges = element("compare-only");
  const link = createLinkPrompt(`${prefix}-compare`, [element("compare-scroll")]);

  /** @type {{ comparison: Comparison, asked: Asked, formerAt: number } | null} */
  let shown = null;
  let at = -1;
  /** Counts the comparisons opened and closed: what an earlier one still does is ignored. */
  let turn = 0;

  const changes = () => Array.from(rows.querySelectorAll('.compare-row:not([data-kind="same"])'));

  /** @param {Run} run */
  async function open(run) {
    if (run.id === null || run.formerAt === null) return;
    turn += 1;
    const mine = turn;
    at = -1;
    const place = element("compare-problem");
    hideNotice(place);
    rows.replaceChildren();
    view.hidden = false;
    setText(element("compare-summary"), t("compare.reading"));
    element("compare-title").focus({ preventScroll: true });
    try {
      const comparison = await reportCompare(run.id);
      if (mine !== turn) return;
      shown = { comparison, asked: run.asked, formerAt: run.formerAt };
      render();
      await fill(comparison.rows, mine);
    } catch (thrown) {
      if (mine !== turn) return;
      setText(element("compare-summary"), "");
      showProblem(place, problemOf(thrown));
    }
  }

  /**
   * @param {Row[]} all
   * @param {number} mine
   */
  async function fill(all, mine) {
    for (let from = 0; from < all.length; from += LEAF_ROWS) {
      const leaf = create("div", "compare-leaf", ...all.slice(from, from + LEAF_ROWS).map(compareRow));
      leaf.role = "presentation";
      rows.append(leaf);
      await new Promise((resolve) => setTimeout(resolve));
      if (mine !== turn) return;
    }
    renderCount();
  }

  function render() {
    link.render();
    if (!shown) return;
    const { comparison, asked, formerAt } = shown;
    setText(element("compare-old"), t("compare.old", { date: date(formerAt) }));
    setText(element("compare-new"), t("compare.new", { date: date(asked.at.getTime()) }));
    const { changed, added: more, removed: fewer, same } = comparison;
    setText(element("compare-summary"), changed + more + fewer === 0 ? t("compare.none") : t("compare.summary", { changed, added: more, removed: fewer, same }));
    for (const side of rows.querySelectorAll("[data-said]")) {
      if (side instanceof HTMLElement) side.textContent = saidOf(side.dataset["said"] ?? "");
    }
    view.dataset["only"] = String(onlyChanges.checked);
    renderCount();
  }

  function renderCount() {
    const total = changes().length;
    setText(element("compare-count"), total === 0 ? "" : at < 0 ? t("compare.total", { total }) : t("search.count", { at: number(at + 1), total: number(total) }));
    for (const part of [element("compare-previous"), element("compare-next")]) part.setAttribute("aria-disabled", String(total === 0));
  }

  /** @param {number} step */
  function go(step) {
    const all = changes();
    if (all.length === 0) return;
    all[at]?.classList.remove("now");
    at = at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length;
    const row = all[at];
    row?.classList.add("now");
    row?.scrollIntoView({ block: "center" });
    renderCount();
  }

  function close() {
    if (view.hidden) return false;
    link.close();
    turn += 1;
    view.hidden = true;
    shown = null;
    rows.replaceChildren();
    left();
    return true;
  }

  element("compare-next").addEventListener("click", () => go(1));
  element("compare-previous").addEventListener("click", () => go(-1));
  element("compare-back").addEventListener("click", close);
  onlyChanges.addEventListener("change", () => {
    view.dataset["only"] = String(onlyChanges.checked);
  });
  view.addEventListener("keydown", (event) => {
    const step = { n: 1, p: -1 }[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    go(step);
  });

  return {
    open,
    close,
    render,
    /** Closes an open prompt first, then the comparison; returns whether there was something to close. */
    escape: () => link.close() || close(),
  };
}

/** One row of a comparison. @param {Row} row */
export function compareRow({ kind, old, new: fresh }) {
  const row = create("div", "compare-row", side(old, kind, "old"), side(fresh, kind, "new"));
  row.dataset["kind"] = kind;
  row.role = "row";
  return row;
}

/**
 * @param {Passage | null} passage
 * @param {Row["kind"]} kind
 * @param {"old" | "new"} which
 */
function side(passage, kind, which) {
  const cell = create("div", "compare-side document");
  cell.role = "cell";
  // Colour alone is not accessible: each side of a change is named as well.
  if (kind !== "same" && passage) {
    const said = create("p", "compare-said", saidOf(`${kind}-${which}`));
    said.dataset["said"] = `${kind}-${which}`;
    cell.append(said);
  }
  if (!passage) return cell;
  const block = renderBlock(passage.html);
  cell.append(block);
  wrapText(block, passage.marks, which === "old" ? "del" : "ins");
  return cell;
}

/** @param {string} what */
function saidOf(what) {
  if (what === "removed-old") return t("compare.saidRemoved");
  if (what === "added-new") return t("compare.saidAdded");
  return t(what.endsWith("-old") ? "compare.saidBefore" : "compare.saidAfter");
}
