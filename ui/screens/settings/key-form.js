// The API key: entering, replacing, removing and testing it. A key typed here goes to the shell and is
// then removed from the window: no variable, storage or element holds it.

import { announce, announceProblem } from "../../js/announce.js";
import { keyRefresh, keyRemove, keySave, keyTest } from "../../js/bridge/settings.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { element, keepFocus, setIcon, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { describe } from "../../js/problem-text.js";
import { hideNotice, showProblem } from "../../parts/widgets/notice.js";
import { hostOf } from "../../parts/widgets/service-badge.js";
import { toast } from "../../parts/widgets/toast.js";

/**
 * @import { AppState } from "../../js/app-state.js"
 * @import { KeyTest, Problem, Service } from "../../js/ipc.d.ts"
 * @import { Key } from "../../js/i18n.js"
 */

/** @typedef {"save" | "remove" | "test" | "unlock" | "recheck"} Work */

/** @param {AppState} app */
export function createKeyForm(app) {
  const box = element("key");
  const form = element("key-form");
  const field = element("key-field");
  const show = element("key-show");

  let replacing = false;
  let confirming = false;
  /** @type {Work | null} */
  let busy = null;
  /** Counts the commands: the result of a test is ignored after a later one. */
  let turn = 0;
  /** @type {Problem | null} */
  let problem = null;
  /** @type {{ test: KeyTest, way: string, host: string } | null} */
  let verdict = null;

  /** The key, service and network that a verdict is about. */
  function way() {
    const [{ origin, key }, { proxy, noProxy, extraCaName }] = [app.service(), app.settings()];
    return JSON.stringify([origin, key, proxy, noProxy, extraCaName]);
  }

  /** A test changes nothing, so whatever else is wanted need not wait for it. @param {Work} [work] */
  const isBusy = (work) => busy !== null && (busy !== "test" || work === "test");

  /**
   * One command at a time, its failure shown in place.
   * @param {Work} work
   * @param {() => Promise<Service | void>} command
   */
  async function during(work, command) {
    if (isBusy(work)) return;
    const mine = turn += 1;
    busy = work;
    problem = null;
    verdict = null;
    render();
    try {
      const service = await command();
      if (service) app.setService(service);
    } catch (thrown) {
      if (mine !== turn) return;
      problem = problemOf(thrown);
      announceProblem(describe(problem).what);
    }
    if (mine !== turn) return;
    busy = null;
    render();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isBusy()) return;
    during("save", async () => {
      const service = await app.run(() => keySave(field.value));
      forget();
      replacing = false;
      app.setKeyRefused(false);
      toast(t(service.key.state === "session" ? "key.savedSession" : "key.saved"));
      return service;
    }).then(() => (problem ? field : element("key-test")).focus());
  });

  function forget() {
    field.value = "";
    reveal(false);
  }

  /** @param {boolean} visible */
  function reveal(visible) {
    field.type = visible ? "text" : "password";
    show.setAttribute("aria-pressed", String(visible));
    setIcon(element("key-show-icon"), visible ? "eye-off" : "eye");
    const words = t(visible ? "key.hide" : "key.show");
    show.setAttribute("aria-label", words);
    show.title = words;
  }

  show.addEventListener("click", () => reveal(field.type === "password"));
  /**
   * @param {HTMLElement} press
   * @param {() => void} act
   */
  function onPress(press, act) {
    press.addEventListener("click", () => {
      if (!isBusy()) act();
    });
  }

  onPress(element("key-replace"), () => {
    replacing = true;
    render();
    field.focus();
  });
  function stopReplacing() {
    replacing = false;
    problem = null;
    forget();
    render();
    element("key-replace").focus();
  }
  onPress(element("key-cancel"), stopReplacing);
  onPress(element("key-remove"), () => {
    confirming = true;
    render();
    element("key-remove-no").focus();
  });
  function stopConfirming() {
    confirming = false;
    render();
    element("key-remove").focus();
  }
  onPress(element("key-remove-no"), stopConfirming);
  onPress(element("key-remove-yes"), () => {
    confirming = false;
    during("remove", async () => {
      const service = await app.run(keyRemove);
      toast(t("key.removed"));
      return service;
    }).then(() => (problem ? element("key-remove") : field).focus());
  });
  onPress(element("key-unlock"), () => during("unlock", async () => {
    const service = await app.runBehind(() => keyRefresh(true));
    if (service.key.state !== "locked") announce(t("key.unlocked"));
    return service;
  }));
  onPress(element("key-recheck"), () => during("recheck", () => app.run(() => keyRefresh(false))));
  element("key-test").addEventListener("click", () => {
    const mine = turn + 1;
    return during("test", () => app.runBehind(async () => {
      const [asked, host] = [way(), hostOf(app.service().origin)];
      const test = await keyTest();
      if (mine !== turn || asked !== way()) return;
      verdict = { test, way: asked, host };
      if (test.verdict !== "unknown") app.setKeyRefused(test.verdict !== "accepted");
      (test.verdict === "accepted" ? announce : announceProblem)(verdictWords(verdict));
    }));
  });

  /** @param {{ test: KeyTest, host: string }} verdict */
  function verdictWords({ test, host }) {
    return t(`key.${test.verdict}`, { host });
  }

  /** Drops the verdict, also of a test under way. */
  function forgetVerdict() {
    verdict = null;
    if (busy !== "test") return;
    busy = null;
    turn += 1;
  }

  function render() {
    keepFocus(draw, element("key-test"), element("key-field"), element("key-recheck"));
  }

  function draw() {
    const { key, origin } = app.service();
    const held = key.state === "stored" || key.state === "session";
    if (!held) replacing = confirming = false;
    const enterable = key.state === "none" || key.state === "noKeychain" || key.state === "failed" || replacing;
    box.dataset["state"] = key.state;
    box.dataset["refused"] = String(held && app.keyRefused());
    setText(element("key-state"), t(`key.${key.state}`));
    setText(element("key-last4"), held && key.last4 ? t("key.last4", { last4: key.last4 }) : "");
    element("key-note").hidden = key.state === "failed";
    if (key.state !== "failed") setText(element("key-note"), t(`key.${key.state}Note`, { host: hostOf(origin) }));
    form.hidden = !enterable;
    setText(element("key-field-label"), t(replacing ? "key.fieldReplace" : "key.field"));
    element("key-cancel").hidden = !replacing;
    element("key-test").hidden = element("key-replace").hidden = element("key-remove").hidden = !held || replacing || confirming;
    element("key-unlock").hidden = key.state !== "locked";
    element("key-recheck").hidden = !["locked", "noKeychain", "session", "failed"].includes(key.state) || replacing || confirming;
    element("key-confirm").hidden = !confirming;
    renderBusy();
    reveal(field.type === "text");
    if (problem) showProblem(element("key-problem"), problem);
    else if (key.state === "failed") showProblem(element("key-problem"), key.problem);
    else hideNotice(element("key-problem"));
    renderVerdict(held);
  }

  function renderBusy() {
    /** @type {[HTMLElement, Work, Key, Key][]} */
    const labels = [
      [element("key-save"), "save", "key.save", "key.saving"], [element("key-test"), "test", "key.test", "key.testing"],
      [element("key-unlock"), "unlock", "key.unlock", "key.unlocking"], [element("key-recheck"), "recheck", "key.recheck", "key.checking"],
    ];
    for (const [press, work, idle, working] of labels) setText(press, t(busy === work ? working : idle));
    for (const each of box.querySelectorAll("button")) {
      const waits = each.id === "key-test" ? busy !== null : isBusy() && each !== show;
      each.setAttribute("aria-disabled", String(waits));
    }
  }

  /** @param {boolean} held */
  function renderVerdict(held) {
    if (verdict && verdict.way !== way()) verdict = null;
    const place = element("key-verdict");
    const shown = held ? verdict : null;
    place.hidden = shown === null;
    if (shown) {
      place.dataset["verdict"] = shown.test.verdict;
      setText(place, verdictWords(shown));
    }
    if (shown?.test.verdict === "unknown") showProblem(element("key-test-problem"), shown.test.problem);
    else hideNotice(element("key-test-problem"));
  }

  return {
    render,
    forgetVerdict,
    /** Closes an open confirmation or form; returns whether there was one. */
    escape() {
      if (isBusy() || !(confirming || replacing)) return false;
      if (confirming) stopConfirming();
      else stopReplacing();
      return true;
    },
  };
}
