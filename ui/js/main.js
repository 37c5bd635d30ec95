// Starts the window and connects its parts; what each of them does is in its own file.

import { createAppState } from "./app-state.js";
import { appListen, appStart, problemOf } from "./bridge.js";
import { element } from "./dom.js";
import { setLanguage, t, translate } from "./i18n.js";
import { writeKeycaps } from "./keycap.js";
import { createDropOverlay } from "./parts/drop-overlay.js";
import { showProblem } from "./parts/notice.js";
import { renderServiceBadge } from "./parts/service-badge.js";
import { toast } from "./parts/toast.js";
import { describe } from "./problem-text.js";
import { createAuditScreen } from "./screens/audit.js";
import { createSettingsScreen } from "./screens/settings.js";
import { createNavigation } from "./navigation.js";
import { listenToShortcuts } from "./shortcuts.js";
import { setTheme, setZoom } from "./theme.js";

/** @import { ShellEvent, Start } from "./ipc.d.ts" */

/** @param {Start} start */
function open(start) {
  const app = createAppState(start);
  const navigation = createNavigation();
  setLanguage(start.settings.language);
  const audit = createAuditScreen(app, start.material, (group) => navigation.open("settings", element(`settings-${group}`)));
  const settings = createSettingsScreen(app, start.settingsProblem);
  const overlay = createDropOverlay(start.limits);

  /** All words, in the language now in use. */
  function speak() {
    setLanguage(app.settings().language);
    translate(document);
    writeKeycaps(document);
    audit.render();
  }

  let spoken = start.settings.language;
  function show() {
    const { theme, zoom, language } = app.settings();
    setTheme(theme);
    setZoom(zoom);
    if (language !== spoken) speak();
    spoken = language;
    renderServiceBadge(app.service());
    settings.render();
  }
  speak();
  show();
  app.subscribe(show);
  element("app").hidden = false;
  if (start.settingsProblem) toast(describe(start.settingsProblem).what, "error");

  /** @param {ShellEvent} event */
  function receive(event) {
    if (event.type === "material" || event.type === "materialRefused") navigation.open("audit");
    if (event.type === "dragEntered") overlay.show(event.count);
    else overlay.show(0);
    if (event.type === "material") audit.material.put(event.material);
    if (event.type === "materialRefused") audit.material.refuse(event.name, event.problem);
  }
  const onAudit = () => navigation.current() === "audit";
  listenToShortcuts({
    run: () => void (onAudit() && audit.start()),
    escape: audit.escape,
    choose: () => void (onAudit() && audit.material.choose()),
    paste: () => void (onAudit() && audit.material.paste()),
    open: navigation.open,
    zoom: settings.zoom,
  });
  element("service-link").addEventListener("click", (event) => {
    event.preventDefault();
    navigation.open("settings", element("settings-service"));
  });
  return appListen(receive);
}

appStart().then(open).catch((thrown) => {
  setLanguage("system");
  const place = element("start-problem");
  place.dataset["kind"] = "error";
  showProblem(place, problemOf(thrown), { title: t("startFailed") });
});
