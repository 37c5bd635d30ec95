// The screen of an assistant that reports on a name: a company, a topic. The field and the names asked about before, the
// report, its flowchart, and the report before it to compare with.

import { subjectAbout } from "../../parts/run/abouts.js";
import { element as elementOf, setText, within } from "../../js/dom.js";
import { createDraft } from "../../js/drafts.js";
import { describe } from "../../js/problem-text.js";
import { wordsOf } from "../../js/words.js";
import { createAssistantRun } from "../../parts/run/assistant-run.js";
import { createChartCard } from "../../parts/chart/chart-card.js";
import { createPreviousReport } from "../../parts/report/previous-report.js";
import { createSubjectField } from "./field.js";
import { charactersOf, hindranceOf } from "./state.js";
import { toastProblem } from "../../parts/widgets/toast.js";

/**
 * @import { Screen, ScreenFrame } from "../../js/screens.js"
 * @import { DraftPlace } from "../../js/drafts.js"
 * @import { Problem, RunEvent, Subject, SubjectKind, SubjectRequest } from "../../js/ipc.d.ts"
 * @import { SubjectAsked } from "../../parts/run/abouts.js"
 * @import { About, Check } from "../../parts/report/report-heading.js"
 * @import { Run } from "../../parts/run/run.js"
 */

/**
 * The differences between these screens.
 * @typedef {object} SubjectOwn
 * @property {"diligence" | "updates"} id of the assistant
 * @property {SubjectKind} kind
 * @property {DraftPlace} place under which the draft is stored
 * @property {(request: SubjectRequest, receive: (event: RunEvent) => void) => Promise<number>} ask
 * @property {string} draft what had been typed when the app ended last
 * @property {() => void} [began]
 * @property {(run: Run<SubjectAsked>) => void} [ended]
 * @property {() => void} [changed]
 * @property {(all: Subject[]) => void} [listed] the names asked about are these
 * @property {() => Check[]} [checks]
 */

/**
 * @param {ScreenFrame} frame
 * @param {SubjectOwn} own
 */
export function createSubjectScreen(frame, own) {
  const { id: prefix } = own;
  const { limits } = frame.app;
  const words = wordsOf(prefix);
  const { element } = within("subject-field", prefix);

  /** The long name that a user has requested in spite of the warning. */
  let insisted = "";

  /** @type {About<SubjectAsked>} */
  const about = { ...subjectAbout(prefix), checks: () => own.checks?.() ?? [] };
  const draft = createDraft(own.place);
  const field = createSubjectField(prefix, own.kind, limits, own.draft, {
    edited() {
      draft.changed(field.text());
      insisted = "";
      run.changed();
    },
    entered: () => run.start(),
    listed: (all) => own.listed?.(all),
  });
  const run = createAssistantRun(frame, prefix, about, {
    ask: ({ subject, insist, model, temperature }, receive) => own.ask({ subject, insist, model, temperature }, receive),
    asked(common) {
      field.close();
      // How the run goes, and why it may not start, is said beside the report.
      previous.close();
      const insist = charactersOf(field.text()) > limits.subjectMax;
      insisted = insist ? field.text() : "";
      return { ...common, subject: field.text(), insist };
    },
    hindrance,
    describe: (problem) => describe(named(problem)),
    stale: (asked) => asked.subject !== field.text(),
    began() {
      chart.show(null);
      own.began?.();
    },
    ended(done) {
      chart.show(done);
      void field.refresh();
      own.ended?.(done);
    },
    changed() {
      previous.changed();
      own.changed?.();
    },
  });
  const chart = createChartCard(prefix);
  const previous = createPreviousReport(prefix, () => run.run(), () => elementOf(`${prefix}-title`));

  function hindrance() {
    const kind = hindranceOf(field.text(), limits, insisted);
    const actual = charactersOf(field.text());
    const numbers = { limit: limits.subjectMin, actual };
    const common = { insist: null, focus: field.focus };
    if (kind === "nothing") return { ...common, kind, what: words("subject.nothing"), remedy: words("subject.nothingDo", numbers) };
    if (kind === "tooShort") return { ...common, kind, what: words("subject.tooShort", numbers), remedy: words("subject.tooShortDo") };
    return kind && {
      kind, what: words("subject.tooLong", { limit: limits.subjectMax, actual }), remedy: words("subject.tooLongDo"),
      insist: words("subject.insist"), focus: () => elementOf(`${prefix}-run`).focus(),
    };
  }

  /**
   * @param {string} name
   * @param {() => void} start
   */
  function putAgain(name, start) {
    if (run.isBusy()) {
      toastProblem({ code: "run_in_progress", params: {} });
      return;
    }
    field.put(name);
    insisted = name;
    start();
  }

  void field.refresh();

  return {
    field,
    run,
    /** Asks about a name at once. @param {string} name as it was asked about before */
    askAgain: (name) => putAgain(name, run.start),
    /** @type {Screen} */
    screen: {
      render() {
        setText(element("subject-label"), words("subject.label"));
        element("subject").setAttribute("placeholder", words("subject.placeholder"));
        field.render();
        run.render();
        chart.render();
        previous.render();
      },
      start: run.start,
      opened() {
        if (!run.run() && !run.isBusy()) field.focus();
      },
      again: async ({ text, model, temperature }) => putAgain(text, () => run.again({ model, temperature })),
      closed() {
        // A chart that went on covering the window would keep the next screen out of reach.
        chart.uncover();
      },
      find: () => !elementOf(`${prefix}-columns`).hidden && run.find(),
      act: (what) => !elementOf(`${prefix}-columns`).hidden && run.act(what),
      skips: [{ words: "skip.report", go: run.focusReport }],
      escape: () => chart.escape() || field.close() || previous.escape() || run.escape(),
    },
  };
}

/**
 * The service calls a topic `query`, as it calls the copy of an audit.
 * @param {Problem} problem
 * @returns {Problem}
 */
function named(problem) {
  return problem.params["field"] === "query" ? { ...problem, params: { ...problem.params, field: "topic" } } : problem;
}
