// The screen of an assistant that reports on a name: a company, a topic. The field and the names asked about before, the
// report, its flowchart, and the report before it to compare with.

import { within, element as elementOf, instantiate, setText } from "../dom.js";
import { t } from "../i18n.js";
import { describe } from "../problem-text.js";
import { reportFileName } from "../report-heading.js";
import { date } from "../time.js";
import { wordsOf } from "../words.js";
import { createAssistantRun } from "./assistant-run.js";
import { createChartCard } from "./chart-card.js";
import { createCompareView } from "./compare-view.js";
import { createSubjectField } from "./subject-field.js";
import { toastProblem } from "./toast.js";

/**
 * @import { AssistantScreen, ScreenFrame } from "../assistants.js"
 * @import { Problem, RunEvent, Subject, SubjectKind, SubjectRequest } from "../ipc.d.ts"
 * @import { About, Check } from "../report-heading.js"
 * @import { Asked, Run } from "../run.js"
 */

/** @typedef {Asked & { subject: string, insist: boolean }} SubjectAsked */

/**
 * What differs between these screens.
 * @typedef {object} SubjectOwn
 * @property {string} id of the assistant
 * @property {SubjectKind} kind
 * @property {(request: SubjectRequest, receive: (event: RunEvent) => void) => Promise<number>} ask
 * @property {string} aside the template that stands below the flowchart
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
  const screen = instantiate("subject-screen", prefix);
  elementOf("screens").append(screen);
  const { element, button } = within(prefix);
  element("screen").id = `screen-${prefix}`;
  element("title").after(instantiate("subject-field", prefix));
  element("aside").append(instantiate(own.aside, prefix));

  /** The long name that a person has asked for in spite of the warning. */
  let insisted = "";

  /** @type {About<SubjectAsked>} */
  const about = {
    words,
    facts: (asked, quote) => [[words("heading.subject"), quote(asked.subject)]],
    subject: (asked) => asked.subject,
    notices: ({ demo }) => [t(demo ? "heading.proseDemo" : "heading.prose")],
    checks: () => own.checks?.() ?? [],
  };
  const field = createSubjectField(prefix, own.kind, limits, {
    edited() {
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
      compare.close();
      const insist = field.characters() > limits.subjectMax;
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
      renderFormer();
      own.changed?.();
    },
  });
  const chart = createChartCard(prefix, (/** @type {Run<SubjectAsked>} */ shown, ending) => reportFileName(shown, about, ending));
  const compare = createCompareView(prefix, () => {
    element("columns").hidden = false;
    const opener = button("former-compare");
    (opener.checkVisibility() ? opener : element("title")).focus({ preventScroll: true });
  });

  function hindrance() {
    const [actual, text] = [field.characters(), field.text()];
    if (actual < limits.subjectMin) {
      const numbers = { limit: limits.subjectMin, actual };
      const [what, remedy] = actual === 0
        ? [words("subject.nothing"), words("subject.nothingDo", numbers)]
        : [words("subject.tooShort", numbers), words("subject.tooShortDo")];
      return { kind: actual === 0 ? "nothing" : "tooShort", what, remedy, insist: null, focus: field.focus };
    }
    if (actual <= limits.subjectMax || text === insisted) return null;
    return {
      kind: "tooLong", what: words("subject.tooLong", { limit: limits.subjectMax, actual }), remedy: words("subject.tooLongDo"),
      insist: words("subject.insist"), focus: () => button("run").focus(),
    };
  }

  function renderFormer() {
    const done = run.run();
    const former = done?.formerAt ?? null;
    element("former").hidden = former === null || done?.outcome === null;
    if (former !== null) setText(element("former-words"), t("compare.former", { date: date(former) }));
  }

  button("former-compare").addEventListener("click", () => {
    const done = run.run();
    if (!done) return;
    element("columns").hidden = true;
    void compare.open(done);
  });
  void field.refresh();

  return {
    field,
    run,
    /** Asks about a name at once. @param {string} name as it was asked about before */
    askAgain(name) {
      if (run.isBusy()) {
        toastProblem({ code: "run_in_progress", params: {} });
        return;
      }
      field.put(name);
      insisted = name;
      run.start();
    },
    /** @type {AssistantScreen} */
    screen: {
      render() {
        setText(element("subject-label"), words("subject.label"));
        element("subject").setAttribute("placeholder", words("subject.placeholder"));
        field.render();
        run.render();
        chart.render();
        compare.render();
        renderFormer();
      },
      start: run.start,
      opened() {
        if (!run.run() && !run.isBusy()) field.focus();
      },
      closed() {
        // A chart that went on covering the window would keep the next screen out of reach.
        chart.uncover();
      },
      find: () => !element("columns").hidden && run.find(),
      escape: () => chart.escape() || field.close() || compare.escape() || run.escape(),
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
