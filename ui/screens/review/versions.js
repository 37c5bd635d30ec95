// The panel of versions: which review this one corrects, what became of the findings there, and the way to both materials.

import { reviewCorrect } from "../../js/bridge/review.js";
import { announce } from "../../js/announce.js";
import { create, element, setText } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { toast, toastProblem } from "../../parts/widgets/toast.js";
import { createAnswerRows } from "./answer-rows.js";
import { makeEarlierRow } from "./earlier-row.js";
import { conclusionChip, titleOf } from "./list.js";
import { answerOf, decisionOf, isConfirmed, isEditable, withDecision } from "./state.js";
import { createVersionChoices } from "./version-choices.js";
import { versionName } from "./number-words.js";
import { stateMark } from "./version-words.js";
import { STATUSES, confirmedOf, nextUnconfirmed, withAnswer } from "./versions-state.js";

/**
 * @import { EarlierAnswer, EarlierDismissal, EarlierStatus, EarlierVersion, LaterVersion, Review, ReviewDraft } from "../../js/ipc.d.ts"
 * @import { EarlierRow } from "./earlier-row.js"
 * @import { Spot } from "./state.js"
 */

/**
 * @param {object} own
 * @param {() => Review | null} own.review
 * @param {(draft: ReviewDraft) => void} own.change
 * @param {() => Promise<boolean>} own.saved saves the draft; resolves to whether that worked
 * @param {(review: Review) => void} own.done it corrects another review now
 * @param {(record: number) => void} own.open another review
 * @param {(spot: Spot) => void} own.lead
 * @param {() => void} own.compare shows both materials
 * @param {() => void} own.next every earlier finding is confirmed
 */
export function createVersions(own) {
  const frame = element("review-earlier-list");
  let shown = "";
  let linksShown = "";
  let busy = false;
  /** @type {ReturnType<typeof createAnswerRows<number, EarlierRow>>} */
  const rows = createAnswerRows(frame, {
    pressed({ finding }, button) {
      const status = STATUSES.find((one) => one === button.dataset["status"]);
      if (status) choose(status);
      else if (button.dataset["act"] === "finding" && finding.finding) own.lead({ tab: "findings", at: finding.finding });
    },
    edited(row) {
      const review = own.review();
      const answer = review ? answerOf(review.draft, row.key) : null;
      if (answer) put({ ...answer, note: row.note.value });
    },
    noted: (row) => goOn(row.key),
    entered: ({ finding }) => finding.proposed !== null && choose(finding.proposed),
  });
  const choices = createVersionChoices({ review: own.review, chosen: (record) => void correct(record) });

  /** @param {number | null} earlier */
  async function correct(earlier) {
    const review = own.review();
    if (!review || !isEditable(review) || busy) return;
    busy = true;
    try {
      if (!(await own.saved())) return;
      const next = await reviewCorrect(review.record, earlier, language() === "en");
      if (own.review()?.record !== next.record) return;
      choices.forget();
      own.done(next);
      element(next.earlier ? "review-versions-title" : "review-choices-title").focus({ preventScroll: true });
      toast(next.earlier ? t("review.versions.done", { name: versionName(next.earlier), version: next.version }) : t("review.versions.undone"));
    } catch (thrown) {
      toastProblem(thrown);
    } finally {
      busy = false;
    }
  }

  /** @param {EarlierAnswer} answer */
  function put(answer) {
    const review = own.review();
    if (review && isEditable(review)) own.change(withAnswer(review.draft, answer));
  }

  /** @param {number} from */
  function goOn(from) {
    const review = own.review();
    if (!review) return;
    const { done, of } = confirmedOf(review);
    announce(t("review.versions.progress", { done, of }));
    const next = nextUnconfirmed(review, from);
    if (next !== null) rows.select(next, true);
    else own.next();
  }

  /** @param {EarlierStatus} status of the selected finding */
  function choose(status) {
    const review = own.review();
    const row = rows.selected();
    if (!review || !isEditable(review) || !row) return false;
    const answer = { number: row.key, status, note: row.note.value.trim() };
    put(answer);
    if (isConfirmed(answer)) goOn(row.key);
    else row.note.focus();
    return true;
  }

  element("review-versions-compare").addEventListener("click", own.compare);
  element("review-versions-open").addEventListener("click", () => {
    const record = own.review()?.earlier?.record;
    if (typeof record === "number") own.open(record);
  });
  element("review-versions-later-open").addEventListener("click", () => {
    const record = own.review()?.later?.record;
    if (record !== undefined) own.open(record);
  });
  element("review-versions-none").addEventListener("click", () => void correct(null));

  /** @param {Review} review */
  function make(review) {
    const findings = review.earlier?.findings ?? [];
    const shows = JSON.stringify([language(), review.record, findings, review.findings.length]);
    if (shows === shown) return;
    shown = shows;
    const made = findings.map((finding) => makeEarlierRow(finding, review.findings.find(({ id }) => id === finding.finding)?.number ?? null));
    frame.replaceChildren(...made.map(({ box }) => box));
    rows.put(made, () => nextUnconfirmed(review, null));
  }

  /** Findings dismissed before and found again, and new ones. @param {Review} review */
  function renderLinks(review) {
    const { earlier, draft, findings } = review;
    const shows = JSON.stringify([language(), earlier?.dismissed, earlier?.fresh, draft.decisions, findings.length, isEditable(review)]);
    if (shows === linksShown) return;
    linksShown = shows;
    const dismissed = earlier?.dismissed ?? [];
    const fresh = findings.filter(({ id }) => earlier?.fresh.includes(id));
    element("review-again").hidden = dismissed.length === 0;
    element("review-fresh").hidden = earlier === null || earlier.record === null;
    const link = (/** @type {{ id: string, number: number, title: string }} */ { id, number, title }) => {
      const go = create("button", "link", t("review.versions.finding", { number, title }));
      go.type = "button";
      go.addEventListener("click", () => own.lead({ tab: "findings", at: id }));
      return go;
    };
    const held = element("review-again").contains(document.activeElement);
    element("review-again-list").replaceChildren(...dismissed.flatMap((again) => {
      const finding = findings.find(({ id }) => id === again.finding);
      return finding ? [create("li", "", link(finding), create("p", "review-hint", t("review.versions.dismissedBefore", { number: again.number, reason: again.reason })), take(review, again))] : [];
    }));
    element("review-fresh-list").replaceChildren(...fresh.map((finding) => create("li", "", link(finding))));
    // The button that was pressed is rebuilt.
    if (held) element("review-again-title").focus({ preventScroll: true });
    setText(element("review-fresh-none"), fresh.length > 0 ? "" : t("review.versions.noneFresh"));
    element("review-fresh-none").hidden = fresh.length > 0;
  }

  /** @param {Review} review @param {EarlierDismissal} again */
  function take(review, { finding, reason }) {
    const decision = decisionOf(review.draft, finding);
    const button = create("button", "small", decision ? t("review.versions.decided", { choice: t(`review.choice.${decision.choice}`) }) : t("review.versions.dismissAgain"));
    button.type = "button";
    button.disabled = decision !== null || !isEditable(review);
    button.addEventListener("click", () => {
      const now = own.review();
      if (now && isEditable(now)) own.change(withDecision(now.draft, { finding, choice: "dismissed", severity: null, wording: "", reason }));
    });
    return button;
  }

  /** @param {EarlierVersion} earlier @param {Review} review */
  function renderHead(earlier, review) {
    const gone = earlier.record === null;
    setText(element("review-versions-title"), t("review.versions.this", { version: review.version }));
    setText(element("review-versions-of"), gone ? t("review.versions.gone", { uid: earlier.uid }) : versionName(earlier));
    setText(element("review-versions-subject"), gone ? "" : titleOf(earlier));
    element("review-versions-subject").title = earlier.title;
    const facts = earlier.state === null ? [] : [stateMark(earlier.state), ...(earlier.conclusion ? [conclusionChip(earlier.conclusion)] : [])];
    element("review-versions-facts").replaceChildren(...facts);
    for (const id of /** @type {const} */ (["review-versions-open", "review-versions-compare"])) element(id).hidden = gone;
    element("review-versions-none").hidden = !isEditable(review);
  }

  /** @param {LaterVersion | null} later */
  function renderLater(later) {
    element("review-versions-later").hidden = later === null;
    if (later) setText(element("review-versions-later-words"), t("review.versions.later", { name: versionName(later) }));
  }

  return {
    /** @param {Review} review */
    render(review) {
      const { earlier } = review;
      const editable = isEditable(review);
      element("review-versions-head").hidden = earlier === null;
      element("review-earlier").hidden = earlier === null || earlier.record === null && earlier.findings.length === 0;
      element("review-versions-first").hidden = earlier !== null || editable;
      renderLater(review.later);
      if (earlier) renderHead(earlier, review);
      make(review);
      renderLinks(review);
      for (const row of rows.rows()) row.update(answerOf(review.draft, row.key), editable);
      const { done, of } = confirmedOf(review);
      Object.assign(element("review-earlier-meter"), { max: Math.max(1, of), value: done });
      setText(element("review-earlier-progress"), of === 0 ? "" : t("review.versions.progress", { done, of }));
      element("review-earlier-bar").hidden = of === 0;
      element("review-earlier-keys").hidden = !editable;
      element("review-earlier-none").hidden = of > 0;
      choices.render(review);
    },
    begin() {
      rows.begin();
      [shown, linksShown] = ["", ""];
      choices.forget();
      element("review-versions-scroll").scrollTop = 0;
    },
    step: rows.step,
    /** @param {1 | 2 | 3} key */
    press: (key) => choose(STATUSES[key - 1] ?? "resolved"),
    /** Where the next open point is settled. @returns {boolean} */
    enter() {
      const review = own.review();
      if (!review) return false;
      if (!review.earlier) return choices.focus();
      return rows.select(nextUnconfirmed(review, null) ?? rows.selected()?.key ?? null, true) || (element("review-versions-title").focus({ preventScroll: true }), true);
    },
  };
}
