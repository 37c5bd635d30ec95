// Why there is no report, or no whole one, and what can be done about it.

import { within } from "../dom.js";
import { describe, concernsKey, concernsNetwork } from "../problem-text.js";
import { hideNotice, showNotice, showProblem } from "./notice.js";

/**
 * @import { Problem } from "../ipc.d.ts"
 * @import { Asked, Run } from "../run.js"
 * @import { Refusal } from "../run-session.js"
 * @import { Words } from "../words.js"
 * @import { NoticeAction } from "./notice.js"
 */

/** @typedef {{ what: string, remedy: string }} Described */

/**
 * @template {Asked} A
 * @param {string} prefix of the template's instance
 * @param {object} ways
 * @param {Words} ways.words
 * @param {() => void} ways.start
 * @param {(() => boolean) | undefined} [ways.canStart] whether it can be run again from here; always, where it is not given
 * @param {(group: "service" | "network") => void} ways.openSettings
 * @param {((problem: Problem, asked: A) => Described) | undefined} ways.describe
 */
export function createRunOutcome(prefix, { words, start, canStart, openSettings, describe: describeOwn }) {
  const { element, id } = within(prefix);
  const place = element("problem");

  /** @param {Partial<NoticeAction>} [more] @returns {NoticeAction[]} */
  const retry = (more) => (canStart?.() === false ? [] : [{ label: words("report.retry"), press: start, id: id("problem-retry"), ...more }]);

  /**
   * @param {{ what: string, remedy?: string, title?: string }} said
   * @param {boolean} [primary] to run it again is what is to be done
   */
  function showStopped(said, primary = false) {
    place.dataset["kind"] = "stopped";
    showNotice(place, { ...said, actions: retry({ label: words("report.runAgain"), primary }) });
  }

  /**
   * @param {Problem} problem
   * @param {Partial<Described> & { title?: string }} said
   */
  function showFailure(problem, said) {
    const ways = wayOut(problem);
    place.dataset["kind"] = "error";
    showProblem(place, problem, { ...said, actions: [...retry({ primary: ways.length === 0 }), ...ways] });
  }

  /** @param {Problem} problem @returns {NoticeAction[]} */
  function wayOut(problem) {
    const settings = { id: id("problem-settings"), primary: true };
    if (concernsKey(problem)) return [{ ...settings, label: words("report.openSettings"), press: () => openSettings("service") }];
    if (concernsNetwork(problem)) return [{ ...settings, label: words("report.openNetwork"), press: () => openSettings("network") }];
    return [];
  }

  /** @param {Problem} problem @param {A} asked */
  const described = (problem, asked) => describeOwn?.(problem, asked) ?? describe(problem);

  return {
    described,
    /**
     * @param {Run<A> | null} run
     * @param {Refusal<A> | null} refusal
     */
    render(run, refusal) {
      hideNotice(place);
      if (refusal) {
        const title = run?.hasText ? { title: words(run.outcome === "finished" ? "report.formerBelow" : "report.formerIncomplete") } : {};
        if (refusal.problem) showFailure(refusal.problem, { ...described(refusal.problem, refusal.asked), ...title });
        else showStopped({ what: words("run.cancelled"), ...title });
      } else if (run?.interrupted) {
        showStopped({ what: words("report.interrupted"), remedy: words(run.hasText ? "report.interruptedNote" : "report.interruptedNoneNote") }, true);
      } else if (run?.outcome === "cancelled") {
        const [what, remedy] = run.hasText
          ? [words("report.cancelled"), words("report.cancelledNote")]
          : [words("report.cancelledNone"), words("report.cancelledNoneNote")];
        showStopped({ what, remedy });
      } else if (run?.problem) {
        showFailure(run.problem, { ...described(run.problem, run.asked), ...(run.hasText ? { title: words("report.incomplete") } : {}) });
      } else if (run?.retry) {
        place.dataset["kind"] = "warn";
        showNotice(place, { what: describe(run.retry.problem).what });
      } else if (run?.outcome === "finished" && !run.hasText) {
        place.dataset["kind"] = "warn";
        showNotice(place, { what: words("report.finishedEmpty"), actions: retry() });
      }
    },
    hide: () => hideNotice(place),
  };
}
