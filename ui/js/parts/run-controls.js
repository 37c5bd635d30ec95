// Model, temperature, and the one button that starts or stops.

import { button, byId, element, input, setText } from "../dom.js";
import { t, tenth } from "../i18n.js";

/** @import { AppState } from "../app-state.js" */
/** @import { Run } from "../run.js" */

/** A slider sends a change for each step it is dragged over. */
const SETTLED_MS = 300;

/**
 * @param {AppState} app
 * @param {{ run: () => void, cancel: () => void, failed: (thrown: unknown) => void }} act
 */
export function createRunControls(app, act) {
  const model = byId("model", HTMLSelectElement);
  const slider = input("temperature");
  const exact = input("temperature-number");
  const run = button("run");
  const cancel = button("cancel");

  /** @param {number} value */
  function show(value) {
    slider.value = exact.value = tenth(value);
    slider.style.setProperty("--filled", `${temperature() * 100}%`);
  }

  const temperature = () => Number(slider.value);
  model.value = app.settings().model;
  show(app.settings().temperature);

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let settling;
  function chosen() {
    clearTimeout(settling);
    settling = setTimeout(() => app.save({ model: model.value, temperature: temperature() }).catch(act.failed), SETTLED_MS);
  }

  model.addEventListener("change", chosen);
  slider.addEventListener("input", () => {
    show(temperature());
    chosen();
  });
  /** Makes of what stands in the number field the value in force, and shows it as it is in force. */
  function commit() {
    const before = temperature();
    const typed = Number.parseFloat(exact.value.replace(",", "."));
    show(Number.isFinite(typed) ? Math.max(0, Math.min(1, typed)) : before);
    if (temperature() !== before) chosen();
  }
  exact.addEventListener("change", commit);
  run.addEventListener("click", act.run);
  cancel.addEventListener("click", act.cancel);

  return {
    /** @param {Run | null} last */
    render(last) {
      const running = last !== null && last.phase !== "ended";
      const focused = [run, cancel, model, slider, exact].some((control) => control === document.activeElement);
      const changes = run.hidden !== running;
      run.hidden = running;
      cancel.hidden = !running;
      // The keyboard goes to the one control that is left.
      if (focused && changes) (running ? cancel : run).focus();
      for (const control of [model, slider, exact]) control.disabled = running;
      cancel.setAttribute("aria-disabled", String(last?.cancelling ?? false));
      setText(element("cancel-label"), t(last?.cancelling ? "audit.cancelling" : "audit.cancel"));
      setText(element("run-label"), t(last ? "audit.rerun" : "audit.run"));
    },
    commit,
    model: () => model.value,
    temperature,
  };
}
