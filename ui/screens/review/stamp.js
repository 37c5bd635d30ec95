// The time stamp that an archived review lacks: why, and the button that asks for it again.

import { reviewStamp } from "../../js/bridge/review.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { element, keepFocus, setText } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { hideNotice, showProblem } from "../../parts/widgets/notice.js";
import { toast } from "../../parts/widgets/toast.js";
import { stampOffer } from "./stamp-state.js";

/** @import { Problem, Review } from "../../js/ipc.d.ts" */

/**
 * @param {object} own
 * @param {() => Review | null} own.review
 * @param {(review: Review) => void} own.done there may be a time stamp now
 * @param {(problem: Problem | null) => void} own.show
 */
export function createStamp(own) {
  const button = element("review-stamp-request");
  let asking = false;

  /** @param {Review} review */
  function render(review) {
    const offer = stampOffer(review);
    element("review-stamp").hidden = offer === null;
    if (!offer) return;
    const place = element("review-stamp-problem");
    if (review.stamp.problem && !asking) showProblem(place, review.stamp.problem, { title: t("review.stamp.failed") });
    else hideNotice(place);
    element("review-stamp-why").hidden = offer.what === "failed";
    setText(element("review-stamp-why"), offer.what === "failed" ? "" : t(`review.stamp.${offer.what}`));
    setText(element("review-stamp-request-words"), t(asking ? "review.stamp.busy" : offer.again ? "review.stamp.again" : "review.stamp.request"));
    button.setAttribute("aria-busy", String(asking));
  }

  button.addEventListener("click", oneAtATime(async () => {
    const review = own.review();
    if (!review) return;
    asking = true;
    render(review);
    try {
      const next = await reviewStamp(review.record, language() === "en");
      asking = false;
      own.show(null);
      // Another review may be on the screen by now.
      if (own.review()?.record !== next.record) return;
      keepFocus(() => own.done(next), element("review-steps-title"));
      if (!next.stamp.missing) toast(t("review.stamp.done"));
    } catch (thrown) {
      own.show(problemOf(thrown));
    } finally {
      asking = false;
      const now = own.review();
      if (now) render(now);
    }
  }));

  return { render };
}
