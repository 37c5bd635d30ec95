// The reviews that a review may correct: what the app recognises first, all others on demand.

import { reviewVersionChoices } from "../../js/bridge/review.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { create, element, icon, setText } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { date } from "../../js/time.js";
import { hideNotice, showProblem } from "../../parts/widgets/notice.js";
import { conclusionChip, titleOf } from "./list.js";
import { isEditable } from "./state.js";
import { versionName } from "./number-words.js";
import { stateMark } from "./version-words.js";
import { choicesMatching, likely } from "./versions-state.js";

/** @import { Review, VersionChoice } from "../../js/ipc.d.ts" */

/** Beyond this many, the person searches. */
const MOST = 50;

/**
 * @param {object} own
 * @param {() => Review | null} own.review
 * @param {(record: number) => void} own.chosen
 */
export function createVersionChoices(own) {
  const place = element("review-choices-list");
  const text = element("review-choices-text");
  const more = element("review-choices-more");
  /** @type {VersionChoice[] | null} */
  let choices = null;
  /** The review and the search text for which they were read. */
  let known = "";
  let everything = false;

  /** @param {Review} review */
  async function read(review) {
    const { number, title } = review.draft.submission;
    const wanted = JSON.stringify([review.record, number, title]);
    if (wanted === known) return;
    known = wanted;
    try {
      const found = await reviewVersionChoices(review.record, language() === "en");
      if (wanted !== known) return;
      choices = found;
      hideNotice(element("review-choices-problem"));
    } catch (thrown) {
      if (wanted !== known) return;
      choices = [];
      showProblem(element("review-choices-problem"), problemOf(thrown));
    }
    fill();
  }

  function fill() {
    const all = choices ?? [];
    const alike = likely(all);
    const wide = everything || alike.length === 0 || text.value.trim() !== "";
    const found = choicesMatching(wide ? all : alike, text.value);
    place.replaceChildren(...found.slice(0, MOST).map(choiceRow));
    element("review-choices-search").hidden = all.length < 6;
    more.hidden = wide || alike.length === all.length;
    setText(more, t("review.versions.all", { count: all.length }));
    const none = element("review-choices-none");
    none.hidden = choices === null || found.length > 0;
    setText(none, all.length === 0 ? t("review.versions.nothing") : t("review.list.none"));
  }

  /** @param {VersionChoice} choice */
  function choiceRow(choice) {
    const { record, state, conclusion, atMs, likeness, taken } = choice;
    const head = create("span", "version-choice-head", create("strong", "", versionName(choice)), stateMark(state), conclusionChip(conclusion));
    const foot = create("span", "version-choice-foot", date(atMs));
    if (likeness !== "none") foot.append(create("span", "version-likeness", icon("check"), t(`review.versions.likeness.${likeness}`)));
    if (taken) foot.append(create("span", "", t("review.versions.taken")));
    const button = create("button", "version-choice", head, create("span", "version-choice-title", titleOf(choice)), foot);
    button.type = "button";
    button.dataset["record"] = String(record);
    button.setAttribute("aria-disabled", String(taken));
    button.addEventListener("click", () => void (taken || own.chosen(record)));
    return create("li", "", button);
  }

  text.addEventListener("input", fill);
  more.addEventListener("click", () => {
    everything = true;
    fill();
    focus();
  });
  place.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const buttons = Array.from(place.querySelectorAll("button"));
    const at = buttons.findIndex((one) => one === document.activeElement);
    buttons[Math.max(0, Math.min(buttons.length - 1, at + by))]?.focus();
    event.preventDefault();
  });

  function focus() {
    const first = place.querySelector("button");
    (first ?? element("review-choices-title")).focus();
    return true;
  }

  return {
    /** @param {Review} review */
    render(review) {
      const isShown = isEditable(review) && review.earlier === null;
      element("review-choices").hidden = !isShown;
      if (isShown) void read(review);
    },
    /** Another review is shown, or this one has changed its place among the versions. */
    forget() {
      [choices, known, everything] = [null, "", false];
      text.value = "";
      place.replaceChildren();
    },
    focus,
  };
}
