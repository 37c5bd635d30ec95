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
import { problemOf } from "../../js/bridge/tauri.js";
import { keepFocus, within } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { createMenu } from "../widgets/menu.js";
import { hideNotice, showProblem } from "../widgets/notice.js";
import { toast } from "../widgets/toast.js";
import { hasWords, isReading, nowWords, pictureState } from "./around.js";
import { createChecks } from "./checks.js";
import { createContextBar, unsaid } from "./context-bar.js";
import { createDecisions } from "./decisions.js";
import { createDismissDialog, createOwnDialog } from "./dialogs.js";
import { countsOf, mergedRows, moved, sentenceAround, stateOf } from "./state.js";
import { createFindingsView } from "./view.js";

/**
 * @import { AnswerFindings, Findings, FindingsRequest, Judgement, Problem } from "../../js/ipc.d.ts"
 * @import { Quad } from "../ocr/ocr.js"
 * @import { Subject } from "./around.js"
 * @import { OwnFinding, Row } from "./state.js"
 * @import { Places } from "./view.js"
 */

/**
 * @typedef {object} OwnParts
 * @property {() => Subject} subject
 * @property {(rows: Row[], copy: string) => void} shown these rows are in the list; their offsets are those of this copy
 * @property {(found: boolean) => void} checked a check has ended
 * @property {() => void} decided a decision was made or withdrawn
 * @property {() => { excerpt: string, copy: [number, number] } | null} selection the words selected in the copy
 * @property {(words: string) => void} exempt a sentence is never to be flagged again
 * @property {() => boolean} box begins the drawing of a box; whether there is a picture
 */
/** @typedef {Places & OwnParts} FindingsOwner */

/**
 * @param {string} prefix of the instance of the template `findings`
 * @param {FindingsOwner} own
 */
export function createFindingsPanel(prefix, own) {
  const { element } = within("findings", prefix);

  /** The last answer of the rules. @type {{ found: Findings, copy: string } | null} */
  let rules = null;
  /** @type {{ found: AnswerFindings, copy: string } | null} */
  let service = null;
  const decisions = createDecisions();
  /** @type {Problem | null} */
  let problem = null;
  /** The last request. */
  let asked = "";
  /** The material that the list is about. @type {number | null} */
  let material = null;
  /** The subject of the last announcement. */
  let announced = "";

  const checks = createChecks((/** @type {FindingsRequest} */ request) => findingsCheck(request), {
    checked(found, request) {
      [rules, problem] = [{ found, copy: request.copy }, null];
      context.show(found.context);
      refresh();
      tell(found);
      own.checked(view.active().length > 0);
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
  const context = createContextBar(element("findings-context"), () => {
    own.decided();
    check();
  });
  const dismissing = createDismissDialog(prefix);
  const writing = createOwnDialog(prefix);
  const view = createFindingsView(prefix, own, {
    now,
    shown: (rows) => own.shown(rows, own.subject().copy),
    changes: { dismiss, restore, remove },
  });
  createMenu(element("findings-add"), element("findings-add-menu"));

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
    const blank = decisions.isEmpty() && JSON.stringify(context.said()) === JSON.stringify(unsaid());
    decisions.forget();
    view.clearFilters();
    context.forget();
    if (!blank) own.decided();
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
    keepFocus(() => {
      view.put(mergedRows(ofRules, ofService, decisions.own()), decisions.dismissed());
      renderParts();
    }, element("findings-add"), element("findings-scroll"));
  }

  /** @param {Row[]} active */
  function now(active) {
    const subject = own.subject();
    const words = hasWords(subject);
    const state = stateOf({
      anything: subject.copy.trim() !== "" || subject.pictured, words, reading: isReading(subject),
      checked: rules !== null || !words, problem: problem !== null, rows: active.length,
    });
    const picture = pictureState(subject);
    const note = picture && { kind: picture, words: t(`findings.picture.${picture}`) };
    const about = rules ? t("findings.about", { count: rules.found.rules }) : "";
    return { state, around: { now: nowWords(state, subject), note, about, packs: [], found: rules?.found ?? null } };
  }

  function render() {
    view.render();
    renderParts();
  }

  /** The controls of an editable list. */
  function renderParts() {
    const { pictured } = own.subject();
    const isEmpty = element("findings").dataset["state"] === "empty";
    element("findings-context").hidden = rules === null;
    element("findings-head").hidden = isEmpty && decisions.dismissed().length === 0 && !pictured;
    const notice = element("findings-problem");
    if (!problem) hideNotice(notice);
    else if (notice.hidden) showProblem(notice, problem);
  }

  /** Announces the result for new material, not for each key. @param {Findings} found */
  function tell(found) {
    const about = JSON.stringify([material, found.picture]);
    if (about === announced) return;
    announced = about;
    const { high, medium, low, advice } = countsOf(view.active());
    announce(view.active().length > 0 ? t("findings.announce", { high, medium, low, advice }) : t("findings.announceClear"));
  }

  /** @param {Row} row */
  function dismiss(row) {
    dismissing(row, (reason) => {
      decisions.dismiss(row, reason);
      own.decided();
      refresh();
      view.focus();
      announce(t("findings.wasDismissed", { title: row.title }));
    }, row.rule && row.excerpt ? () => own.exempt(sentenceOf(row)) : null);
  }

  /** @param {Row} row */
  function remove(row) {
    decisions.remove(row);
    own.decided();
    refresh();
    announce(t("findings.wasRemoved", { title: row.title }));
  }

  /** The sentence of a finding where the copy holds it, its words otherwise. @param {Row} row */
  function sentenceOf({ copy: [place], excerpt }) {
    return place ? sentenceAround(own.subject().copy, place) : excerpt;
  }

  /** @param {Row} row */
  function restore(row) {
    decisions.restore(row);
    own.decided();
    refresh();
    view.select(row.key);
    view.focus();
    announce(t("findings.wasRestored", { title: row.title }));
  }

  /** @param {string} words that say where it is @param {Pick<OwnFinding, "excerpt" | "copy" | "quad">} where */
  function add(words, where) {
    writing(words, (written) => {
      decisions.follow(own.subject().copy);
      const key = decisions.add({ ...written, ...where });
      own.decided();
      view.clearFilters();
      refresh();
      view.select(key);
      view.focus();
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

  return {
    check,
    /** Other rules are in force. */
    recheck() {
      asked = "";
      check();
    },
    /** The person has dismissed or added something. */
    isDecided: () => !decisions.isEmpty(),
    /** The statements made before the last start about the current material. @param {Judgement} judged */
    resume(judged) {
      decisions.resume(judged, own.subject().copy);
      context.resume(judged.context);
      refresh();
      check();
    },
    /** Selects a finding and scrolls to it. @param {string} key */
    select: view.select,
    hover: view.hover,
    /** A place in the picture that the person has drawn. @param {Quad} quad */
    boxed: (quad) => add(t("findings.own.box"), { ...nowhere, quad }),
    /** The findings of the service's answer; `null`: there is none. @param {AnswerFindings | null} found @param {string} copy that was sent */
    answer(found, copy) {
      service = found && { found, copy };
      refresh();
    },
    /** The person's statements about the material and its findings, sent along with a run. */
    judgement: () => ({ context: context.said(), ...decisions.forRun() }),
    /** @returns {boolean} whether there was a row */
    focus: () => view.focus(),
    /** Writes everything in the current language. */
    render() {
      view.forget();
      hideNotice(element("findings-problem"));
      context.render();
      refresh();
      check();
    },
  };
}
