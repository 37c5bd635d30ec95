// Model and temperature of the next run, saved for later ones.

import { setText, within } from "../../js/dom.js";
import { tenth } from "../../js/i18n.js";

/** @import { AppState } from "../../js/app-state.js" */

/** A slider sends an event for each step. */
const SETTLED_MS = 300;

/**
 * @param {AppState} app
 * @param {string} prefix of the template's instance
 * @param {(thrown: unknown) => void} failed a choice could not be saved
 */
export function createRunChoices(app, prefix, failed) {
  const { element } = within("run-choices", prefix);
  const model = element("model");
  const slider = element("temperature");
  const exact = element("temperature-number");
  const opener = element("advanced-open");

  /** @param {number} value */
  function show(value) {
    slider.value = exact.value = tenth(value);
    slider.style.setProperty("--filled", `${temperature() * 100}%`);
    renderAdvanced(app.settings().advanced);
  }

  /** A temperature other than the default is shown even if the controls are hidden. @param {boolean} open */
  function renderAdvanced(open) {
    element("advanced").hidden = !open;
    opener.ariaExpanded = String(open);
    element("advanced-told").hidden = open || tenth(temperature()) === tenth(app.limits.temperature);
    setText(element("advanced-value"), tenth(temperature()));
  }

  const temperature = () => Number(slider.value);

  /** A choice made here has not been saved yet. */
  let unkept = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let settling;
  function chosen() {
    unkept = true;
    clearTimeout(settling);
    settling = setTimeout(keep, SETTLED_MS);
  }

  async function keep() {
    const mine = settling;
    try {
      await app.save({ model: model.value, temperature: temperature() });
    } catch (thrown) {
      failed(thrown);
    } finally {
      if (settling === mine) unkept = false;
    }
  }

  /** A choice made on another screen applies here too. */
  function follow() {
    if (unkept || document.activeElement === exact) return;
    model.value = app.settings().model;
    show(app.settings().temperature);
  }

  /** Applies the number field, and shows the value in force. */
  function commit() {
    const before = temperature();
    const typed = Number.parseFloat(exact.value.replace(",", "."));
    show(Number.isFinite(typed) ? Math.max(0, Math.min(1, typed)) : before);
    if (temperature() !== before) chosen();
  }

  follow();
  app.subscribe(() => {
    renderAdvanced(app.settings().advanced);
    follow();
  });
  opener.addEventListener("click", () => {
    const open = opener.ariaExpanded !== "true";
    renderAdvanced(open);
    app.save({ advanced: open }).catch(failed);
  });
  model.addEventListener("change", chosen);
  slider.addEventListener("input", () => {
    show(temperature());
    chosen();
  });
  exact.addEventListener("change", commit);

  return {
    commit,
    /**
     * Sets both as if the user had chosen them.
     * @param {string} wanted
     * @param {number} value
     * @returns {boolean} whether there is such a model; without it, the one that was chosen stays
     */
    put(wanted, value) {
      const offered = Array.from(model.options, (option) => option.value).includes(wanted);
      if (offered) model.value = wanted;
      show(Math.max(0, Math.min(1, value)));
      chosen();
      return offered;
    },
    model: () => model.value,
    temperature,
    /** @param {boolean} wanted */
    enable(wanted) {
      for (const control of [model, slider, exact]) control.disabled = !wanted;
    },
    /** One of them has the focus. */
    hasFocus: () => [model, slider, exact].some((control) => control === document.activeElement),
  };
}
