// The published check: a picture that went live, chosen, dropped or pasted, against the material of a signed review.
//
// Ids for tests of the window: #review-published #review-compare #review-published-advance #review-published-advance-stop
// #review-published-problem[data-code]

import { reviewCompare, reviewComparePaste, reviewCompareStop, reviewDrop } from "../../js/bridge/review.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { announceProblem } from "../../js/announce.js";
import { element, setText } from "../../js/dom.js";
import { language, lookUp, t } from "../../js/i18n.js";
import { describe } from "../../js/problem-text.js";
import { createAdvanceBar } from "../../parts/widgets/advance-bar.js";
import { hideNotice, showProblem } from "../../parts/widgets/notice.js";
import { toast } from "../../parts/widgets/toast.js";
import { canBeCompared } from "./state.js";

/** @import { Preparing, Problem, Review, ShellEvent } from "../../js/ipc.d.ts" */

/** Whoever stopped it knows. */
const STOPPED = "stopped";

/**
 * @param {object} own
 * @param {() => Review | null} own.review
 * @param {() => boolean} own.isShown the screen is
 * @param {() => void} own.lead to where the comparison is shown
 * @param {(review: Review) => void} own.done there is one more step
 * @param {() => Promise<void>} own.refresh there may be one more step
 */
export function createPublished(own) {
  const button = element("review-compare");
  const bar = createAdvanceBar("review-published", () => void reviewCompareStop().catch(() => undefined));
  /** The comparison in progress, and its record. @type {{ record: number, comparing: Preparing } | null} */
  let now = null;
  /** A command is under way; the dialog of the system may be open. */
  let busy = false;
  /** @type {Problem | null} */
  let problem = null;
  /** The target for dropped pictures that the shell knows. */
  let told = "";
  /** The text of the progress bar. */
  let said = "";

  /** The review with which a picture can be compared now. */
  function open() {
    const review = own.review();
    return own.isShown() && review && canBeCompared(review) ? review : null;
  }

  function tell() {
    const record = open()?.record ?? null;
    const english = language() === "en";
    const next = `${record} ${english}`;
    if (told === next || (record === null && told === "")) return;
    told = next;
    reviewDrop(record, english).catch(() => undefined);
  }

  /** @param {Problem | null} next */
  function show(next) {
    problem = next;
    const place = element("review-published-problem");
    if (!problem) return hideNotice(place);
    showProblem(place, problem, { dismiss: () => show(null) });
  }

  /** @param {Problem} failed */
  function fail(failed) {
    if (failed.code === STOPPED) return;
    own.lead();
    show(failed);
    element("review-published-problem").scrollIntoView({ block: "nearest" });
    announceProblem(describe(failed).what);
  }

  /** @param {(record: number, english: boolean) => Promise<Review | null>} command */
  async function compare(command) {
    const review = open();
    if (!review || busy) return;
    busy = true;
    show(null);
    render(review);
    try {
      const next = await command(review.record, language() === "en");
      // Another review may be on the screen by now.
      if (next && own.review()?.record === next.record) {
        own.done(next);
        tellOutcome(next);
      }
    } catch (thrown) {
      if (own.review()?.record === review.record) fail(problemOf(thrown));
    } finally {
      busy = false;
      render(own.review() ?? review);
    }
  }

  /** @param {number} record */
  function announceStep(record) {
    const review = own.review();
    if (review?.record === record) tellOutcome(review);
  }

  /** @param {Review} review */
  function tellOutcome({ steps }) {
    const last = steps.findLast(({ kind }) => kind === "compared");
    if (last?.outcome) toast(t(`review.published.outcome.${last.outcome}`));
  }

  function renderBar() {
    const mine = now && now.record === own.review()?.record ? now.comparing : null;
    if (!mine) {
      said = "";
      return bar.end();
    }
    const stage = lookUp(`review.published.stage.${mine.stage}`) ?? t("review.published.busy");
    const words = t("review.published.of", { stage, name: mine.name });
    if (words !== said) bar.begin(words);
    said = words;
    bar.step({ done: mine.done, of: mine.of });
  }

  /** @param {Review} review */
  function render(review) {
    element("review-published").hidden = !canBeCompared(review);
    const comparing = busy || now?.record === review.record;
    setText(element("review-compare-words"), t(comparing ? "review.published.busy" : "review.published.choose"));
    button.setAttribute("aria-busy", String(comparing));
    renderBar();
    tell();
  }

  button.addEventListener("click", () => void compare(reviewCompare));

  return {
    render,
    tell,
    /** Takes the picture on the clipboard; returns whether there was one. */
    paste() {
      if (!open()) return false;
      void compare(reviewComparePaste);
      return true;
    },
    /** A picture that is dropped now is compared. */
    takesDrop: () => open() !== null,
    begin() {
      show(null);
      said = "";
    },
    renderWords() {
      said = "";
      if (problem) show(problem);
    },
    /** Never brings the screen to the front. @param {ShellEvent} event */
    receive(event) {
      const review = own.review();
      if (event.type === "comparing") {
        const begins = now === null && event.comparing !== null;
        now = event.comparing && { record: event.record, comparing: event.comparing };
        if (begins && event.record === open()?.record) {
          show(null);
          own.lead();
        }
        if (review) render(review);
      }
      if (event.type === "compared" && event.record === review?.record) {
        if (event.problem) fail(event.problem);
        else void own.refresh().then(() => announceStep(event.record));
      }
      return false;
    },
  };
}
