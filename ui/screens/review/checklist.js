// The check points of a review, by category: each passes, fails or does not apply, by one key. What does not pass needs a note.
//
// Ids for tests of the window: #review-points [data-point][data-result] [data-result=pass|fail|notApplicable] .review-note

import { create, element, setText } from "../../js/dom.js";
import { announce } from "../../js/announce.js";
import { t } from "../../js/i18n.js";
import { createAnswerRows } from "./answer-rows.js";
import { answeredOf, categoriesOf, isAnswered, isEditable, nextUnanswered, resultOf, withResult } from "./state.js";

/** @import { ChecklistPoint, CheckResult, PointResult, Review, ReviewDraft } from "../../js/ipc.d.ts" */

/** In the order of the keys 1, 2 and 3. @type {PointResult[]} */
const RESULTS = ["pass", "fail", "notApplicable"];

/** @typedef {ReturnType<typeof makePoint>} PointRow */

/**
 * @param {object} own
 * @param {() => Review | null} own.review
 * @param {(draft: ReviewDraft) => void} own.change
 * @param {() => void} own.next every point has its result
 */
export function createReviewChecklist(own) {
  const frame = element("review-points");
  let shown = "";
  /** @type {ReturnType<typeof createAnswerRows<string, PointRow>>} */
  const rows = createAnswerRows(frame, {
    pressed(_row, button) {
      const result = RESULTS.find((one) => one === button.dataset["result"]);
      if (result) choose(result);
    },
    edited(row) {
      const review = own.review();
      const result = review ? resultOf(review.draft, row.key) : null;
      if (result) put({ ...result, note: row.note.value });
    },
    noted: (row) => goOn(row.key),
  });

  /** As they stand, by category. */
  const points = () => rows.rows().map(({ point }) => point);

  /** @param {CheckResult} result */
  function put(result) {
    const review = own.review();
    if (review && isEditable(review)) own.change(withResult(review.draft, result));
  }

  /** @param {string} from */
  function goOn(from) {
    const review = own.review();
    if (!review) return;
    const next = nextUnanswered({ checklist: points(), draft: review.draft }, from);
    const { done, of } = answeredOf(review);
    announce(t("review.checklist.progress", { done, of }));
    if (next !== null) rows.select(next, true);
    else own.next();
  }

  /** @param {PointResult} result of the selected point */
  function choose(result) {
    const review = own.review();
    const row = rows.selected();
    if (!review || !isEditable(review) || !row) return false;
    const id = row.key;
    put({ point: id, result, note: row.note.value.trim() });
    if (result === "pass" || row.note.value.trim() !== "") goOn(id);
    else row.note.focus();
    return true;
  }

  /** @param {Review} review */
  function make(review) {
    const shows = JSON.stringify([document.documentElement.lang, review.checklist]);
    if (shows === shown) return;
    shown = shows;
    /** @type {PointRow[]} */
    const all = [];
    frame.replaceChildren(...categoriesOf(review.checklist).map(({ category, points }) => {
      const made = points.map(makePoint);
      all.push(...made);
      const section = create("section", "review-category", create("h3", "", category), ...made.map(({ box }) => box));
      section.ariaLabel = category;
      return section;
    }));
    // The keys work at once.
    rows.put(all, () => nextUnanswered({ checklist: all.map(({ point }) => point), draft: review.draft }, null));
  }

  return {
    /** @param {Review} review */
    render(review) {
      make(review);
      const editable = isEditable(review);
      for (const row of rows.rows()) row.update(resultOf(review.draft, row.key), editable);
      const { done, of } = answeredOf(review);
      Object.assign(element("review-checklist-meter"), { max: Math.max(1, of), value: done });
      element("review-checklist-head").hidden = of === 0;
      setText(element("review-checklist-progress"), of === 0 ? "" : t("review.checklist.progress", { done, of }));
      element("review-point-keys").hidden = !editable;
      element("review-points-none").hidden = of > 0;
    },
    begin() {
      rows.begin();
      shown = "";
      element("review-points-scroll").scrollTop = 0;
    },
    step: rows.step,
    /** @param {1 | 2 | 3} key */
    press: (key) => choose(RESULTS[key - 1] ?? "pass"),
    /** The first point without a result, else the first one. @returns {boolean} whether there is one */
    enter() {
      const review = own.review();
      return review !== null && rows.select(nextUnanswered({ checklist: points(), draft: review.draft }, null) ?? rows.selected()?.key ?? null, true);
    },
  };
}

/** @param {ChecklistPoint} point */
function makePoint(point) {
  const buttons = RESULTS.map((result, at) => {
    const key = create("kbd", "", String(at + 1));
    key.ariaHidden = "true";
    const button = create("button", "small", t(`review.result.${result}`), key);
    button.type = "button";
    button.dataset["result"] = result;
    button.setAttribute("aria-keyshortcuts", String(at + 1));
    return button;
  });
  const choices = create("div", "review-decide", ...buttons);
  choices.setAttribute("role", "group");
  choices.ariaLabel = point.point;
  const note = create("input", "review-note");
  Object.assign(note, { type: "text", maxLength: 500, autocomplete: "off", placeholder: t("review.checklist.note"), ariaLabel: t("review.checklist.noteOf", { point: point.point }) });
  const words = create("div", "review-point-words", create("p", "review-point-name", point.point, ...(point.required ? [] : [create("span", "review-optional", t("review.checklist.optional"))])));
  if (point.basis) words.append(create("p", "review-point-basis", point.basis));
  const box = create("div", "review-point", words, choices, note);
  box.dataset["point"] = point.id;
  box.setAttribute("role", "group");
  box.ariaLabel = point.point;

  return {
    key: point.id,
    point, box, note,
    /** @param {CheckResult | null} result @param {boolean} editable */
    update(result, editable) {
      box.dataset["result"] = result?.result ?? "";
      box.dataset["answered"] = String(isAnswered(result));
      for (const button of buttons) {
        button.ariaPressed = String(button.dataset["result"] === result?.result);
        button.disabled = !editable;
      }
      note.hidden = !result || (result.result === "pass" && result.note === "" && document.activeElement !== note);
      note.readOnly = !editable;
      note.setAttribute("aria-invalid", String(editable && result !== null && !isAnswered(result)));
      if (document.activeElement !== note && note.value !== (result?.note ?? "")) note.value = result?.note ?? "";
    },
    /** @param {boolean} selected @param {boolean} stop of the Tab key */
    mark(selected, stop) {
      box.dataset["selected"] = String(selected);
      box.tabIndex = stop ? 0 : -1;
      for (const button of buttons) button.tabIndex = stop ? 0 : -1;
    },
  };
}
