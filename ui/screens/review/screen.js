// The review screen: the list of reviews, and one review with its material, findings, submission, checklist, conclusion and signatures.
//
// Ids for tests of the window: #screen-review[data-list=open|closed][data-state=none|open|reviewed|approved|returned|archived][data-view=reviews|register] ·
// #review-list-toggle #review-rows [data-record] #review-filter-text #review-filter-state #review-due-go #review-none[data-why=empty|choose] #review-go-audit
// #review-go-records · #review-number #review-subject #review-state[data-state] #review-saved[data-saving=saved|waiting|saving|failed] #review-record #review-next
// #review-problem[data-code] #review-locked #review-demo-line · #review-viewer #review-copy .copy-mark[data-key] · #review-tab-<part>. Those of a part stand in its file.

import { element, setText } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { hideNotice, showProblem } from "../../parts/widgets/notice.js";
import { createSplitter } from "../../parts/widgets/splitter.js";
import { createTabs } from "../../parts/widgets/tabs.js";
import { toastProblem } from "../../parts/widgets/toast.js";
import { createReviewChecklist } from "./checklist.js";
import { createConclusion } from "./conclusion.js";
import { CHOICES } from "./finding-row.js";
import { createFindings } from "./findings.js";
import { renderHead, renderLocked, renderMarks, renderNext, renderNone } from "./head.js";
import { listenToReviewKeys } from "./keys.js";
import { createReviewList } from "./list.js";
import { createReviewMaterial } from "./material.js";
import { createPublished } from "./published.js";
import { createRegister } from "./register.js";
import { createReviewSession } from "./session.js";
import { createSign } from "./sign.js";
import { TABS, nextSpot, nextToReview } from "./state.js";
import { createSubmission } from "./submission.js";
import { createVersions } from "./versions.js";
import { createVersionsView } from "./versions-view.js";

/**
 * @import { Problem } from "../../js/ipc.d.ts"
 * @import { Screen, ScreenFrame } from "../../js/screens.js"
 * @import { Saving } from "./saver.js"
 * @import { Spot, Tab } from "./state.js"
 */

/**
 * @param {ScreenFrame} frame
 * @returns {Screen}
 */
export function createReviewScreen(frame) {
  const screen = element("screen-review");
  let isShown = false;
  /** Whether the list is open, as the person wants it; `null`: as long as no review is shown. @type {boolean | null} */
  let listed = null;
  /** The reviews have been listed. */
  let known = false;
  /** Where the person was led last. @type {Spot | null} */
  let led = null;
  /** @type {Problem | null} */
  let problem = null;
  /** @type {Saving | null} */
  let saved = null;

  const session = createReviewSession({
    english: () => language() === "en",
    began: begin,
    changed: render,
    saved: (review) => list.update(review),
    listed(rows) {
      known = true;
      list.show(rows);
      renderLayout();
    },
    show,
    busy: (busy) => (screen.ariaBusy = busy ? "true" : null),
    saving: showSaving,
  });
  const { review: current, change } = session;
  const register = createRegister(() => element("review-register-toggle").focus());
  const list = createReviewList({ open, current: () => current()?.record ?? null });
  const material = createReviewMaterial({
    chosen(id) {
      tabs.open("review-findings");
      findings.select(id);
    },
    over: (id) => material.hover(id),
  });
  const findings = createFindings({ review: current, change, stood: material.select, over: material.hover, lead: material.lead, refresh: () => void session.refresh() });
  const submission = createSubmission({ review: current, change, next: goOn });
  const checklist = createReviewChecklist({ review: current, change, next: goOn });
  const conclusion = createConclusion({ review: current, change });
  const sign = createSign({ review: current, lead, saved: session.flush, refresh: () => void session.refresh(), done: session.put, openSettings: () => frame.openSettings("review") });
  const versions = createVersions({ review: current, change, saved: session.flush, done: session.put, open, lead, compare: () => void view.open(), next: goOn });
  const view = createVersionsView({ review: current, toggled: () => renderLayout() });
  const published = createPublished({ review: current, isShown: () => isShown, lead: () => tabs.open("review-sign"), done: session.put, refresh: session.refresh });
  const parts = { findings, versions, submission, checklist, conclusion, sign };
  const tabs = createTabs(element("review-tabs"), (panel) => {
    const review = current();
    if (panel !== "review-findings") material.rest();
    // Hidden parts are not drawn with each key.
    if (review) parts[tab()].render(review);
  });
  tabs.open("review-findings");

  /** @param {number} record */
  function open(record) {
    register.close();
    if (record !== current()?.record) return void session.open(record);
    enter();
    void session.refresh();
  }

  /** Another review is shown. */
  function begin() {
    led = null;
    // In a narrow window the list lies over the review.
    if (getComputedStyle(element("review-list-card")).position === "absolute") listed = false;
    for (const part of [findings, versions, checklist, sign, published]) part.begin();
    view.close();
    conclusion.forget();
    showSaving(null);
    tabs.open("review-findings");
    render();
    list.mark();
    enter();
    void sign.readSigners();
    void session.list();
  }

  /** To where the work on the review goes on. */
  function enter() {
    if (isShown && (tab() !== "findings" || !findings.enter())) element("review-name").focus({ preventScroll: true });
  }

  // Where the person is led.

  /** The review to go on with where this one is done; `null`: it is not, or there is none. */
  function afterwards() {
    const review = current();
    return review?.state === "archived" ? nextToReview(list.visible(), review.record) : null;
  }

  function goOn() {
    const review = current();
    const next = afterwards();
    if (review && next !== null) open(next);
    else if (review) lead(nextSpot(review, led));
  }

  /** @param {Spot} spot */
  function lead(spot) {
    led = spot;
    view.close();
    tabs.open(`review-${spot.tab}`);
    const went = {
      findings: () => (spot.at === "" ? findings.enter() : findings.select(spot.at)),
      submission: () => submission.focus(spot.at),
      versions: () => versions.enter(),
      checklist: () => checklist.enter(),
      conclusion: () => conclusion.focus(spot.at),
      sign: () => sign.focus(),
    };
    went[spot.tab]();
  }

  /** @returns {Tab} */
  const tab = () => TABS.find((name) => tabs.current() === `review-${name}`) ?? "findings";

  // The contents shown.

  /** @param {Problem | null} next */
  function show(next) {
    problem = next;
    const place = element("review-problem");
    if (!problem) return hideNotice(place);
    const retry = { label: t("tryAgain"), id: "review-retry", press: () => void session.flush().then((well) => well && show(null)) };
    showProblem(place, problem, { ...(session.isUnsaved() ? { title: t("review.saving.notSaved"), actions: [retry] } : {}), dismiss: () => show(null) });
  }

  function render() {
    const review = current();
    if (review) {
      screen.dataset["state"] = review.state;
      renderHead(review, list.rows());
      renderMarks(review);
      parts[tab()].render(review);
      material.show(review);
      renderLocked(review);
      published.render(review);
    }
    renderLayout();
  }

  /** @param {Saving | null} saving `null`: nothing was changed yet */
  function showSaving(saving) {
    saved = saving;
    element("review-saved").dataset["saving"] = saving ?? "";
    setText(element("review-saved"), saving ? t(`review.saving.${saving}`) : "");
  }

  function renderLayout() {
    const review = current();
    const empty = known && list.rows().length === 0 && !review;
    const openList = (listed ?? review === null) && !empty;
    const hadFocus = element("review-list-card").contains(document.activeElement);
    screen.dataset["list"] = openList ? "open" : "closed";
    element("review-list-card").hidden = !openList;
    const toggle = element("review-list-toggle");
    toggle.hidden = review === null;
    toggle.setAttribute("aria-expanded", String(openList));
    for (const part of [element("review-heading"), element("review-tools")]) part.hidden = review === null;
    element("review-columns").hidden = review === null || view.isOpen();
    renderNext(review, afterwards() !== null);
    renderNone(review === null && known, empty);
    if (!openList && hadFocus && review) enter();
  }

  function toggleList() {
    listed = screen.dataset["list"] !== "open";
    renderLayout();
    if (listed) list.focus();
  }

  element("review-list-toggle").addEventListener("click", toggleList);
  element("review-next").addEventListener("click", goOn);
  for (const id of /** @type {const} */ (["review-record", "review-unparsed-go"])) element(id).addEventListener("click", () => frame.openRecords(current()?.record ?? 0));
  for (const to of /** @type {const} */ (["audit", "records"])) element(`review-go-${to}`).addEventListener("click", () => frame.openScreen(to));
  // The arrow keys lead from the title into the list.
  element("review-title").addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (current() ? !findings.enter() : !list.focus()) element("review-go-audit").focus();
  });
  createSplitter(frame.app, element("review-splitter"), "materialWidth", 42, toastProblem);
  listenToReviewKeys({
    isShown: () => isShown && current() !== null && !view.isOpen() && !register.isOpen(),
    step: (by) => (tab() === "findings" ? findings.step(by) : tab() === "versions" ? versions.step(by) : tab() === "checklist" && checklist.step(by)),
    press(key) {
      if (tab() === "findings") return findings.choose(CHOICES[key - 1] ?? "adopted");
      if (tab() === "versions") return versions.press(key);
      return tab() === "checklist" ? checklist.press(key) : tab() === "conclusion" && conclusion.press(key);
    },
    undo: () => tab() === "findings" && findings.undo(),
  });
  window.addEventListener("blur", () => void session.flush());
  window.addEventListener("pagehide", () => void session.flush());

  /** To the next review in the list, or the one before. @param {1 | -1} by */
  function step(by) {
    const records = list.visible().map(({ record }) => record);
    const next = records[records.indexOf(current()?.record ?? -1) + by];
    if (!current() || next === undefined || register.isOpen()) return false;
    open(next);
    return true;
  }

  return {
    render() {
      findings.forget();
      conclusion.forget();
      list.render();
      register.render();
      sign.renderWords();
      published.renderWords();
      material.render();
      view.render();
      showSaving(saved);
      if (problem) show(problem);
      render();
      void session.refresh();
    },
    start: () => void (register.isOpen() || goOn()),
    step,
    skips: [
      { words: "skip.list", go: () => void (register.close(), screen.dataset["list"] === "open" ? list.focus() : toggleList()) },
      { words: "skip.findings", go: () => void (register.close(), lead({ tab: "findings", at: "" })) },
    ],
    find() {
      register.close();
      listed = true;
      renderLayout();
      list.search();
      return true;
    },
    escape() {
      if (register.close() || view.close() || findings.escape() || sign.escape() || list.escape()) return true;
      if (!current()) return false;
      toggleList();
      return true;
    },
    opened() {
      isShown = true;
      void session.list();
      if (current()) void sign.readSigners();
      published.tell();
      register.refresh();
    },
    closed() {
      isShown = false;
      published.tell();
      void session.flush();
    },
    show: (what) => void (typeof what === "number" && open(what)),
    paste: () => void published.paste(),
    takesDrop: published.takesDrop,
    receive: published.receive,
  };
}
