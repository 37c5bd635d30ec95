// Starts the window and connects its parts; what each of them does is in its own file.
//
// Ids for tests of the window: #app[data-screen=starting|audit|settings] · #settings-problem[data-code] (the settings
// file could not be read) · #start-problem

import { createAppState } from "./app-state.js";
import { appListen, appStart, problemOf } from "./bridge.js";
import { element } from "./dom.js";
import { setLanguage, t, translate } from "./i18n.js";
import { writeKeycaps } from "./keycap.js";
import { createDropOverlay } from "./parts/drop-overlay.js";
import { hideNotice, showProblem } from "./parts/notice.js";
import { renderServiceBadge } from "./parts/service-badge.js";
import { createAuditScreen } from "./screens/audit.js";
import { createSettingsScreen } from "./screens/settings.js";
import { createNavigation } from "./navigation.js";
import { listenToShortcuts } from "./shortcuts.js";
import { setTheme, setZoom } from "./theme.js";
import { createWindowZoom } from "./window-zoom.js";

/** @import { ShellEvent, Start } from "./ipc.d.ts" */

/** A keychain may take seconds to answer; a start that is quicker than this shows nothing but the window itself. */
const QUIET_MS = 300;

/** The frame of the window, in the system's language and colours, while the chosen ones are not known. */
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
  const navigation = createNavigation();
  setLanguage(start.settings.language);
  const zoom = createWindowZoom(app, { changed: show, failed: (thrown) => settings.failed(thrown) });
  const audit = createAuditScreen(app, start.material, (group) => navigation.open("settings", element(`settings-${group}`)));
  const settings = createSettingsScreen(app, zoom);
  const overlay = createDropOverlay(start.limits);
  let unreadable = start.settingsProblem;
  /** Until the first words are written, none are. @type {string | null} */
  let spoken = null;

  /** All words, in the language now in use. */
  function speak() {
    setLanguage(app.settings().language);
    translate(document);
    writeKeycaps(document);
    audit.render();
    renderUnreadable();
  }

  function show() {
    const { theme, language } = app.settings();
    setTheme(theme);
    setZoom(zoom.percent());
    if (language !== spoken) speak();
    spoken = language;
    renderServiceBadge(app.service());
    settings.render();
  }

  function renderUnreadable() {
    const place = element("settings-problem");
    const dismiss = () => {
      unreadable = null;
      renderUnreadable();
      element(`${navigation.current()}-title`).focus({ preventScroll: true });
    };
    if (unreadable) showProblem(place, unreadable, { dismiss });
    else hideNotice(place);
  }

  show();
  app.subscribe(show);
  navigation.open("audit");
  element("app").inert = false;
  element("app").hidden = false;

  /** @param {ShellEvent} event */
  function receive(event) {
    if (event.type === "material" || event.type === "materialRefused") navigation.open("audit");
    if (event.type === "dragEntered") overlay.show(event.count);
    else overlay.hide();
    if (event.type === "material") audit.material.put(event.material);
    if (event.type === "materialRefused") audit.material.refuse(event.name, event.problem);
  }
  const onAudit = () => navigation.current() === "audit";
  listenToShortcuts({
    run: () => void (onAudit() && audit.start()),
    escape: () => overlay.hide() || (onAudit() ? audit : settings).escape(),
    choose: () => void (onAudit() && audit.material.choose()),
    paste: () => void (onAudit() && audit.material.paste()),
    open: navigation.open,
    zoom: zoom.change,
  });
  element("service-link").addEventListener("click", (event) => {
    event.preventDefault();
    navigation.open("settings", element("settings-service"));
  });
  return appListen(receive);
}

appStart().then(open).catch((thrown) => {
  clearTimeout(frame);
  setLanguage("system");
  element("app").hidden = true;
  const place = element("start-problem");
  place.dataset["kind"] = "error";
  showProblem(place, problemOf(thrown), { title: t("startFailed") });
});
