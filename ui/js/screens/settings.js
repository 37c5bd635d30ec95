// The settings screen: each change is in force at once, or says in place why not and keeps what was typed.
//
// Ids for tests of the window: #key[data-state=none|stored|locked|session|noKeychain|failed] #key-state #key-last4
// #key-field #key-show #key-save #key-cancel #key-test #key-replace #key-remove #key-remove-yes #key-remove-no
// #key-unlock #key-recheck #key-verdict[data-verdict=accepted|rejected|invalidUser|unknown] #key-problem[data-code]
// #key-test-problem[data-code] · #origin #origin-reset #origin-problem[data-code] #prefer-demo · #proxy #proxy-problem
// #no-proxy #no-proxy-problem #ca-name #ca-choose #ca-remove #ca-problem · #mode-stream #mode-whole ·
// input[name=language] input[name=theme] #window-zoom #window-zoom-in #window-zoom-out #window-zoom-reset · #version
// #settings-problem[data-code] (the settings file could not be read)

import { problemOf, settingsChooseCa, settingsRemoveCa } from "../bridge.js";
import { button, element, input, setText } from "../dom.js";
import { t } from "../i18n.js";
import { createKeyForm } from "../parts/key-form.js";
import { hideNotice, showProblem } from "../parts/notice.js";
import { createTextSetting } from "../parts/text-setting.js";
import { toast } from "../parts/toast.js";
import { describe } from "../problem-text.js";
import { zoomStep } from "../theme.js";

/**
 * @import { AppState } from "../app-state.js"
 * @import { Problem, Settings } from "../ipc.d.ts"
 */

/** The published address of the service. */
const DEFAULT_ORIGIN = "https://open.bigmodel.cn";

/**
 * @param {AppState} app
 * @param {Problem | null} fileProblem the settings file could not be read
 */
export function createSettingsScreen(app, fileProblem) {
  const key = createKeyForm(app);
  const texts = [createTextSetting(app, "origin", "origin"), createTextSetting(app, "proxy", "proxy"), createTextSetting(app, "no-proxy", "noProxy")];
  let unreadable = fileProblem;

  /** @param {unknown} thrown */
  function failed(thrown) {
    toast(describe(problemOf(thrown)).what, "error");
    render();
  }

  /** @param {Partial<Settings>} change */
  const save = (change) => app.save(change).catch(failed);

  /** @param {1 | -1 | 0} change */
  function zoom(change) {
    const { zoom: now } = app.settings();
    const next = change === 0 ? 100 : zoomStep(now, change);
    if (next !== now) save({ zoom: next });
  }

  /** @param {() => Promise<Settings | null>} command */
  async function changeCa(command) {
    const place = element("ca-problem");
    try {
      const settings = await command();
      hideNotice(place);
      if (settings) app.setSettings(settings);
    } catch (thrown) {
      showProblem(place, problemOf(thrown));
    }
  }

  /**
   * @param {string} name
   * @param {(value: string) => Partial<Settings>} change
   */
  function onRadio(name, change) {
    for (const choice of radios(name)) choice.addEventListener("change", () => void save(change(choice.value)));
  }

  button("origin-reset").addEventListener("click", () => save({ origin: DEFAULT_ORIGIN }));
  input("prefer-demo").addEventListener("change", () => save({ preferDemo: input("prefer-demo").checked }));
  button("ca-choose").addEventListener("click", () => changeCa(settingsChooseCa));
  button("ca-remove").addEventListener("click", () => changeCa(settingsRemoveCa));
  onRadio("mode", (value) => ({ stream: value === "stream" }));
  onRadio("language", (value) => ({ language: /** @type {Settings["language"]} */ (value) }));
  onRadio("theme", (value) => ({ theme: /** @type {Settings["theme"]} */ (value) }));
  button("window-zoom-in").addEventListener("click", () => zoom(1));
  button("window-zoom-out").addEventListener("click", () => zoom(-1));
  button("window-zoom-reset").addEventListener("click", () => zoom(0));

  function render() {
    const settings = app.settings();
    const forced = app.service().demo && !settings.preferDemo;
    key.render();
    for (const text of texts) text.render();
    button("origin-reset").hidden = settings.origin.replace(/\/$/, "") === DEFAULT_ORIGIN;
    input("prefer-demo").checked = settings.preferDemo;
    setText(element("prefer-demo-help"), t(forced ? "settings.preferDemoForced" : "settings.preferDemoHelp"));
    setText(element("ca-name"), settings.extraCaName ?? t("settings.caNone"));
    element("ca-name").dataset["state"] = settings.extraCaName === null ? "none" : "set";
    setText(element("ca-choose"), t(settings.extraCaName === null ? "settings.caChoose" : "settings.caReplace"));
    button("ca-remove").hidden = settings.extraCaName === null;
    check("mode", settings.stream ? "stream" : "whole");
    check("language", settings.language);
    check("theme", settings.theme);
    setText(element("window-zoom"), `${settings.zoom}%`);
    button("window-zoom-out").disabled = settings.zoom <= 100;
    button("window-zoom-in").disabled = settings.zoom >= 200;
    button("window-zoom-reset").hidden = settings.zoom === 100;
    setText(element("version"), app.version);
    if (unreadable) {
      showProblem(element("settings-problem"), unreadable, {
        dismiss: () => { unreadable = null; render(); },
      });
    } else hideNotice(element("settings-problem"));
  }

  return { render, zoom };
}

/** @param {string} name */
function radios(name) {
  return Array.from(document.querySelectorAll(`input[name="${name}"]`)).filter((found) => found instanceof HTMLInputElement);
}

/**
 * @param {string} name
 * @param {string} value
 */
function check(name, value) {
  for (const choice of radios(name)) choice.checked = choice.value === value;
}
