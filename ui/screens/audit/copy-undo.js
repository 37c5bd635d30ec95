// Remembers the origins of text that undo or the clipboard may bring back: the field itself knows only text.


/** @import { Copy } from "./provenance.js" */

/** One step of undo covers a run of input of the same kind. */
const RUNS = ["insertText", "insertCompositionText", "deleteContentBackward", "deleteContentForward"];
/** The maximum number of previous states, and of characters in all of them. */
const STATES = 60;
const CHARACTERS = 2_000_000;

export function createRecall() {
  /** The latest last. @type {Copy[]} */
  const states = [];
  /** The kind of the last change. */
  let kind = "";
  /** What was copied or is being dragged. @type {Copy | null} */
  let clip = null;

  return {
    /** Called before a change of this kind. @param {Copy} copy @param {string} change */
    note(copy, change) {
      const goesOn = change === kind && RUNS.includes(change);
      kind = change;
      if (goesOn || copy.stretches.every(({ passage }) => !passage)) return;
      states.push(copy);
      while (states.length > STATES || states.reduce((sum, { text }) => sum + text.length, 0) > CHARACTERS) states.shift();
    },
    /** @param {string} text */
    state: (text) => states.findLast((state) => state.text === text) ?? null,
    /** @param {Copy} copied */
    copied(copied) {
      clip = copied;
    },
    /** The origins of an inserted text, if it is known as a whole. @param {string} text @returns {Copy | null} */
    pasted(text) {
      if (!clip || clip.text === "") return null;
      if (clip.text === text) return clip;
      // A selection may have other line ends on the clipboard; that of a single source is known all the same.
      const [only, more] = clip.stretches;
      if (!only || more || bare(clip.text) !== bare(text)) return null;
      return { text, stretches: [{ ...only, length: text.length }] };
    },
  };
}

/** @param {string} text */
const bare = (text) => text.replace(/\s+/g, "");
