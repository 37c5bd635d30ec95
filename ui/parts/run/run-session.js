// One run of an assistant at a time, from the press to its end. Until the shell reports that a run has begun, the previous one stays: a
// start that is refused or cancelled loses nothing. No DOM here.

import { runCancel } from "../../js/bridge/runs.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { advance, endedUnsent, isRunning, newRun } from "./run.js";
import { isKeyRefused } from "../../js/problem-text.js";

/**
 * @import { AppState } from "../../js/app-state.js"
 * @import { Problem, RunEvent } from "../../js/ipc.d.ts"
 * @import { Asked, Run } from "./run.js"
 */

/**
 * Why the last attempt did not begin; `problem` is `null` where it was given up.
 * @template {Asked} A
 * @typedef {{ problem: Problem | null, asked: A }} Refusal
 */

/**
 * The events of the session.
 * @typedef {object} SessionListener
 * @property {() => void} changed there is something new to show besides the report's own text
 * @property {() => void} began a new run takes the place of the one before
 * @property {(event: Extract<RunEvent, { type: "report" }>) => void} report
 * @property {() => void} ended
 * @property {(problem: Problem | null) => void} notStarted `null`: given up
 * @property {(problem: Problem) => void} notStopped
 */

/**
 * @template {Asked} A
 * @param {AppState} app
 * @param {SessionListener} listener
 * @param {(asked: A, receive: (event: RunEvent) => void) => Promise<number>} ask gives the command; resolves to the run's id
 */
export function createRunSession(app, listener, ask) {
  /** The run whose report is shown. @type {Run<A> | null} */
  let run = null;
  /** The run that was requested and has not begun. @type {Run<A> | null} */
  let attempt = null;
  /** @type {Refusal<A> | null} */
  let refusal = null;
  /** Resolves when the shell is done with the last attempt, however it went. */
  let free = Promise.resolve();

  /** @param {A} asked */
  function start(asked) {
    if (attempt || isRunning(run)) return;
    refusal = null;
    attempt = newRun(asked, app.service());
    free = send(asked, free);
    listener.changed();
  }

  /**
   * Resolves when the shell has handled the request; never rejects.
   * @param {A} asked
   * @param {Promise<void>} before
   */
  async function send(asked, before) {
    await before;
    if (!isCurrent(asked)) return;
    /** @type {PromiseWithResolvers<void>} */
    const end = Promise.withResolvers();
    try {
      const id = await app.runBehind(() => ask(asked, (event) => {
        if (isCurrent(asked)) receive(event);
        if (event.type === "ended") end.resolve();
      }));
      if (isCurrent(asked)) known(id);
      else await runCancel(id);
      await end.promise;
    } catch (thrown) {
      if (attempt?.asked === asked) refuse(attempt, problemOf(thrown));
    }
  }

  /** It has not been replaced or cancelled. @param {A} asked */
  const isCurrent = (asked) => attempt?.asked === asked || (run?.asked === asked && isRunning(run));

  /** @param {RunEvent} event */
  function receive(event) {
    if (attempt) receiveFirst(attempt, event);
    else if (run) receiveNext(run, event);
  }

  /**
   * @param {Run<A>} wanted
   * @param {RunEvent} event
   */
  function receiveFirst(wanted, event) {
    if (event.type === "started") {
      run = advance(wanted, event);
      attempt = null;
      listener.began();
      listener.changed();
    } else if (event.type === "ended") {
      if (event.problem) refuse(wanted, event.problem);
      else giveUp(wanted);
    }
  }

  /**
   * @param {Run<A>} before
   * @param {RunEvent} event
   */
  function receiveNext(before, event) {
    run = advance(before, event);
    if (event.type === "ended") noteKey(before.demo, event.outcome === "finished", event.problem);
    if (event.type === "report") listener.report(event);
    else if (event.type === "ended") listener.ended();
    // Text is by far the most frequent event and changes nothing else.
    const onlyText = event.type === "report" && before.hasText && before.phase === "connected";
    if (!onlyText) listener.changed();
  }

  /**
   * @param {boolean} demo
   * @param {boolean} accepted the service accepted the key
   * @param {Problem | null} problem
   */
  function noteKey(demo, accepted, problem) {
    if (demo) return;
    if (accepted) app.setKeyRefused(false);
    else if (problem && isKeyRefused(problem)) app.setKeyRefused(true);
  }

  /** @param {number} id */
  function known(id) {
    if (attempt) attempt = { ...attempt, id };
    else if (run && run.id === null) run = { ...run, id };
  }

  /**
   * @param {Run<A>} wanted
   * @param {Problem} problem
   */
  function refuse(wanted, problem) {
    attempt = null;
    refusal = { problem, asked: wanted.asked };
    listener.notStarted(problem);
    listener.changed();
  }

  /** Cancels a run that has not begun. @param {Run<A>} wanted */
  function giveUp(wanted) {
    attempt = null;
    if (run) refusal = { problem: null, asked: wanted.asked };
    else run = endedUnsent(wanted);
    listener.notStarted(null);
    listener.changed();
  }

  function cancel() {
    if (attempt) {
      // Without an id yet, `send` stops it as soon as there is one.
      if (attempt.id !== null) runCancel(attempt.id).catch(() => undefined);
      giveUp(attempt);
    } else if (run && isRunning(run) && !run.cancelling && run.id !== null) {
      const { id } = run;
      run = { ...run, cancelling: true };
      listener.changed();
      stop(id);
    }
  }

  /** @param {number} id */
  function stop(id) {
    runCancel(id).catch((thrown) => {
      if (run?.id !== id || !isRunning(run)) return;
      run = { ...run, cancelling: false };
      listener.notStopped(problemOf(thrown));
      listener.changed();
    });
  }

  return {
    start, cancel,
    run: () => run,
    attempt: () => attempt,
    refusal: () => refusal,
    isBusy: () => attempt !== null || isRunning(run),
  };
}
