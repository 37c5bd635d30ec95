// The field for the name of a company or a topic: the names asked about before that fit what is typed, and why a name can't be asked
// about. No DOM here.

/** @import { Limits, Subject } from "../../js/ipc.d.ts" */

/** Unicode scalar values after trimming, as the service counts. @param {string} text */
export const charactersOf = (text) => Array.from(text.trim()).length;

/**
 * The obstacle to requesting a report; `null`: none. A name that is too long may be requested all the same.
 * @param {string} text
 * @param {Pick<Limits, "subjectMin" | "subjectMax">} limits
 * @param {string} insisted the long name that the user has requested in spite of the warning
 */
export function hindranceOf(text, { subjectMin, subjectMax }, insisted) {
  const actual = charactersOf(text);
  if (actual === 0) return "nothing";
  if (actual < subjectMin) return "tooShort";
  return actual <= subjectMax || text.trim() === insisted ? null : "tooLong";
}

/** The names asked about before. */
export function createHistory() {
  /** @type {Subject[]} */
  let all = [];
  /** @type {Subject[]} */
  let offered = [];
  let typed = "";
  /** The typed text narrows the list; a text that was chosen or was there before does not. */
  let narrow = false;
  let at = -1;

  function offer() {
    const wanted = typed.trim().toLowerCase();
    offered = narrow && wanted !== "" ? all.filter(({ name }) => name.toLowerCase().includes(wanted)) : all;
    at = Math.min(at, offered.length - 1);
  }

  return {
    all: () => all,
    /** The names that match the typed text. */
    offered: () => offered,
    /** The index of the active one; -1: none is. */
    at: () => at,
    active: () => offered[at],
    /** @param {Subject[]} next */
    set(next) {
      all = next;
      offer();
    },
    /** @param {string} text */
    type(text) {
      [typed, narrow, at] = [text, true, -1];
      offer();
    },
    /** A name was chosen: the list is not narrowed by it. @param {string} text */
    put(text) {
      [typed, narrow] = [text, false];
      offer();
    },
    /** The next one is active, or the one before; after the last one comes the first. @param {1 | -1} by */
    step(by) {
      if (offered.length === 0) at = -1;
      else at = at < 0 && by < 0 ? offered.length - 1 : (at + by + offered.length) % offered.length;
    },
    leave() {
      at = -1;
    },
  };
}
