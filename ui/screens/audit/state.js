// The state of an audit before it runs: what keeps it from starting, whether a report is out of date, and whether a file that arrives
// was brought by the user just now. No DOM here.

import { isAnswered } from "../../parts/run/run.js";

/** @import { ShellEvent } from "../../js/ipc.d.ts" */
/** @import { Run } from "../../parts/run/run.js" */

/** Something has become of what was dropped. @type {ShellEvent["type"][]} */
const ARRIVED = ["material", "materialRefused", "queueAdding", "queueAdded", "pictureFound", "pictureNotRead", "compared"];

/**
 * What keeps an audit from starting; `null`: nothing does.
 * @param {object} now
 * @param {number} now.characters of the copy
 * @param {number} now.limit
 * @param {"picture" | "text" | null} now.file `text`: there is no picture in it
 */
export function hindranceOf({ characters, limit, file }) {
  if (characters > limit) return "tooLong";
  if (characters > 0 || file === "picture") return null;
  return file === "text" ? "wordless" : "nothing";
}

/**
 * Whether the copy or the file is another one than a report is about.
 * @param {{ copy: string, sha256: string | null }} asked
 * @param {{ copy: string, sha256: string | null }} now
 */
export const isStale = (asked, now) => asked.copy.trim() !== now.copy.trim() || asked.sha256 !== now.sha256;

/**
 * The parts of a run that can be requested again; `null`: there are none.
 * @param {Pick<Run, "record" | "parts" | "phase">} run
 */
export function restOf({ record, parts, phase }) {
  const count = parts.filter((part) => !isAnswered(part)).length;
  return record === null || phase !== "ended" || count === 0 ? null : { record, count };
}

export function createArrivals() {
  /** Something was dropped just now, and it is not known yet what becomes of it. */
  let dropped = false;
  /** The next file was dropped; otherwise it is there again after a start. */
  let brought = false;

  return {
    /** Whether the preparation that goes on belongs to what was dropped just now. */
    takeDropped() {
      const was = dropped;
      dropped = false;
      return was;
    },
    /** Whether a file that arrives with this event was dropped. @param {ShellEvent["type"]} type */
    receive(type) {
      const was = brought;
      dropped = type === "dropped";
      if (dropped) brought = true;
      else if (ARRIVED.includes(type)) brought = false;
      return was;
    },
  };
}

/** Decides when the findings come to the front by themselves: once for each material or copy, and not over what the user chose. */
export function createOpening() {
  /** What this was decided for. */
  let settled = "";

  return {
    /** The user, or a run, has chosen what to show. @param {string} subject */
    chosen(subject) {
      settled = subject;
    },
    /** @param {string} subject that findings are about @param {boolean} taken a report on it is shown, or comes */
    mayOpen(subject, taken) {
      if (taken || subject === settled) return false;
      settled = subject;
      return true;
    },
  };
}
