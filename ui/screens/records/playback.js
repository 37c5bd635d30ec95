// A record as a run: what it was asked with, and the events of its report, which arrive as those of a run do, all at once. No page
// here.

import { recordOpen } from "../../js/bridge/records.js";
import { advance, newRun } from "../../parts/run/run.js";

/**
 * @import { OpenedRecord, RecordFacts, RecordMaterial, RunEvent, SentPart } from "../../js/ipc.d.ts"
 * @import { Asked, Run } from "../../parts/run/run.js"
 */

/** @typedef {Asked & { copy: string, subject: string, insist: boolean, material: RecordMaterial | null, sent: SentPart[] }} RecordAsked */

/**
 * @typedef {object} PlaybackListener
 * @property {(event: Extract<RunEvent, { type: "report" }>) => void} report
 * @property {() => void} changed
 */

/**
 * Rejects with a Problem. What arrives before the facts are known waits for them, as they say what it is about.
 * @param {number} id
 * @param {(opened: OpenedRecord) => PlaybackListener} begin
 */
export async function playBack(id, begin) {
  /** @type {RunEvent[]} */
  let waiting = [];
  /** @type {((event: RunEvent) => void) | null} */
  let play = null;
  const opened = await recordOpen(id, (event) => (play ? play(event) : void waiting.push(event)));
  let run = runOf(opened.facts, opened.run);
  const shown = { run: () => run, facts: opened.facts };
  const listener = begin(opened);
  play = (event) => {
    run = settle(advance(run, event), opened.facts);
    if (event.type === "report") listener.report(event);
    else listener.changed();
  };
  return {
    ...shown,
    /** Plays what has arrived so far. */
    start() {
      for (const event of waiting.splice(0)) play?.(event);
      waiting = [];
    },
  };
}

/**
 * @param {RecordFacts} facts
 * @param {number} id
 * @returns {Run<RecordAsked>}
 */
function runOf(facts, id) {
  const { text, model, temperature, createdMs, demo, origin, materials, sent } = facts;
  const asked = { model, temperature, at: new Date(createdMs), copy: text, subject: text, insist: false, material: materials[0] ?? null, sent };
  return { ...newRun(asked, { demo, origin, key: { state: "none" } }), id, record: facts.id };
}

/**
 * A run that was interrupted by the end of the app has no outcome of its own.
 * @param {Run<RecordAsked>} run
 * @param {RecordFacts} facts
 * @returns {Run<RecordAsked>}
 */
function settle(run, facts) {
  return facts.outcome === "interrupted" && run.phase === "ended" ? { ...run, interrupted: true, outcome: "failed", problem: null } : run;
}
