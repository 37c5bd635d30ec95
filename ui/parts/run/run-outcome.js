// Why there is no report or only a part of one, and what can be done about it.

import { t } from "../../js/i18n.js";
import { describe, concernsKey, concernsNetwork } from "../../js/problem-text.js";
import { hideNotice, showNotice, showProblem } from "../widgets/notice.js";

/**
 * @import { Problem } from "../../js/ipc.d.ts"
 * @import { Asked, Run } from "./run.js"
 * @import { Refusal } from "./run-session.js"
 * @import { Words } from "../../js/words.js"
 * @import { NoticeAction } from "../widgets/notice.js"
 */

/** @typedef {{ what: string, remedy: string }} Described */

/**
 * @template {Asked} A
 * @param {HTMLElement} place the notice
 * @param {object} ways
 * @param {Words} ways.words
 * @param {() => void} ways.start
 * @param {((run: Run<A>) => NoticeAction | null) | undefined} [ways.rest] how to ask for what has no answer yet
 * @param {(() => boolean) | undefined} [ways.canStart] whether it can be run again from here; always, where it is not given
 * @param {(group: "service" | "network" | "diagnosis") => void} ways.openSettings
 * @param {((problem: Problem, asked: A) => Described) | undefined} ways.describe
 */
export function createRunOutcome(place, { words, start, canStart, rest: restOf, openSettings, describe: describeOwn }) {
  /** @param {Partial<NoticeAction>} [more] @returns {NoticeAction[]} */
  const retry = (more) => (canStart?.() === false ? [] : [{ label: words("report.retry"), press: start, id: `${place.id}-retry`, ...more }]);

  /**
   * @param {{ what: string, remedy?: string, title?: string }} said
   * @param {boolean} [primary] to run it again is what is to be done
   * @param {NoticeAction | null} [rest]
   */
  function showStopped(said, primary = false, rest = null) {
    place.dataset["kind"] = "stopped";
    showNotice(place, { ...said, actions: [...first(rest), ...retry({ label: words("report.runAgain"), primary: primary && !rest })] });
  }

  /** Asking for the missing parts comes before asking for everything. @param {NoticeAction | null} rest @returns {NoticeAction[]} */
  const first = (rest) => (rest ? [{ ...rest, primary: true }] : []);

  /**
   * @param {Problem} problem
   * @param {Partial<Described> & { title?: string }} said
   * @param {NoticeAction | null} [rest]
   */
  function showFailure(problem, said, rest = null) {
    const ways = wayOut(problem);
    place.dataset["kind"] = "error";
    const actions = [...first(rest).map((one) => ({ ...one, primary: ways.length === 0 })), ...retry({ primary: ways.length === 0 && !rest }), ...ways];
    showProblem(place, problem, { ...said, actions });
  }

  /** @param {Problem} problem @returns {NoticeAction[]} */
  function wayOut(problem) {
    const settings = { id: `${place.id}-settings`, primary: true };
    if (concernsKey(problem)) return [{ ...settings, label: words("report.openSettings"), press: () => openSettings("service") }];
    if (concernsNetwork(problem)) return [{ ...settings, label: words("report.openNetwork"), press: () => openSettings("network") }, { id: `${place.id}-diagnosis`, label: t("diagnosis.open"), press: () => openSettings("diagnosis") }];
    return [];
  }

  /** @param {Problem} problem @param {A} asked */
  const described = (problem, asked) => describeOwn?.(problem, asked) ?? describe(problem);

  /**
   * Missing parts have a cause of their own, which is told as well.
   * @param {Problem} problem
   * @param {Problem} cause
   * @param {A} asked
   */
  function withCause(problem, cause, asked) {
    const said = described(problem, asked);
    if (cause === problem) return said;
    return { ...said, remedy: [described(cause, asked).what, said.remedy].join(t("common.sentences")) };
  }

  return {
    described,
    /**
     * @param {Run<A> | null} run
     * @param {Refusal<A> | null} refusal
     */
    render(run, refusal) {
      hideNotice(place);
      const rest = run && !refusal ? (restOf?.(run) ?? null) : null;
      if (refusal) {
        const title = run?.hasText ? { title: words(run.outcome === "finished" ? "report.formerBelow" : "report.formerIncomplete") } : {};
        if (refusal.problem) showFailure(refusal.problem, { ...described(refusal.problem, refusal.asked), ...title });
        else showStopped({ what: words("run.cancelled"), ...title });
      } else if (run?.interrupted) {
        showStopped({ what: words("report.interrupted"), remedy: words(run.hasText ? "report.interruptedNote" : "report.interruptedNoneNote") }, true, rest);
      } else if (run?.outcome === "cancelled") {
        const [what, remedy] = run.hasText
          ? [words("report.cancelled"), words("report.cancelledNote")]
          : [words("report.cancelledNone"), words("report.cancelledNoneNote")];
        showStopped({ what, remedy }, false, rest);
      } else if (run?.problem) {
        const missing = run.problem.code === "parts_missing";
        const cause = (missing && run.parts.find(({ problem }) => problem)?.problem) || run.problem;
        showFailure(run.problem, { ...withCause(run.problem, cause, run.asked), ...(run.hasText ? { title: words("report.incomplete") } : {}) }, rest);
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
