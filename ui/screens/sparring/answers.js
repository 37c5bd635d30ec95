// One answer at a time: sends the adviser's line, and writes the answer into the conversation that it was
// said in, even if another one is shown meanwhile.

import { announce, announceProblem } from "../../js/announce.js";
import { sparringRun } from "../../js/bridge/runs.js";
import { element } from "../../js/dom.js";
import { duration, t } from "../../js/i18n.js";
import { doing } from "../../parts/run/progress.js";
import { renderRecording } from "../../parts/run/recording-notice.js";
import { createRunOutcome } from "../../parts/run/run-outcome.js";
import { toastProblem } from "../../parts/widgets/toast.js";
import { describe, notKept } from "../../js/problem-text.js";
import { createRunSession } from "../../parts/run/run-session.js";
import { wordsOf } from "../../js/words.js";
import { lastOwn } from "./state.js";

/**
 * @import { ScreenFrame } from "../../js/screens.js"
 * @import { Problem } from "../../js/ipc.d.ts"
 * @import { Mark } from "../../js/navigation.js"
 * @import { Asked } from "../../parts/run/run.js"
 * @import { createConversations } from "./conversations.js"
 * @import { Thread } from "./thread.js"
 */

/** An utterance is saved before it is sent: that can fail too. @param {Problem} problem */
const told = (problem) => describe(notKept(problem));

/** @typedef {{ thread: Thread, text: string, insteadOf: number | null, typed: boolean }} Utterance `typed`: it is in the composer */
/** @typedef {Asked & Utterance} SparringAsked */

/** The clock beside an answer that is being written. */
const TICK_MS = 200;
/** The length of an answer that is read out by itself. */
const SPOKEN_CHARACTERS = 1000;

/**
 * @param {ScreenFrame} frame
 * @param {ReturnType<typeof createConversations>} conversations
 * @param {object} ways
 * @param {() => { model: string, temperature: number }} ways.choices
 * @param {(mark: Mark | null) => void} ways.mark
 * @param {() => void} ways.changed
 * @param {(asked: SparringAsked) => void} ways.taken the shell has accepted the utterance
 */
export function createAnswers(frame, conversations, { choices, mark, changed, taken }) {
  const { app } = frame;
  const words = wordsOf("sparring");
  /** The last request. @type {SparringAsked | null} */
  let last = null;
  /** The last line that the shell accepted. @type {SparringAsked | null} */
  let said = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let ticking;

  const session = createRunSession(app, {
    changed,
    began,
    report: ({ from, blocks, open }) => conversations.answering()?.change(from, blocks, open),
    ended: () => void ended(),
    notStarted(problem) {
      if (problem) announceProblem(told(problem).what);
      mark(problem ? "failed" : null);
      if (problem) frame.records.refused(problem);
    },
    notStopped: toastProblem,
  }, (/** @type {SparringAsked} */ { thread, text, insteadOf, model, temperature }, receive) => (
    sparringRun({ conversation: thread.id, text, insteadOf, model, temperature }, receive)
  ));
  const outcome = createRunOutcome(element("sparring-problem"), { words, start: again, openSettings: frame.openSettings, describe: told });

  // Until the shell's lines are shown, the next utterance would not know its place among them.
  const isBusy = () => session.isBusy() || conversations.answering() !== null;

  /** @param {Utterance} utterance */
  function ask(utterance) {
    if (isBusy()) return;
    last = { ...utterance, ...choices(), at: new Date() };
    session.start(last);
  }

  /** Asks for another answer to the last line, or for the one that was refused. */
  function again() {
    const thread = conversations.shown();
    if (!thread) return;
    if (last?.thread.id === thread.id && last !== said) return ask({ ...last, thread });
    const index = lastOwn(thread.lines());
    const line = thread.lines()[index];
    if (line) ask({ thread, text: line.text, insteadOf: index, typed: false });
  }

  function began() {
    const run = session.run();
    if (!run) return;
    const { thread, text, insteadOf, at } = run.asked;
    said = run.asked;
    const before = insteadOf === null ? thread.lines() : thread.lines().slice(0, insteadOf);
    conversations.began(thread);
    thread.put([...before, { speaker: "adviser", source: "person", text, blocks: [], at: at.getTime(), incomplete: false }]);
    thread.begin(app.settings().stream, run.demo);
    taken(run.asked);
    announce(t("sparring.announceSent"));
    clearInterval(ticking);
    ticking = setInterval(tick, TICK_MS);
  }

  function tick() {
    const run = session.run();
    if (run) conversations.answering()?.say(`${doing(run, words)} · ${duration(performance.now() - run.askedAt)}`);
  }

  async function ended() {
    clearInterval(ticking);
    const [run, thread] = [session.run(), conversations.answering()];
    await conversations.settle();
    thread?.end(app.settings().stream);
    changed();
    if (!run) return;
    mark(run.outcome === "cancelled" ? null : (run.outcome ?? "failed"));
    if (run.outcome === "finished") announce(t("sparring.announceAnswer", { text: thread?.newestText().slice(0, SPOKEN_CHARACTERS) ?? "" }));
    else if (run.outcome === "cancelled") announce(t("sparring.announceStopped"));
    else if (run.problem) announceProblem(`${words("run.failed")} ${told(run.problem).what}`);
  }

  return {
    ask,
    again,
    isBusy,
    /** An answer is being written, or was requested, in this conversation. @param {Thread} thread */
    isIn: (thread) => [conversations.answering()?.id, session.attempt()?.asked.thread.id].includes(thread.id),
    /** Whether there was something to stop. */
    cancel() {
      if (!session.isBusy()) return false;
      session.cancel();
      return true;
    },
    /** The error of the conversation shown, if it was the last one to be answered. */
    render() {
      if (isBusy()) mark("running");
      if (conversations.answering()) tick();
      const thread = conversations.shown();
      const run = session.run();
      renderRecording(element("sparring-recording"), run);
      if (!last || last.thread.id !== thread?.id || isBusy()) outcome.hide();
      else outcome.render(run?.asked === last ? run : null, session.refusal());
    },
  };
}
