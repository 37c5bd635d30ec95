// The state of OCR for one picture, as the shell reports it: during OCR lines arrive in any order, at the end
// all of them in reading order. No DOM here.

import { pictureRead, pictureReadStop } from "../../js/bridge/material.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { oncePerFrame } from "../../js/per-frame.js";

/** @import { Problem, ReadingEvent, TextLine } from "../../js/ipc.d.ts" */

/** @typedef {TextLine["quad"]} Quad */
/** @typedef {"none" | "asking" | "notInstalled" | "unread" | "waiting" | "looking" | "reading" | "read" | "stopped" | "failed"} OcrState */

/**
 * @typedef {object} Known
 * @property {OcrState} state `none`: there is no picture
 * @property {TextLine[]} lines grows while it is being read; another array at the end
 * @property {Quad[]} places where its lines are, until all of them are read
 * @property {number} part of the picture that was looked at
 * @property {number} done lines that were read
 * @property {number} of
 * @property {number} leftOut
 * @property {number} turned by how many degrees the page was turned before it became a picture
 * @property {Problem | null} problem
 * @property {boolean} stopping
 */

/** @returns {Known} */
const nothing = () => ({ state: "none", lines: [], places: [], part: 0, done: 0, of: 0, leftOut: 0, turned: 0, problem: null, stopping: false });

/** More events will come. @param {Known} known */
export const isUnderWay = ({ state }) => ["asking", "waiting", "looking", "reading"].includes(state);

/**
 * @param {Known} before
 * @param {ReadingEvent} event
 * @returns {Known}
 */
function advance(before, event) {
  switch (event.type) {
    case "looking":
      return { ...before, state: "looking", part: event.part };
    case "found":
      return { ...before, state: "reading", places: event.quads, of: event.quads.length };
    case "line":
      // Thousands may come: the array grows instead of being copied for each.
      if (event.line) before.lines.push(event.line);
      return { ...before, state: "reading", done: event.done, of: event.of };
    case "read":
      return { ...nothing(), state: "read", lines: event.text.lines, leftOut: event.text.leftOut, turned: event.text.turned };
    case "failed":
      return { ...nothing(), state: "failed", problem: event.problem };
    case "stopped":
      return { ...before, state: "stopped", places: [], stopping: false };
    case "unread":
    case "notInstalled":
      return { ...nothing(), state: event.type };
    default:
      return { ...before, state: event.type };
  }
}

/**
 * @param {(known: Known) => void} changed once a frame at most
 * @param {(sha256: string) => boolean} [goesOn] this picture is read to its end also where another one takes its place here
 */
export function createOcr(changed, goesOn = () => false) {
  let known = nothing();
  /** @type {string | null} */
  let picture = null;
  /** Counts the requests: events of an earlier one are ignored. */
  let turn = 0;
  const tell = oncePerFrame(() => changed(known));

  /** @param {Known} next */
  function put(next) {
    known = next;
    tell();
  }

  /** @param {boolean} wanted it is read now, where it was not before */
  async function ask(wanted) {
    if (picture === null) return;
    turn += 1;
    const mine = turn;
    put({ ...nothing(), state: "asking" });
    try {
      await pictureRead(picture, wanted, (event) => {
        if (mine === turn) put(advance(known, event));
      });
    } catch (thrown) {
      if (mine === turn) put({ ...nothing(), state: "failed", problem: problemOf(thrown) });
    }
  }

  function stop() {
    if (picture === null || !isUnderWay(known) || known.stopping) return;
    const mine = turn;
    put({ ...known, stopping: true });
    pictureReadStop(picture).catch(() => {
      if (mine === turn) put({ ...known, stopping: false });
    });
  }

  return {
    known: () => known,
    stop,
    /** Recognises the text in the picture shown. */
    read: () => void ask(true),
    /**
     * Another picture is shown, or none.
     * @param {string | null} sha256
     * @param {boolean} wanted read it now; `false`: only return the known text
     */
    show(sha256, wanted) {
      if (sha256 === picture) return;
      if (picture !== null && isUnderWay(known) && !known.stopping && !goesOn(picture)) pictureReadStop(picture).catch(() => undefined);
      turn += 1;
      picture = sha256;
      put(nothing());
      void ask(wanted);
    },
  };
}
