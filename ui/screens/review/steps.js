// The signed steps of a review in the order of time, and its letters.

import { create, element } from "../../js/dom.js";
import { bytes, language, number, t } from "../../js/i18n.js";
import { describe } from "../../js/problem-text.js";
import { happenedAt } from "../../js/time.js";
import { shortHash } from "../../parts/picture/picture-facts.js";

/** @import { Review, ReviewStep, StepStamp } from "../../js/ipc.d.ts" */

/** A fingerprint in groups of four. @param {string} key */
const grouped = (key) => key.match(/.{1,4}/g)?.join(" ") ?? key;

/** The time that an authority confirms, and who vouches for it. @param {StepStamp} stamp */
function stampRows({ authority, address, timeMs, accuracyMs, trust, problem }) {
  const sure = accuracyMs === null ? "" : t("review.stamp.accuracy", { seconds: number(accuracyMs / 1000) });
  const confirmed = create("p", "review-step-words", t("review.stamp.confirmed", { time: happenedAt(timeMs) }), sure);
  const who = create("p", "review-step-stamp", ...(authority ? [create("span", "", authority), " "] : []), create("span", "review-step-address", address));
  const verdict = create("p", "review-step-outcome", t(`review.stamp.trust.${trust}`));
  verdict.dataset["trust"] = trust;
  return [confirmed, who, verdict, ...(problem ? [create("p", "review-step-words", describe(problem).what)] : [])];
}

/** @param {ReviewStep} step */
function stepRow({ kind, atMs, name, staff, key, words, outcome, differences, stamp }) {
  const who = [name, staff].filter(Boolean).join(" · ");
  const head = create("p", "review-step-head", create("strong", "", t(`review.steps.${kind}`)), ...(who ? [create("span", "review-step-who", who)] : []), create("time", "", happenedAt(atMs)));
  const made = create("li", "review-step", head);
  if (words) made.append(create("p", "review-step-words", words));
  if (outcome) {
    const verdict = create("p", "review-step-outcome", t(`review.published.outcome.${outcome}`));
    verdict.dataset["outcome"] = outcome;
    made.append(verdict);
  }
  if (stamp) made.append(...stampRows(stamp));
  if (differences.length > 0) made.append(create("ul", "review-step-differences", ...differences.map((one) => create("li", "", one))));
  if (key) made.append(create("p", "review-step-key", t("review.steps.key"), " ", create("code", "", grouped(key))));
  else if (!stamp) made.append(create("p", "review-step-key", t("review.steps.unsigned")));
  made.dataset["kind"] = kind;
  return made;
}

/** The contents shown. */
let shown = "";

/** @param {Review} review */
export function renderSteps({ steps, letters, state }) {
  const shows = JSON.stringify([language(), steps, letters, state]);
  if (shows === shown) return;
  shown = shows;
  element("review-steps").replaceChildren(...steps.map(stepRow));
  element("review-steps-none").hidden = steps.length > 0;
  element("review-letters").replaceChildren(...letters.map(({ name, sha256, bytes: size }) => {
    const hash = create("code", "", shortHash(sha256));
    hash.title = sha256;
    return create("li", "", create("span", "review-letter-name", name), create("span", "", bytes(size)), hash);
  }));
  element("review-letter-words").textContent = t(state === "archived" ? "review.letter.archived" : "review.letter.draft");
}
