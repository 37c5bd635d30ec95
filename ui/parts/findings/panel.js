// The list of findings: what the rules find in the material and the copy, offline and at once; what the service finds; what the person
// adds. The owner says what there is to check, and shows the places.
//
// Ids for tests of the window, with the prefix of the instance: #findings[data-state=empty|checking|clear|found|problem] #findings-list
// .finding[data-finding=NUMBER][data-severity][data-source] [data-act=article|dismiss|copy|remove|passage] · #findings-counts
// [data-severity] #findings-sort #findings-filter-source #findings-filter-kind #findings-filter-topic #findings-clear · #findings-context
// [data-field=product|audience|medium|institution|place|date][data-state=guessed|unknown|said] [data-context] .context-back ·
// #findings-note[data-picture] #findings-problem[data-code] #findings-about · #findings-add #findings-add-selected #findings-add-box
// #findings-add-blank #findings-copy-all · #findings-dismissed li [data-act=restore] · #findings-unchecked · #finding-dismiss[open]
// #finding-reason #finding-dismiss-yes #finding-dismiss-no #finding-dismiss-never · #finding-own[open] #finding-own-what #finding-own-note #finding-own-yes ·
// #law-article[open] #law-article-text #law-article-close

import { announce } from "../../js/announce.js";
import { findingsCheck } from "../../js/bridge/findings.js";
import { clipboardWrite } from "../../js/bridge/window.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { keepFocus, setText, within } from "../../js/dom.js";
import { language, number, t } from "../../js/i18n.js";
import { createMenu } from "../widgets/menu.js";
import { hideNotice, showProblem } from "../widgets/notice.js";
import { toast, toastProblem } from "../widgets/toast.js";
import { createAround, hasWords, isReading } from "./around.js";
import { createChecks } from "./checks.js";
import { createContextBar } from "./context-bar.js";
import { createDecisions } from "./decisions.js";
import { createArticleDialog, createDismissDialog, createOwnDialog } from "./dialogs.js";
import { createFilters } from "./filters.js";
import { createFindingsList } from "./list.js";
import { arranged, countsOf, mergedRows, moved, passes, sentenceAround, stateOf } from "./state.js";
import { copyTable, linesOf } from "./table.js";

/**
 * @import { AnswerFindings, Findings, FindingsRequest, Problem } from "../../js/ipc.d.ts"
 * @import { Quad } from "../ocr/ocr.js"
 * @import { Subject } from "./around.js"
 * @import { RowAct } from "./row.js"
 * @import { OwnFinding, Row } from "./state.js"
 */

/**
 * @typedef {object} FindingsOwner
 * @property {HTMLElement} count shows how many findings there are
 * @property {() => Subject} subject
 * @property {(rows: Row[], copy: string) => void} shown these rows are in the list; their offsets are those of this copy
 * @property {(keys: string[]) => void} emphasise the person looks at these
 * @property {(row: Row, pressed: boolean) => void} show the place of a finding is wanted
 * @property {(passage: string) => void} passage of the report is wanted
 * @property {(found: boolean) => void} checked a check has ended
 * @property {() => { excerpt: string, copy: [number, number] } | null} selection the words selected in the copy
 * @property {(words: string) => void} exempt a sentence is never to be flagged again
 * @property {() => boolean} box begins the drawing of a box; whether there is a picture
 */

/**
 * @param {string} prefix of the instance of the template `findings`
 * @param {FindingsOwner} own
 */
export function createFindingsPanel(prefix, own) {
  const { element } = within("findings", prefix);
  const place = element("findings");

  /** The last answer of the rules. @type {{ found: Findings, copy: string } | null} */
  let rules = null;
  /** @type {{ found: AnswerFindings, copy: string } | null} */
  let service = null;
  const decisions = createDecisions();
  /** @type {Problem | null} */
  let problem = null;
  /** What was asked for last. */
  let asked = "";
  /** The material that the list is about. @type {number | null} */
  let material = null;
  /** What the last announcement was about. */
  let announced = "";
  /** All rows that are not dismissed. @type {Row[]} */
  let active = [];
  /** Those of them that pass the filters. @type {Row[]} */
  let visible = [];
  /** @type {string | null} */
  let selected = null;
  /** @type {string | null} */
  let over = null;

  const checks = createChecks((/** @type {FindingsRequest} */ request) => findingsCheck(request), {
    checked(found, request) {
      [rules, problem] = [{ found, copy: request.copy }, null];
      context.show(found.context);
      refresh();
      tell(found);
      own.checked(active.length > 0);
    },
    failed(thrown) {
      const next = problemOf(thrown);
      // The material was removed meanwhile: another check follows.
      if (next.code === "material_gone") return;
      [rules, problem] = [null, next];
      refresh();
      own.checked(false);
    },
  });
  const context = createContextBar(element("findings-context"), () => check());
  const filters = createFilters(prefix, refresh);
  const around = createAround(prefix, restore);
  const dismissing = createDismissDialog(prefix);
  const writing = createOwnDialog(prefix);
  const reading = createArticleDialog(prefix);
  const list = createFindingsList(element("findings-list"), element("findings-scroll"), {
    show: own.show,
    act,
    stood(row) {
      selected = row?.key ?? null;
      emphasise();
    },
    over: (row) => hover(row?.key ?? null),
  });
  createMenu(element("findings-add"), element("findings-add-menu"));

  function emphasise() {
    own.emphasise([selected, over].filter((key) => key !== null));
  }

  /** @param {string | null} key */
  function hover(key) {
    if (key === over) return;
    over = key;
    emphasise();
  }

  /** Checks what there is now, unless that was asked for already. */
  function check() {
    const subject = own.subject();
    if (subject.material !== material) another(subject.material);
    decisions.follow(subject.copy);
    const request = { copy: subject.copy, material: subject.material, context: context.said(), english: language() === "en" };
    const key = hasWords(subject) ? JSON.stringify([request, subject.ocr === "read"]) : "";
    if (key === asked) return render();
    asked = key;
    if (key !== "") {
      checks.ask(request);
      return render();
    }
    checks.drop();
    [rules, problem] = [null, null];
    refresh();
  }

  /** Another material: nothing that was found, said or decided about the last one holds for it. @param {number | null} next */
  function another(next) {
    material = next;
    [rules, service, asked] = [null, null, ""];
    decisions.forget();
    filters.clear();
    context.forget();
    refresh();
  }

  /** @template {{ copy: [number, number][] }} F @param {F[]} found @param {string} before @param {string} now @returns {F[]} */
  const inCopy = (found, before, now) =>
    before === now ? found : found.map((one) => ({ ...one, copy: moved(one.copy, before, now).filter((range) => range !== null) }));

  /** The rows have changed. */
  function refresh() {
    const { copy } = own.subject();
    decisions.follow(copy);
    const ofRules = rules && { ...rules.found, findings: inCopy(rules.found.findings, rules.copy, copy) };
    const ofService = service && { ...service.found, findings: inCopy(service.found.findings, service.copy, copy) };
    const all = arranged(mergedRows(ofRules, ofService, decisions.own()), decisions.dismissed(), filters.order());
    active = all.active;
    filters.show(active);
    visible = active.filter((row) => passes(row, filters.filter()));
    keepFocus(() => {
      list.show(visible);
      around.showDismissed(all.dismissed);
      render();
    }, element("findings-add"), element("findings-scroll"));
    own.shown(visible, copy);
  }

  /** What does not depend on single rows. */
  function render() {
    const subject = own.subject();
    const words = hasWords(subject);
    const state = stateOf({
      anything: subject.copy.trim() !== "" || subject.pictured, words, reading: isReading(subject),
      checked: rules !== null || !words, problem: problem !== null, rows: active.length,
    });
    place.dataset["state"] = state;
    setText(own.count, number(active.length));
    own.count.hidden = state !== "found" && state !== "clear";
    element("findings-context").hidden = rules === null;
    element("findings-head").hidden = state === "empty" && decisions.dismissed().length === 0 && !subject.pictured;
    element("findings-list").hidden = visible.length === 0;
    element("findings-filters").hidden = active.length === 0;
    element("findings-copy-all").hidden = visible.length === 0;
    element("findings-none").hidden = active.length === 0 || visible.length > 0;
    around.show(state, subject, active, rules?.found ?? null);
    const notice = element("findings-problem");
    if (!problem) hideNotice(notice);
    else if (notice.hidden) showProblem(notice, problem);
  }

  /** Announces the result for new material, not for each key. @param {Findings} found */
  function tell(found) {
    const about = JSON.stringify([material, found.picture]);
    if (about === announced) return;
    announced = about;
    const { high, medium, low, advice } = countsOf(active);
    announce(active.length > 0 ? t("findings.announce", { high, medium, low, advice }) : t("findings.announceClear"));
  }

  /** @param {Row} row @param {RowAct} what */
  function act(row, what) {
    if (what === "article" && row.basis) void reading(row.basis);
    if (what === "passage") own.passage(row.passage);
    if (what === "copy") clipboardWrite(linesOf(row)).then(() => toast(t("findings.copied")), toastProblem);
    if (what === "dismiss") dismissing(row, (reason) => {
      decisions.dismiss(row, reason);
      refresh();
      list.focus();
      announce(t("findings.wasDismissed", { title: row.title }));
    }, row.rule && row.excerpt ? () => own.exempt(sentenceOf(row)) : null);
    if (what === "remove") {
      decisions.remove(row);
      refresh();
      announce(t("findings.wasRemoved", { title: row.title }));
    }
  }

  /** The sentence of a finding where the copy holds it, its words otherwise. @param {Row} row */
  function sentenceOf({ copy: [place], excerpt }) {
    return place ? sentenceAround(own.subject().copy, place) : excerpt;
  }

  /** @param {Row} row */
  function restore(row) {
    decisions.restore(row);
    refresh();
    list.select(row.key);
    list.focus();
    announce(t("findings.wasRestored", { title: row.title }));
  }

  /** @param {string} words that say where it is @param {Pick<OwnFinding, "excerpt" | "copy" | "quad">} where */
  function add(words, where) {
    writing(words, (written) => {
      decisions.follow(own.subject().copy);
      const key = decisions.add({ ...written, ...where });
      filters.clear();
      refresh();
      list.select(key);
      list.focus();
      announce(t("findings.wasAdded", { title: written.title }));
    });
  }

  const nowhere = { excerpt: "", copy: null, quad: null };
  element("findings-add-blank").addEventListener("click", () => add("", nowhere));
  element("findings-add-selected").addEventListener("click", () => {
    const selection = own.selection();
    if (selection) add(t("findings.row.excerpt", { words: selection.excerpt }), { ...nowhere, ...selection });
    else toast(t("findings.noSelection"), "error");
  });
  element("findings-add-box").addEventListener("click", () => {
    toast(own.box() ? t("findings.boxing") : t("findings.noPicture"), own.subject().pictured ? "done" : "error");
  });
  element("findings-copy-all").addEventListener("click", () => {
    copyTable(visible).then(() => toast(t("findings.copiedAll", { count: visible.length })), toastProblem);
  });
  return {
    check,
    /** Other rules are in force. */
    recheck() {
      asked = "";
      check();
    },
    /** Selects a finding and scrolls to it. @param {string} key */
    select: list.select,
    hover,
    /** A place in the picture that the person has drawn. @param {Quad} quad */
    boxed: (quad) => add(t("findings.own.box"), { ...nowhere, quad }),
    /** What the service's answer says; `null`: there is none. @param {AnswerFindings | null} found @param {string} copy that was sent */
    answer(found, copy) {
      service = found && { found, copy };
      refresh();
    },
    /** What the person said of the material and its findings; it goes along with a run. */
    judgement: () => ({ context: context.said(), ...decisions.forRun() }),
    /** @returns {boolean} whether there was a row */
    focus: () => list.focus(),
    /** Writes everything in the current language. */
    render() {
      list.forget();
      hideNotice(element("findings-problem"));
      context.render();
      refresh();
      check();
    },
  };
}
