// The template of letters: saves the built-in one, uses an edited one, and says what is wrong with it.
//
// Ids for tests of the window: #letter-template-name[data-state=none|set|faulty] #letter-template-save #letter-template-choose
// #letter-template-remove #letter-template-problem[data-code] #letter-template-faults li[data-kind] · input[name=letter-language]

import { announce } from "../../js/announce.js";
import { letterTemplate, letterTemplateChoose, letterTemplateRemove, letterTemplateSave } from "../../js/bridge/letter-template.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { create, element, keepFocus, setText } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { describe, notKept } from "../../js/problem-text.js";
import { faultsIn, faultWords } from "../../js/template-faults.js";
import { hideNotice, showNotice } from "../../parts/widgets/notice.js";
import { toast } from "../../parts/widgets/toast.js";

/**
 * @import { AppState } from "../../js/app-state.js"
 * @import { LetterTemplate, Problem } from "../../js/ipc.d.ts"
 */

/** @param {AppState} app */
export function createLetterTemplate(app) {
  /** @type {LetterTemplate} */
  let template = { name: null, faults: [] };
  /** Why the last file is not used, or why nothing could be done. @type {Problem | null} */
  let problem = null;
  let busy = false;

  /**
   * The letters' language decides in which words a missing field is named.
   * @param {(english: boolean) => Promise<LetterTemplate | null>} command
   * @param {(next: LetterTemplate) => string} [done]
   */
  async function change(command, done) {
    busy = true;
    drawBusy();
    try {
      const next = await app.runBehind(() => command(language() === "en"));
      if (next) {
        [template, problem] = [next, null];
        if (done) toast(done(next));
      }
    } catch (thrown) {
      problem = notKept(problemOf(thrown));
      announce(describe(problem).what);
    }
    busy = false;
    render();
  }

  element("letter-template-choose").addEventListener("click", oneAtATime(() => change(letterTemplateChoose, ({ name }) => t("settings.templateChosen", { name: name ?? "" }))));
  element("letter-template-remove").addEventListener("click", oneAtATime(() => change(letterTemplateRemove, () => t("settings.templateRemoved"))));
  element("letter-template-save").addEventListener("click", oneAtATime(async () => {
    try {
      const name = await app.runBehind(() => letterTemplateSave(language() === "en"));
      if (name !== null) toast(t("report.saved", { name }));
    } catch (thrown) {
      problem = problemOf(thrown);
      render();
    }
  }));

  function drawProblem() {
    const place = element("letter-template-problem");
    const list = element("letter-template-faults");
    const refused = problem?.code === "letter_template" ? faultsIn(problem.params["faults"]) : [];
    const faults = problem ? refused : template.faults;
    list.replaceChildren(...faults.map((fault) => {
      const made = create("li", "", faultWords(fault));
      made.dataset["kind"] = fault.kind;
      return made;
    }));
    list.hidden = faults.length === 0;
    if (problem) {
      const dismiss = () => {
        problem = null;
        render();
      };
      const words = refused.length > 0 ? { what: t("settings.templateRefused", { name: String(problem.params["name"] ?? "") }) } : describe(problem);
      showNotice(place, { ...words, problem, dismiss });
      place.dataset["code"] = problem.code;
    } else if (faults.length > 0) showNotice(place, { what: t("settings.templateFaulty", { name: template.name ?? "" }) });
    else hideNotice(place);
    const words = faults.length > 0 ? place.querySelector(".notice-words") : null;
    if (words) words.insertBefore(list, words.querySelector("details"));
    else place.after(list);
  }

  function drawBusy() {
    element("letter-template-choose").setAttribute("aria-busy", String(busy));
  }

  function draw() {
    const { name, faults } = template;
    const place = element("letter-template-name");
    setText(place, name ?? t("settings.templateNone"));
    place.dataset["state"] = name === null ? "none" : faults.length > 0 ? "faulty" : "set";
    setText(element("letter-template-choose"), t(name === null ? "settings.templateChoose" : "settings.templateReplace"));
    drawBusy();
    element("letter-template-remove").hidden = name === null;
    drawProblem();
  }

  function render() {
    keepFocus(draw, element("letter-template-choose"));
  }

  return {
    render,
    /** The settings are shown. */
    opened: () => change(letterTemplate),
  };
}
