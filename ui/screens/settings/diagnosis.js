// The diagnosis of the network: a dialog that lists the steps while they are taken.
//
// Ids for tests of the window: #diagnosis-open #diagnosis[data-state=running|done|failed|cancelled|notRun] #diagnosis-summary
// #diagnosis-steps li[data-step][data-state=waiting|running|passed|noted|failed|skipped] #diagnosis-copy #diagnosis-cancel
// #diagnosis-again #diagnosis-close #diagnosis-problem[data-code]

import { networkDiagnose, networkDiagnoseStop } from "../../js/bridge/settings.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { clipboardWrite } from "../../js/bridge/window.js";
import { create, element, icon, keepFocus, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { happenedAt } from "../../js/time.js";
import { holdKeys } from "../../parts/widgets/modal-keys.js";
import { hideNotice, showProblem } from "../../parts/widgets/notice.js";
import { hostOf } from "../../parts/widgets/service-badge.js";
import { toast, toastProblem } from "../../parts/widgets/toast.js";
import { asText, begun, details, ended, isBlocked, received, sentences, stateName, stepName, summary, took } from "./diagnosis-state.js";

/**
 * @import { AppState } from "../../js/app-state.js"
 * @import { IconName } from "../../ids.d.ts"
 * @import { Diagnosis, Step } from "./diagnosis-state.js"
 */

/** @type {Record<Step["state"], IconName>} */
const ICONS = { waiting: "minus", running: "clock", passed: "check", noted: "alert", failed: "stopped", skipped: "minus" };

/** @param {AppState} app */
export function createDiagnosis(app) {
  const dialog = element("diagnosis");
  const [again, cancel, copy] = [element("diagnosis-again"), element("diagnosis-cancel"), element("diagnosis-copy")];
  /** Counts the diagnoses: what an earlier one reports is ignored. */
  let turn = 0;
  /** @type {Diagnosis} */
  let diagnosis = begun();
  let at = 0;
  holdKeys(dialog);

  const origin = () => app.settings().origin;

  /** @param {Step} one @param {number} index */
  function row({ step, state, result }, index) {
    const words = create("div", "diagnosis-words");
    if (result) {
      words.append(...sentences(result, isBlocked(diagnosis, index)).map((line) => create("p", "", line)), ...details(result).map((line) => create("p", "help", line)));
    }
    const name = create("strong", "", stepName(step));
    const said = create("span", "sr-only", `${stateName(state)}${t("common.separator")}`);
    const item = create("li", "diagnosis-step", icon(ICONS[state]), create("span", "", said, name), create("span", "diagnosis-time", result && state !== "skipped" ? took(result.ms) : state === "running" ? stateName(state) : ""), words);
    item.dataset["step"] = step;
    item.dataset["state"] = state;
    return item;
  }

  function render() {
    const running = diagnosis.state === "running";
    dialog.dataset["state"] = diagnosis.state;
    // A live region within the dialog: those of the window are inert below it.
    setText(element("diagnosis-summary"), summary(diagnosis, hostOf(origin())));
    element("diagnosis-steps").replaceChildren(...diagnosis.steps.map(row));
    if (diagnosis.problem) showProblem(element("diagnosis-problem"), diagnosis.problem);
    else hideNotice(element("diagnosis-problem"));
    keepFocus(() => {
      cancel.hidden = !running;
      again.hidden = running;
      copy.hidden = running || diagnosis.steps.length === 0;
    }, running ? cancel : again);
  }

  async function run() {
    turn += 1;
    const mine = turn;
    diagnosis = begun();
    at = Date.now();
    render();
    try {
      const complete = await networkDiagnose((event) => {
        if (mine !== turn) return;
        diagnosis = received(diagnosis, event);
        render();
      });
      if (mine === turn) diagnosis = ended(diagnosis, complete);
    } catch (thrown) {
      if (mine === turn) diagnosis = { ...ended(diagnosis, true), state: "notRun", problem: problemOf(thrown) };
    }
    if (mine === turn) render();
  }

  const stop = () => void networkDiagnoseStop().catch(toastProblem);
  again.addEventListener("click", () => void run());
  cancel.addEventListener("click", stop);
  copy.addEventListener("click", () => {
    const text = asText(diagnosis, { version: app.version, origin: origin(), host: hostOf(origin()), time: happenedAt(at) });
    clipboardWrite(text).then(() => toast(t("diagnosis.copied")), toastProblem);
  });
  element("diagnosis-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    if (diagnosis.state === "running") stop();
  });

  function open() {
    if (dialog.open) return;
    dialog.showModal();
    element("diagnosis-body").focus();
    void run();
  }
  element("diagnosis-open").addEventListener("click", open);
  return open;
}
