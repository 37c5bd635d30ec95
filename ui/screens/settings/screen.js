// The settings screen: each change applies at once, or says in place why not and keeps what was typed.
//
// Ids for tests of the window: #key[data-state=none|stored|locked|session|noKeychain|failed] #key-state #key-last4
// #key-field #key-show #key-save #key-cancel #key-test #key-replace #key-remove #key-remove-yes #key-remove-no
// #key-unlock #key-recheck #key-verdict[data-verdict=accepted|rejected|invalidUser|unknown] #key-problem[data-code]
// #key-test-problem[data-code] · #origin #origin-reset #origin-problem[data-code] #prefer-demo · #proxy #proxy-problem
// #no-proxy #no-proxy-problem #ca-name #ca-choose #ca-remove #ca-problem · #diagnosis-open (see diagnosis.js) · #mode-stream #mode-whole ·
// #settings-rules (see rules.js, laws.js) · #review-approval #review-retention (see letter-template.js) #stamp-authority #stamp-authority-problem[data-code] #stamp-roots-name #stamp-roots-choose #stamp-roots-remove #stamp-roots-problem · input[name=language] input[name=theme] #window-zoom #window-zoom-in #window-zoom-out #window-zoom-reset · #version

import { SCREENS } from "../../js/screens.js";
import { settingsChooseCa, settingsChooseStampRoots, settingsRemoveCa, settingsRemoveStampRoots } from "../../js/bridge/settings.js";
import { create, element, keepFocus, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { createCertificateSetting } from "./certificate-setting.js";
import { createDiagnosis } from "./diagnosis.js";
import { createKeyForm } from "./key-form.js";
import { createLaws } from "./laws.js";
import { createLetterTemplate } from "./letter-template.js";
import { createRules } from "./rules.js";
import { createSupport } from "./support.js";
import { createTextSetting } from "./text-setting.js";
import { toastProblem } from "../../parts/widgets/toast.js";

/**
 * @import { AppState } from "../../js/app-state.js"
 * @import { Settings } from "../../js/ipc.d.ts"
 * @import { createWindowZoom } from "../../js/window-zoom.js"
 */

/** The published address of the service. */
const DEFAULT_ORIGIN = "https://open.bigmodel.cn";

/** How long an archived review can be kept; 0: no date. */
const RETENTION_YEARS = [0, 3, 5, 10, 15, 20, 30];

/** Buttons that disappear when pressed, and what gets the focus then. @type {[HTMLElement, HTMLElement][]} */
const NEXT = [
  [element("origin-reset"), element("origin")],
  [element("window-zoom-reset"), element("window-zoom-in")],
  [element("ca-remove"), element("ca-choose")],
  [element("stamp-roots-remove"), element("stamp-roots-choose")],
];

/**
 * @param {AppState} app
 * @param {ReturnType<typeof createWindowZoom>} zoom
 * @param {(record: number) => void} openRecord
 */
export function createSettingsScreen(app, zoom, openRecord) {
  listShortcuts();
  const key = createKeyForm(app);
  const diagnose = createDiagnosis(app);
  const rules = createRules(app, openRecord);
  const laws = createLaws(app);
  const template = createLetterTemplate(app);
  const support = createSupport(app);
  const origin = createTextSetting(app, "origin", "origin");
  const texts = [origin, createTextSetting(app, "proxy", "proxy"), createTextSetting(app, "no-proxy", "noProxy"), createTextSetting(app, "stamp-authority", "stampAuthority")];
  const certificates = [
    createCertificateSetting(app, { id: "ca", name: "extraCaName", none: () => t("settings.caNone"), choose: settingsChooseCa, remove: settingsRemoveCa, changed: key.forgetVerdict, render }),
    createCertificateSetting(app, { id: "stamp-roots", name: "stampRootsName", none: () => t("settings.stampRootsNone"), choose: settingsChooseStampRoots, remove: settingsRemoveStampRoots, changed: () => undefined, render }),
  ];

  /** @param {unknown} thrown */
  function failed(thrown) {
    toastProblem(thrown);
    render();
  }

  /** @param {Partial<Settings>} change */
  const save = (change) => app.save(change).catch(failed);

  /**
   * @param {string} name
   * @param {(value: string) => Partial<Settings>} change
   */
  function onRadio(name, change) {
    for (const choice of radios(name)) choice.addEventListener("change", () => void save(change(choice.value)));
  }

  element("origin-reset").addEventListener("click", () => void origin.put(DEFAULT_ORIGIN));
  element("prefer-demo").addEventListener("change", () => save({ preferDemo: element("prefer-demo").checked }));
  element("review-approval").addEventListener("change", () => save({ reviewApproval: element("review-approval").checked }));
  element("review-retention").addEventListener("change", () => save({ reviewRetentionYears: Number(element("review-retention").value) }));
  onRadio("mode", (value) => ({ stream: value === "stream" }));
  onRadio("letter-language", (value) => ({ reviewLetterLanguage: /** @type {Settings["language"]} */ (value) }));
  onRadio("language", (value) => ({ language: /** @type {Settings["language"]} */ (value) }));
  onRadio("theme", (value) => ({ theme: /** @type {Settings["theme"]} */ (value) }));
  element("window-zoom-in").addEventListener("click", () => zoom.change(1));
  element("window-zoom-out").addEventListener("click", () => zoom.change(-1));
  element("window-zoom-reset").addEventListener("click", () => zoom.change(0));

  function render() {
    const next = NEXT.find(([from]) => from === document.activeElement);
    keepFocus(draw, ...(next ? [next[1]] : []));
  }

  function draw() {
    const settings = app.settings();
    const forced = app.service().demo && !settings.preferDemo;
    key.render();
    for (const text of texts) text.render();
    rules.render();
    laws.render();
    template.render();
    support.render();
    element("origin-reset").hidden = settings.origin.replace(/\/$/, "") === DEFAULT_ORIGIN;
    element("prefer-demo").checked = settings.preferDemo;
    setText(element("prefer-demo-help"), t(forced ? "settings.preferDemoForced" : "settings.preferDemoHelp"));
    for (const certificate of certificates) certificate.render();
    element("review-approval").checked = settings.reviewApproval;
    drawRetention(settings.reviewRetentionYears);
    check("letter-language", settings.reviewLetterLanguage);
    check("mode", settings.stream ? "stream" : "whole");
    check("language", settings.language);
    check("theme", settings.theme);
    const percent = zoom.percent();
    setText(element("window-zoom"), `${percent}%`);
    element("window-zoom-out").setAttribute("aria-disabled", String(percent <= 100));
    element("window-zoom-in").setAttribute("aria-disabled", String(percent >= 200));
    element("window-zoom-reset").hidden = percent === 100;
    setText(element("version"), app.version);
  }

  async function opened() {
    const screen = element("screen-settings");
    // Lists that arrive move everything below them.
    screen.ariaBusy = "true";
    await Promise.allSettled([rules.opened(), laws.opened(), template.opened()]);
    screen.ariaBusy = null;
  }

  return { render, failed, escape: key.escape, opened, exempt: rules.exempt, diagnose };
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

/** @param {number} chosen years; 0: no date */
function drawRetention(chosen) {
  // Somebody may have written another figure into the file.
  const years = [...new Set([...RETENTION_YEARS, chosen])].sort((one, other) => one - other);
  const options = years.map((count) => new Option(t(count === 0 ? "settings.retentionNone" : "settings.retentionYears", { count }), String(count)));
  element("review-retention").replaceChildren(...options);
  element("review-retention").value = String(chosen);
}

/** Adds the shortcuts of the screens to the list of shortcuts. */
function listShortcuts() {
  for (const [index, { id }] of SCREENS.entries()) {
    const name = create("dt", "");
    name.dataset["t"] = `nav.${id}`;
    const key = create("kbd", "");
    key.dataset["keys"] = `mod+${index + 1}`;
    const row = create("div", "", name, create("dd", "", key));
    // The list is shown in a dialog as well.
    for (const place of document.querySelectorAll(".shortcut-settings")) place.before(row.cloneNode(true));
  }
}
