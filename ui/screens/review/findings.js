// The findings of a review: one stop of the Tab key, arrow keys or J and K between the rows, and a decision on each by one key.
//
// Ids for tests of the window: #review-findings-list .review-finding[data-finding=NUMBER][data-choice][data-decided]
// [data-choice=adopted|changed|dismissed] .review-reason-form #review-progress

import { element, setText } from "../../js/dom.js";
import { number, t } from "../../js/i18n.js";
import { announce } from "../../js/announce.js";
import { createArticleDialog } from "../../parts/findings/article-dialog.js";
import { CHOICES, makeFindingRow } from "./finding-row.js";
import { createNotChecked } from "./not-checked.js";
import { makeReasonForm } from "./reason-form.js";
import { decisionOf, isDecided, isEditable, nextUndecided, progressOf, stepped, undone, withDecision } from "./state.js";

/**
 * @import { Choice, Review, ReviewDecision, ReviewDraft } from "../../js/ipc.d.ts"
 * @import { FindingRow } from "./finding-row.js"
 * @import { Undo } from "./state.js"
 */

/**
 * @param {object} own
 * @param {() => Review | null} own.review
 * @param {(draft: ReviewDraft) => void} own.change
 * @param {(id: string | null) => void} own.stood this finding is selected
 * @param {(id: string | null) => void} own.over the pointer is over this finding
 * @param {() => void} own.refresh the review is reloaded
 * @param {(id: string, close: boolean) => void} own.lead its place is to be in sight; `close`: as large as it can be
 */
export function createFindings(own) {
  const frame = element("review-findings-list");
  const scroll = element("review-findings-scroll");
  const readArticle = createArticleDialog("review");
  const notChecked = createNotChecked({ review: own.review, refresh: own.refresh });
  /** @type {FindingRow[]} */
  let rows = [];
  /** The data of the rows; empty: rebuild them. */
  let shown = "";
  /** @type {Review["findings"]} */
  let made = [];
  /** @type {string | null} */
  let selected = null;
  /** The row whose form is open. @type {{ id: string, form: HTMLElement } | null} */
  let open = null;
  /** @type {Undo[]} */
  let undos = [];
  /** The mouse button is held. */
  let pointing = false;

  const rowOf = (/** @type {string | null} */ id) => rows.find(({ finding }) => finding.id === id) ?? null;
  const rowAround = (/** @type {EventTarget | null} */ target) => {
    const one = target instanceof Element ? target.closest(".review-finding") : null;
    return rows.find(({ row }) => row === one) ?? null;
  };

  /** @param {string | null} id @param {boolean} focus */
  function select(id, focus) {
    const one = rowOf(id);
    if (!one || id === null) return false;
    if (open && open.id !== id) closeForm();
    const other = selected !== id;
    selected = id;
    mark();
    if (other) own.stood(id);
    if (focus) one.row.focus({ preventScroll: true });
    one.row.scrollIntoView({ block: "nearest" });
    if (other) own.lead(id, false);
    return true;
  }

  function mark() {
    const stop = rowOf(selected) ?? rows[0];
    for (const one of rows) one.mark(one.finding.id === selected, one === stop);
  }

  function closeForm() {
    if (!open) return false;
    const { id, form } = open;
    open = null;
    const held = form.contains(document.activeElement);
    form.remove();
    if (held) rowOf(id)?.row.focus({ preventScroll: true });
    return true;
  }

  /** @param {ReviewDecision} decision */
  function decide(decision) {
    const review = own.review();
    if (!review) return;
    undos.push({ finding: decision.finding, before: decisionOf(review.draft, decision.finding) });
    own.change(withDecision(review.draft, decision));
    const now = own.review();
    if (!now) return;
    const { done, of } = progressOf(now);
    announce(done === of ? t("review.findings.allDecided") : t("review.findings.decided", { choice: t(`review.choice.${decision.choice}`), left: of - done }));
    closeForm();
    // Who goes back to change a decision goes on from there.
    select(nextUndecided(now, decision.finding) ?? stepped(now.findings, decision.finding, 1), true);
  }

  /** @param {Choice} choice of the selected finding */
  function choose(choice) {
    const review = own.review();
    const one = rowOf(selected);
    if (!review || !isEditable(review) || !one) return false;
    const { id } = one.finding;
    const before = decisionOf(review.draft, id);
    closeForm();
    if (choice === "adopted") {
      decide({ finding: id, choice, severity: null, wording: "", reason: "" });
      return true;
    }
    const begun = before?.choice === choice ? before : { finding: id, choice, severity: null, wording: "", reason: "" };
    const made = makeReasonForm(one.finding, begun, review.reasons, (decision) => (decision ? decide(decision) : void closeForm()));
    open = { id, form: made.form };
    one.body.append(made.form);
    made.focus();
    made.form.scrollIntoView({ block: "nearest" });
    return true;
  }

  function undo() {
    const review = own.review();
    const last = undos.pop();
    if (!review || !isEditable(review) || !last) return false;
    closeForm();
    own.change(undone(review.draft, last));
    select(last.finding, true);
    announce(t("review.findings.undone"));
    return true;
  }

  /** @param {number} by */
  function step(by) {
    const review = own.review();
    if (!review) return false;
    return select(selected === null ? (review.findings[0]?.id ?? null) : stepped(review.findings, selected, by), true);
  }

  frame.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const on = rowAround(event.target);
    if (!on) return;
    const review = own.review();
    const last = (review?.findings.length ?? 0);
    const keys = {
      ArrowDown: () => step(1), ArrowUp: () => step(-1), Home: () => step(-last), End: () => step(last),
      ...(event.target === on.row ? { Enter: () => own.lead(on.finding.id, true) } : {}),
    };
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    keys[/** @type {"ArrowDown"} */ (event.key)]();
  });
  frame.addEventListener("click", (event) => {
    const one = rowAround(event.target);
    if (!one || open?.form.contains(/** @type {Node} */ (event.target))) return;
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    const wasSelected = selected === one.finding.id;
    select(one.finding.id, button === null && (document.getSelection()?.isCollapsed ?? true));
    const choice = CHOICES.find((name) => name === button?.dataset["choice"]);
    if (choice) choose(choice);
    else if (button?.dataset["act"] === "article" && one.finding.basis) void readArticle(one.finding.basis);
    else if (wasSelected && !button) own.lead(one.finding.id, true);
  });
  // A row that is selected shows all of its words: what lies under the pointer must not move before the button is released.
  frame.addEventListener("pointerdown", () => (pointing = true));
  for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, () => (pointing = false));
  frame.addEventListener("focusin", (event) => {
    const one = rowAround(event.target);
    if (!pointing && one && one.finding.id !== selected && event.target === one.row) select(one.finding.id, false);
  });
  frame.addEventListener("pointerover", (event) => own.over(rowAround(event.target)?.finding.id ?? null));
  frame.addEventListener("pointerleave", () => own.over(null));

  /** Rows of findings that stayed the same stay in the page. @param {Review} review */
  function make(review) {
    if (review.findings === made && shown !== "") return;
    made = review.findings;
    const shows = JSON.stringify(review.findings);
    if (shows === shown) return;
    shown = shows;
    const held = frame.contains(document.activeElement);
    closeForm();
    rows = review.findings.map(makeFindingRow);
    frame.replaceChildren(...rows.map(({ row }) => row));
    frame.setAttribute("aria-rowcount", String(rows.length));
    if (!rowOf(selected)) selected = null;
    mark();
    if (held) rowOf(selected)?.row.focus({ preventScroll: true });
  }

  return {
    /** @param {Review} review */
    render(review) {
      make(review);
      const editable = isEditable(review);
      if (!editable) closeForm();
      for (const one of rows) {
        const decision = decisionOf(review.draft, one.finding.id);
        one.update(decision, isDecided(decision), editable);
      }
      const { done, of } = progressOf(review);
      Object.assign(element("review-meter"), { max: Math.max(1, of), value: done });
      setText(element("review-progress"), of === 0 ? "" : t("review.findings.progress", { done, of }));
      element("review-findings-head").hidden = of === 0;
      element("review-finding-keys").hidden = !editable;
      element("review-findings-none").hidden = of > 0;
      frame.hidden = of === 0;
      element("review-unparsed").hidden = review.unparsed === 0;
      setText(element("review-unparsed-words"), t("review.findings.unparsed", { count: number(review.unparsed) }));
      notChecked.render(review);
    },
    /** Another review: nothing of the last one is selected or undone. */
    begin() {
      closeForm();
      [selected, undos, shown] = [null, [], ""];
      scroll.scrollTop = 0;
    },
    /** The texts of the rows are updated. */
    forget() {
      shown = "";
    },
    choose,
    undo,
    step,
    /** @param {string} id */
    select: (id) => select(id, true),
    /** The first finding that waits for a decision, else the first one. @returns {boolean} whether there is one */
    enter() {
      const review = own.review();
      return review !== null && select(nextUndecided(review, null) ?? selected ?? review.findings[0]?.id ?? null, true);
    },
    escape: closeForm,
  };
}
