// The head of a review: its number, title and state, why it can't be changed; and the marks on the tabs for entries left to do in each.

import { element, setText } from "../../js/dom.js";
import { number, t } from "../../js/i18n.js";
import { hideNotice, showNotice } from "../../parts/widgets/notice.js";
import { showState, titleOf } from "./list.js";
import { TABS, answeredOf, isEditable, openPoints, progressOf, spotOf } from "./state.js";
import { numberOf } from "./number-words.js";
import { confirmedOf } from "./versions-state.js";

/** @import { Review, ReviewRow } from "../../js/ipc.d.ts" */

/** @param {Review} review @param {ReviewRow[]} rows */
export function renderHead({ record, draft, state, demo, picture, version }, rows) {
  const title = draft.submission.title || rows.find((row) => row.record === record)?.title || picture?.name || "";
  setText(element("review-number"), numberOf({ number: draft.submission.number, version }));
  setText(element("review-subject"), titleOf({ title }));
  element("review-subject").title = titleOf({ title });
  showState(element("review-state"), state);
  element("review-demo").hidden = !demo;
  element("review-demo-line").hidden = !demo;
}

/** Why nothing can be changed, or why it was returned. @param {Review} review */
export function renderLocked({ state, steps }) {
  const place = element("review-locked");
  if (state === "open") return hideNotice(place);
  const last = [...steps].reverse().find(({ kind }) => kind === state);
  place.dataset["kind"] = state === "returned" ? "warn" : "info";
  const name = last?.name || t("review.locked.someone");
  const remedy = state === "returned" && last?.words ? t("review.locked.reason", { reason: last.words }) : t(`review.locked.do.${state}`);
  showNotice(place, { what: t(`review.locked.${state}`, { name }), remedy });
}

/** @param {Review} review */
export function renderMarks(review) {
  const open = openPoints(review).map((one) => spotOf(one).tab);
  const editable = isEditable(review);
  for (const tab of TABS) {
    const mark = element(`review-mark-${tab}`);
    const left = open.filter((one) => one === tab).length;
    const { done, of } = tab === "findings" ? progressOf(review) : tab === "checklist" ? answeredOf(review) : tab === "versions" ? confirmedOf(review) : { done: 0, of: 0 };
    mark.hidden = of === 0 && left === 0;
    setText(mark, of > 0 ? `${number(done)}/${number(of)}` : number(left));
    mark.dataset["left"] = String(editable && (of > 0 ? done < of : left > 0));
    mark.title = of > 0 ? "" : t("review.sign.missing", { count: left });
  }
  // All of it is listed there.
  const sign = element("review-mark-sign");
  sign.hidden = open.length === 0;
  setText(sign, number(open.length));
  sign.dataset["left"] = String(open.length > 0);
}

/** The button that leads on. @param {Review | null} review @param {boolean} other this review is done, and another one is not */
export function renderNext(review, other) {
  const next = element("review-next");
  next.hidden = review?.state === "archived" && !other;
  setText(element("review-next-words"), t(other ? "review.nextReview" : "review.next"));
  next.title = t(other ? "review.nextReviewHint" : "review.nextHint");
}

/** The placeholder instead of a review. @param {boolean} isShown @param {boolean} empty there are no reviews */
export function renderNone(isShown, empty) {
  const none = element("review-none");
  none.hidden = !isShown;
  none.dataset["why"] = empty ? "empty" : "choose";
  element("review-none-ways").hidden = !empty;
  setText(element("review-none-what"), t(empty ? "review.none.what" : "review.none.choose"));
  setText(element("review-none-do"), t(empty ? "review.none.do" : "review.none.chooseDo"));
}
