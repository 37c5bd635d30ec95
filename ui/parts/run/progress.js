// The progress of a run: what is being done, the time, the tokens, and the steps of the service in plain words.

import { create, setIcon, setText, within } from "../../js/dom.js";
import { duration, lookUp, t, tenth } from "../../js/i18n.js";

/** @import { IconName } from "../../ids.d.ts" */
/** @import { Run, StepMark } from "./run.js" */
/** @import { Words } from "../../js/words.js" */

const TICK_MS = 100;
/** @type {Record<string, IconName>} */
const ICONS = { finished: "check", failed: "alert", cancelled: "stopped", interrupted: "stopped" };

/**
 * @param {string} prefix of the template's instance
 * @param {Words} words
 */
export function createProgress(prefix, words) {
  const { element } = within("report-card", prefix);
  const box = element("progress");
  const line = element("progress-line");
  const now = element("progress-now");
  const facts = element("progress-facts");
  const frame = element("steps-frame");
  const list = element("steps");
  /** @type {Run | null} */
  let run = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let clock;
  /** Also those that are not listed. @type {StepMark[]} */
  let shown = [];

  function tick() {
    if (!run) return;
    setText(now, doing(run, words));
    setText(facts, factsOf(run, run.phase === "ended" ? run.elapsedMs : performance.now() - run.askedAt));
  }

  /** @param {StepMark[]} steps */
  function renderSteps(steps) {
    const same = shown.length > 0 && steps[0] === shown[0] && steps.length >= shown.length;
    if (same && steps.length === shown.length) return;
    // Measured only where it is seen: it costs a layout of the page.
    const atEnd = box.open && frame.scrollHeight - frame.scrollTop - frame.clientHeight < 24;
    if (!same) list.replaceChildren();
    for (const step of steps.slice(same ? shown.length : 0).filter(isListed)) list.append(stepRow(step));
    shown = steps;
    if (atEnd) frame.scrollTop = frame.scrollHeight;
  }

  return {
    /** @param {Run | null} next */
    render(next) {
      run = next;
      box.hidden = line.hidden = run === null;
      if (!run) return;
      const running = run.phase !== "ended";
      const state = running ? run.phase : run.interrupted ? "interrupted" : (run.outcome ?? "");
      box.dataset["state"] = line.dataset["state"] = state;
      line.hidden = !running;
      if (!running) setIcon(element("progress-icon"), ICONS[state] ?? "info");
      const { usage } = run;
      facts.title = usage?.prompt != null && usage.completion != null ? t("run.tokensHint", { prompt: usage.prompt, completion: usage.completion }) : "";
      renderSteps(run.steps);
      element("steps-none").hidden = run.steps.some(isListed);
      clearInterval(clock);
      if (running) clock = setInterval(tick, TICK_MS);
      tick();
    },
  };
}

/**
 * The current stage.
 * @param {Run} run
 * @param {Words} words
 */
export function doing(run, words) {
  if (run.phase === "ended") return words(run.interrupted ? "run.interrupted" : `run.${run.outcome ?? "failed"}`);
  if (run.cancelling) return t("run.cancelling");
  if (run.retry) {
    const { attempt, of, until } = run.retry;
    const seconds = Math.ceil((until - performance.now()) / 1000);
    return seconds > 0 ? t("run.retrying", { seconds, attempt, of }) : t("run.retryingNow", { attempt, of });
  }
  const part = run.parts.find(({ state }) => state === "running");
  const now = doingNow(run, words);
  return part ? t("run.part", { number: part.number, of: part.of, now }) : now;
}

/**
 * @param {Run} run
 * @param {Words} words
 */
function doingNow(run, words) {
  // Also where steps of a part before are known.
  if (run.phase === "connecting") return t("run.connecting", { host: run.demo ? t("service.demo") : run.origin.replace(/^https?:\/\//, "") });
  const step = run.steps.at(-1);
  if (step?.title) return step.title;
  if (run.hasText) return words("run.writing");
  // A bare name is for the list of steps alone.
  return words(step ? "run.working" : "run.waiting");
}

/**
 * @param {Run} run
 * @param {number} elapsed milliseconds
 */
function factsOf(run, elapsed) {
  const parts = [run.asked.model, t("run.temperature", { value: tenth(run.asked.temperature) }), duration(elapsed)];
  const tokens = run.usage?.total;
  if (tokens !== null && tokens !== undefined) parts.push(t("run.tokens", { count: tokens }));
  const steps = run.steps.filter(isListed).length;
  if (steps > 0) parts.push(t("run.steps", { count: steps }));
  return parts.join(" · ");
}

/** The meaning of a known event of the service; its own name says nothing to a user. @param {string} name */
const meaning = (name) => lookUp(`run.event.${name}`);

/** @param {StepMark} step */
const isListed = ({ name, title }) => Boolean(title) || meaning(name) !== null;

/** @param {StepMark} step */
function stepRow({ name, title, atMs }) {
  const known = meaning(name);
  const row = create("li", "step", create("span", "step-title", title || known || ""));
  row.dataset["event"] = name;
  if (title && known) row.append(create("span", "step-name", known));
  row.append(create("time", "step-time", duration(atMs)));
  return row;
}
