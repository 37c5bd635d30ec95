// The API key: enter, replace, remove, test, and what its state means. A key typed here goes to the shell and is
// then gone from the window: it is in no variable, no storage and no element.

import { announce, announceProblem } from "../announce.js";
import { keyRefresh, keyRemove, keySave, keyTest, problemOf } from "../bridge.js";
import { button, byId, element, input, setIcon, setText } from "../dom.js";
import { t } from "../i18n.js";
import { describe } from "../problem-text.js";
import { hideNotice, showProblem } from "./notice.js";
import { hostOf } from "./service-badge.js";
import { toast } from "./toast.js";

/**
 * @import { AppState } from "../app-state.js"
 * @import { KeyTest, Problem, Service } from "../ipc.d.ts"
 * @import { Key } from "../i18n.js"
 */

/** @typedef {"save" | "remove" | "test" | "unlock" | "recheck"} Work */

/** @param {AppState} app */
export function createKeyForm(app) {
  const box = element("key");
  const form = byId("key-form", HTMLFormElement);
  const field = input("key-field");
  const show = button("key-show");

  let replacing = false;
  let confirming = false;
  /** @type {Work | null} */
  let busy = null;
  /** @type {Problem | null} */
  let problem = null;
  /** @type {KeyTest | null} */
  let verdict = null;

  /**
   * One command at a time, its failure shown in place.
   * @param {Work} work
   * @param {() => Promise<Service | void>} command
   */
  async function during(work, command) {
    if (busy) return;
    busy = work;
    problem = null;
    if (work !== "test") verdict = null;
    render();
    try {
      const service = await command();
      if (service) app.setService(service);
    } catch (thrown) {
      problem = problemOf(thrown);
      announceProblem(describe(problem).what);
    }
    busy = null;
    render();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    during("save", async () => {
      const service = await keySave(field.value);
      forget();
      replacing = false;
      toast(t(service.key.state === "session" ? "key.savedSession" : "key.saved"));
      return service;
    }).then(() => (problem ? field : button("key-test")).focus());
  });

  function forget() {
    field.value = "";
    reveal(false);
  }

  /** @param {boolean} visible */
  function reveal(visible) {
    field.type = visible ? "text" : "password";
    show.setAttribute("aria-pressed", String(visible));
    setIcon("key-show-icon", visible ? "eye-off" : "eye");
    const words = t(visible ? "key.hide" : "key.show");
    show.setAttribute("aria-label", words);
    show.title = words;
  }

  show.addEventListener("click", () => reveal(field.type === "password"));
  button("key-replace").addEventListener("click", () => {
    replacing = true;
    render();
    field.focus();
  });
  button("key-cancel").addEventListener("click", () => {
    replacing = false;
    problem = null;
    forget();
    render();
    button("key-replace").focus();
  });
  button("key-remove").addEventListener("click", () => {
    confirming = true;
    render();
    button("key-remove-no").focus();
  });
  button("key-remove-no").addEventListener("click", () => {
    confirming = false;
    render();
    button("key-remove").focus();
  });
  button("key-remove-yes").addEventListener("click", () => {
    confirming = false;
    during("remove", async () => {
      const service = await keyRemove();
      toast(t("key.removed"));
      return service;
    }).then(() => (problem ? button("key-remove") : field).focus());
  });
  button("key-unlock").addEventListener("click", () => during("unlock", () => keyRefresh(true)));
  button("key-recheck").addEventListener("click", () => during("recheck", () => keyRefresh(false)));
  button("key-test").addEventListener("click", () => during("test", async () => {
    verdict = await keyTest();
    const words = verdictWords(verdict);
    (verdict.verdict === "accepted" ? announce : announceProblem)(words);
  }));

  /** @param {KeyTest} test */
  function verdictWords(test) {
    return t(`key.${test.verdict}`, { host: hostOf(app.service().origin) });
  }

  function render() {
    const { key, origin } = app.service();
    const held = key.state === "stored" || key.state === "session";
    if (!held) replacing = confirming = false;
    const enterable = key.state === "none" || key.state === "noKeychain" || key.state === "failed" || replacing;
    box.dataset["state"] = key.state;
    setText(element("key-state"), t(`key.${key.state}`));
    setText(element("key-last4"), held && key.last4 ? t("key.last4", { last4: key.last4 }) : "");
    element("key-note").hidden = key.state === "failed";
    if (key.state !== "failed") setText(element("key-note"), t(`key.${key.state}Note`, { host: hostOf(origin) }));
    form.hidden = !enterable;
    setText(element("key-field-label"), t(replacing ? "key.fieldReplace" : "key.field"));
    button("key-cancel").hidden = !replacing;
    button("key-test").hidden = button("key-replace").hidden = button("key-remove").hidden = !held || replacing || confirming;
    button("key-unlock").hidden = key.state !== "locked";
    button("key-recheck").hidden = !["locked", "noKeychain", "session", "failed"].includes(key.state) || replacing || confirming;
    element("key-confirm").hidden = !confirming;
    renderBusy();
    reveal(field.type === "text");
    if (problem) showProblem(element("key-problem"), problem);
    else if (key.state === "failed") showProblem(element("key-problem"), key.problem);
    else hideNotice(element("key-problem"));
    renderVerdict(held);
  }

  function renderBusy() {
    /** @type {[string, Work, Key, Key][]} */
    const labels = [
      ["key-save", "save", "key.save", "key.saving"], ["key-test", "test", "key.test", "key.testing"],
      ["key-unlock", "unlock", "key.unlock", "key.unlocking"], ["key-recheck", "recheck", "key.recheck", "key.checking"],
    ];
    for (const [id, work, idle, working] of labels) setText(element(id), t(busy === work ? working : idle));
    for (const each of box.querySelectorAll("button")) each.setAttribute("aria-disabled", String(busy !== null && each !== show));
  }

  /** @param {boolean} held */
  function renderVerdict(held) {
    const place = element("key-verdict");
    const shown = verdict && held && busy !== "test" ? verdict : null;
    place.hidden = shown === null;
    if (shown) {
      place.dataset["verdict"] = shown.verdict;
      setText(place, verdictWords(shown));
    }
    if (shown?.verdict === "unknown") showProblem(element("key-test-problem"), shown.problem);
    else hideNotice(element("key-test-problem"));
  }

  return { render };
}
