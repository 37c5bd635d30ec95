// Starts the window and connects its parts.
//
// Ids for tests of the window: #app[data-screen=starting|settings|<place>] · #nav a[data-screen] .nav-mark[data-mark=running|
// finished|failed|interrupted] · #settings-problem[data-code] (a file of the app's own could not be read) · #records-problem[data-code] ·
// #start-problem[data-code] #start-retry

import { createAppState } from "./app-state.js";
import { problemOf } from "./bridge/tauri.js";
import { appListen, appStart } from "./bridge/window.js";
import { element, fillPlaces } from "./dom.js";
import { setLanguage, t, translate } from "./i18n.js";
import { writeKeycaps } from "./keycap.js";
import { logErrors } from "./page-errors.js";
import { createAppProblems } from "../parts/widgets/app-problems.js";
import { createClosePrompt } from "../parts/widgets/close-prompt.js";
import { createDropOverlay } from "../parts/widgets/drop-overlay.js";
import { hideNotice, showNotice, showProblem } from "../parts/widgets/notice.js";
import { renderServiceBadge } from "../parts/widgets/service-badge.js";
import { toastProblem } from "../parts/widgets/toast.js";
import { SCREENS } from "./screens.js";
import { createRecordsStatus } from "../screens/records/records-status.js";
import { screenOf } from "../parts/record/kinds.js";
import { describe } from "./problem-text.js";
import { createRecordsProblem } from "../screens/records/problem-notice.js";
import { oneAtATime } from "./one-at-a-time.js";
import { createSettingsScreen } from "../screens/settings/screen.js";
import { createNavigation } from "./navigation.js";
import { createShortcutHelp } from "../parts/widgets/shortcut-help.js";
import { listenToShortcuts } from "./shortcuts.js";
import { addSkips } from "./skips.js";
import { setTheme, setZoom } from "./theme.js";
import { showTooltips } from "./tooltips.js";
import { createWindowZoom } from "./window-zoom.js";

/** @import { Mark } from "./navigation.js" */
/** @import { ScreenName } from "../ids.d.ts" */
/** @import { Again, Origin, Screen } from "./screens.js" */
/** @import { Problem, Settings, ShellEvent, Start } from "./ipc.d.ts" */

/** A keychain may take seconds to answer. A quicker start shows nothing but the empty window. */
const QUIET_MS = 300;

logErrors(window);
fillPlaces(document);
showTooltips(document);

/** Until the settings are known, the window is shown in the language and colours of the system. */
const frame = setTimeout(() => {
  setLanguage("system");
  translate(document);
  writeKeycaps(document);
  element("app").hidden = false;
}, QUIET_MS);

/** @param {Start} start */
function open(start) {
  clearTimeout(frame);
  const app = createAppState(start);
  /** @type {Map<ScreenName, Screen>} */
  const screens = new Map();
  const navigation = createNavigation(SCREENS, {
    opened: (id) => (id === "settings" ? settings.opened() : screens.get(id)?.opened?.()),
    closed: (id) => screens.get(id)?.closed?.(),
  });
  setLanguage(start.settings.language);
  const zoom = createWindowZoom(app, { changed: show, failed: (thrown) => settings.failed(thrown) });
  /** @param {"service" | "network" | "diagnosis" | "review"} group */
  function openSettings(group) {
    navigation.open("settings", element(group === "diagnosis" ? "settings-network" : `settings-${group}`));
    if (group === "diagnosis") settings.diagnose();
  }
  /** @param {string} words */
  function exempt(words) {
    navigation.open("settings", element("settings-rules"));
    settings.exempt(words);
  }
  const records = createRecordsStatus(start.records);
  if (start.records.problem) records.subscribe(startAnew);

  /** Records that could not be read at the start can be read now: drafts, the picture and unfinished runs are shown as at a start. */
  function startAnew() {
    if (records.state().problem) return;
    // Losing the focus saves the text typed meanwhile.
    window.dispatchEvent(new Event("blur"));
    location.reload();
  }
  /**
   * @param {number | "integrity"} what
   * @param {Origin} [from]
   */
  function openRecords(what, from) {
    navigation.open("records");
    screens.get("records")?.show?.(what, from);
  }
  /** @param {number} record */
  function openReview(record) {
    navigation.open("review");
    screens.get("review")?.show?.(record);
  }
  /** @param {Again} again */
  function runAgain(again) {
    const screen = screenOf(again.kind);
    navigation.open(screen);
    screens.get(screen)?.again?.(again).catch(toastProblem);
  }
  /**
   * @param {ScreenName} id
   * @param {Mark | null} mark
   */
  function marked(id, mark) {
    navigation.mark(id, mark);
    // The list of records has another entry once a run has ended.
    if (mark !== "running" && navigation.current() === "records") screens.get("records")?.opened?.();
  }
  for (const { id, create } of SCREENS) {
    screens.set(id, create({ app, openSettings, exempt, mark: (mark) => marked(id, mark), records, openRecords: (what, rows) => openRecords(what, { screen: id, ...rows }), openReview, runAgain, openScreen: navigation.open }, start));
  }
  for (const [id, { skips }] of screens) if (skips) addSkips(element(`${id}-title`), skips);
  const recordsProblem = createRecordsProblem(records, () => openRecords("integrity"));
  const overlay = createDropOverlay(app.limits, () => (navigation.current() === "records" ? "records" : current()?.takesDrop?.() ? "published" : "desk"));
  const settings = createSettingsScreen(app, zoom, (record) => openRecords(record, { screen: "settings" }));
  const closePrompt = createClosePrompt();
  const help = createShortcutHelp();
  const problems = createAppProblems(start.problems, () => element(`${navigation.current()}-title`).focus({ preventScroll: true }));
  /** The language in which the words are written; `null`: none are yet. @type {string | null} */
  let spoken = null;

  /** Writes all words in the current language. */
  function speak() {
    setLanguage(app.settings().language);
    translate(document);
    writeKeycaps(document);
    navigation.render();
    for (const screen of screens.values()) screen.render();
    closePrompt.render();
    recordsProblem.render();
    problems.render();
  }

  function show() {
    const { theme, language } = app.settings();
    setTheme(theme);
    setZoom(zoom.percent());
    if (language !== spoken) speak();
    spoken = language;
    renderServiceBadge(app.service(), app.keyRefused());
    settings.render();
  }

  show();
  app.subscribe(show);
  navigation.open(SCREENS[0]?.id ?? "settings");
  // Runs that were going on when the app ended last were not completed.
  for (const { kind } of start.unfinished) navigation.mark(screenOf(kind), "failed");
  element("app").inert = false;
  element("app").hidden = false;
  // As after each change of the screen, the title has the focus.
  element(`${navigation.current()}-title`).focus({ preventScroll: true });

  /** The screen shown; `undefined` for the settings. */
  const current = () => screens.get(navigation.current());

  /** @param {ShellEvent} event */
  function receive(event) {
    if (event.type === "closeAsked") closePrompt.ask(event.runs);
    if (event.type === "rulesChanged") app.rulesChanged();
    if (event.type === "faulted") problems.add(event.problem);
    overlay.receive(event);
    for (const [id, screen] of screens) if (screen.receive?.(event)) navigation.open(id);
  }
  listenToShortcuts({
    run: () => current()?.start?.(),
    escape: () => (current() ?? settings).escape(),
    step: (by) => current()?.step?.(by) ?? false,
    find: () => current()?.find?.() ?? false,
    act: (what) => current()?.act?.(what) ?? false,
    help: help.open,
    choose: () => current()?.choose?.(),
    paste: () => current()?.paste?.(),
    open(place) {
      const wanted = SCREENS[place - 1];
      if (wanted) navigation.open(wanted.id);
      return wanted !== undefined;
    },
    settings: () => navigation.open("settings"),
    zoom: zoom.change,
  });
  element("service-link").addEventListener("click", (event) => {
    event.preventDefault();
    navigation.open("settings", element("settings-service"));
  });
  return appListen(receive);
}

/** @param {unknown} thrown */
function failed(thrown) {
  clearTimeout(frame);
  element("app").hidden = true;
  const problem = problemOf(thrown);
  const place = element("start-problem");
  if (problem.code === "already_open") return alreadyOpen(place, problem);
  setLanguage("system");
  place.dataset["kind"] = "error";
  showProblem(place, problem, { title: t("startFailed") });
}

/**
 * Another process uses the folders of the app. Only language and colours are known here.
 * @param {HTMLElement} place
 * @param {Problem} problem
 */
function alreadyOpen(place, problem) {
  const { language, theme } = /** @type {Partial<Pick<Settings, "language" | "theme">>} */ (problem.params);
  setLanguage(language ?? "system");
  setTheme(theme ?? "system");
  place.dataset["kind"] = "info";
  const press = oneAtATime(async () => {
    place.setAttribute("aria-busy", "true");
    try {
      const start = await appStart();
      hideNotice(place);
      await open(start);
    } catch (again) {
      failed(again);
    } finally {
      place.removeAttribute("aria-busy");
    }
  });
  showNotice(place, { ...describe(problem), actions: [{ id: "start-retry", label: t("tryAgain"), press, primary: true }] });
  place.dataset["code"] = problem.code;
  document.getElementById("start-retry")?.focus();
}

appStart().then(open).catch(failed);
