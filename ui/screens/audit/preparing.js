// The progress of preparing a file for sending, over the card, with a stop button.
// The staged file stays there until it is done.

import { announce } from "../../js/announce.js";
import { materialStop } from "../../js/bridge/material.js";
import { element, keepFocus, setText } from "../../js/dom.js";
import { lookUp, t } from "../../js/i18n.js";
import { pictureName } from "../../parts/picture/picture-facts.js";

/** @import { Preparing } from "../../js/ipc.d.ts" */

/** Nothing is shown for a quicker preparation. */
const QUIET_MS = 250;

/** @param {...HTMLElement} heirs get the focus when the stop button goes away */
export function createPreparing(...heirs) {
  const place = element("material-preparing");
  const meter = element("material-preparing-meter");
  const stopper = element("material-stop");
  const waiter = element("material-wait");

  /** @type {Preparing | null} */
  let preparing = null;
  let stopping = false;
  /** The user has seen the warning that it takes long, and has decided to wait. */
  let patient = false;
  let quiet = true;
  /** The action to run once the file is staged. @type {(() => void) | null} */
  let after = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function render() {
    keepFocus(() => (place.hidden = !preparing || quiet), ...heirs);
    if (!preparing || quiet) return;
    const { name, stage, done, of, slow } = preparing;
    setText(element("material-preparing-words"), after ? t("preparing.then", { stage: stageWords(preparing) }) : stageWords(preparing));
    setText(element("material-preparing-name"), pictureName({ name }));
    element("material-preparing-name").title = pictureName({ name });
    place.dataset["stage"] = stage;
    if (of > 0) [meter.max, meter.value] = [of, Math.min(of, done)];
    else meter.removeAttribute("value");
    const asks = slow !== null && !patient && !stopping;
    place.dataset["slow"] = String(asks);
    keepFocus(() => (element("material-slow").hidden = waiter.hidden = !asks), stopper);
    if (asks) setText(element("material-slow"), t("preparing.slow", { seconds: slow }));
    stopper.setAttribute("aria-disabled", String(stopping));
    setText(element("material-stop-words"), t(stopping ? "preparing.stopping" : "preparing.stop"));
  }

  function speak() {
    quiet = false;
    render();
    if (preparing) announce(t("preparing.announce", { name: pictureName(preparing) }));
  }

  /** Whether there was something to stop. */
  function stop() {
    if (!preparing) return false;
    after = null;
    if (stopping) return true;
    stopping = true;
    render();
    materialStop().catch(() => {
      stopping = false;
      render();
    });
    return true;
  }

  stopper.addEventListener("click", stop);
  waiter.addEventListener("click", () => {
    patient = true;
    render();
  });

  return {
    stop,
    /**
     * Calls back once the file is staged; whether there is one to wait for.
     * @param {() => void} what
     */
    wait(what) {
      if (!preparing || stopping) return false;
      after = what;
      speak();
      return true;
    },
    /** The file is staged, or has been refused. @param {boolean} staged */
    done(staged) {
      const what = after;
      after = null;
      if (staged) what?.();
    },
    /** Its words, in the current language. */
    render,
    /**
     * Reports progress; whether the preparation has just begun.
     * @param {Preparing | null} next
     */
    receive(next) {
      const begins = preparing === null && next !== null;
      const slows = (preparing?.slow ?? null) === null && (next?.slow ?? null) !== null;
      preparing = next;
      if (begins) {
        [quiet, stopping, patient] = [true, false, false];
        clearTimeout(timer);
        timer = setTimeout(speak, QUIET_MS);
      } else if (!next) {
        clearTimeout(timer);
      }
      if (slows) quiet = false;
      render();
      if (slows && next && next.slow !== null) announce(t("preparing.slow", { seconds: next.slow }));
      return begins;
    },
  };
}

/** @param {Preparing} preparing */
function stageWords({ stage, done, of }) {
  const key = `preparing.stage.${stage}`;
  const counted = of > 0 ? lookUp(`${key}Of`, { done: Math.min(of, done + 1), of }) : null;
  return counted ?? lookUp(key) ?? t("preparing.stage.unpacking");
}
