// The state of one run of an assistant as an immutable value: each event makes the next one. No DOM here.

/** @import { Outcome, Problem, RunEvent, RunPart, Service, Usage } from "../../js/ipc.d.ts" */

/** @typedef {{ name: string, title: string | null, atMs: number }} StepMark */
/** @typedef {{ problem: Problem, until: number, attempt: number, of: number }} Retry */

/**
 * The request of the report shown; each assistant adds its own part.
 * @typedef {object} Asked
 * @property {string} model
 * @property {number} temperature
 * @property {Date} at
 */

/**
 * @template {Asked} [A=Asked]
 * @typedef {object} Run
 * @property {A} asked
 * @property {number | null} id
 * @property {number | null} record the number of its record
 * @property {Problem | null} recording why what arrives can't be written to its record at the moment
 * @property {boolean} interrupted the app ended in the middle of it: an old run, of which a record is left
 * @property {boolean} demo
 * @property {string} origin
 * @property {string} last4 of the key in use when it was asked for; empty for none
 * @property {number} askedAt on the clock of `performance.now()`
 * @property {"connecting" | "connected" | "retrying" | "ended"} phase
 * @property {boolean} cancelling
 * @property {boolean} hasText
 * @property {RunPart[]} parts of an audit in parts, in order, as far as they are told
 * @property {StepMark[]} steps
 * @property {Usage | null} usage
 * @property {Retry | null} retry
 * @property {Outcome | null} outcome
 * @property {Problem | null} problem
 * @property {number} elapsedMs
 * @property {number} markdownBytes
 * @property {boolean} viewCut
 * @property {boolean} flowchart there is one to draw and to save
 * @property {number | null} formerAt when the report before this one on the same subject was finished, in milliseconds
 *   since 1970
 */

/**
 * @template {Asked} A
 * @param {A} asked
 * @param {Service} service
 * @returns {Run<A>}
 */
export function newRun(asked, { demo, origin, key }) {
  return {
    asked, demo, origin,
    last4: "last4" in key ? key.last4 : "", askedAt: performance.now(),
    id: null, record: null, recording: null, interrupted: false, phase: "connecting", cancelling: false, hasText: false,
    parts: [], steps: [], usage: null, retry: null,
    outcome: null, problem: null, elapsedMs: 0, markdownBytes: 0, viewCut: false, flowchart: false, formerAt: null,
  };
}

/** @param {Run | null} run */
export const isRunning = (run) => run !== null && run.phase !== "ended";

/** Has its whole answer. @param {RunPart} part */
export const isAnswered = ({ state }) => state === "finished" || state === "kept";

/**
 * @template {Asked} A
 * @param {Run<A>} run
 * @param {RunEvent} event
 * @returns {Run<A>}
 */
export function advance(run, event) {
  switch (event.type) {
    case "started":
      return { ...run, id: event.run, demo: event.demo, origin: event.origin, record: event.record };
    case "recording":
      return { ...run, recording: event.problem };
    case "connected":
      return { ...run, phase: "connected", retry: null };
    case "retrying": {
      const { problem, attempt, of } = event;
      return { ...run, phase: "retrying", retry: { problem, attempt, of, until: performance.now() + event.afterMs } };
    }
    case "step":
      return { ...run, phase: "connected", retry: null, steps: [...run.steps, { name: event.name, title: event.title, atMs: event.atMs }] };
    case "part":
      return { ...run, phase: phaseWith(run, event.part), retry: null, parts: withPart(run.parts, event.part) };
    case "report":
      return { ...run, phase: "connected", retry: null, hasText: run.hasText || event.blocks.length > 0 || event.open !== null };
    case "usage":
      return { ...run, usage: event.usage };
    case "ended":
      return {
        ...run,
        phase: "ended", retry: null, cancelling: false,
        outcome: event.outcome, problem: event.problem, usage: event.usage ?? run.usage,
        elapsedMs: event.elapsedMs, markdownBytes: event.markdownBytes, viewCut: event.viewCut, flowchart: event.flowchart, formerAt: event.formerAt,
      };
    default:
      return run;
  }
}

/**
 * Each part is asked for anew.
 * @param {Run} run
 * @param {RunPart} part
 */
function phaseWith({ phase }, { state }) {
  if (phase === "ended") return phase;
  if (state === "running") return "connecting";
  return phase === "retrying" ? "connected" : phase;
}

/**
 * @param {RunPart[]} parts
 * @param {RunPart} part replaces the earlier state
 */
const withPart = (parts, part) => [...parts.filter(({ number }) => number !== part.number), part].sort((one, other) => one.number - other.number);

/**
 * The run as it ends when it was cancelled before it began.
 * @template {Asked} A
 * @param {Run<A>} run
 * @returns {Run<A>}
 */
export function endedUnsent(run) {
  return { ...run, phase: "ended", outcome: "cancelled", elapsedMs: performance.now() - run.askedAt };
}
