// Signing, approving, returning and archiving a review; links to the entries still missing; and its letter.
//
// Ids for tests of the window: #review-missing-list #review-signer #review-signer-new #review-signer-name #review-signer-staff #review-words
// #review-do-sign|approve|return|archive #review-sign-problem[data-code] #review-letter-docx|pdf #review-packet #review-open-template #review-letters
// #review-steps [data-kind] [data-trust=trusted|unverified|untrusted|invalid] #review-stamp #review-stamp-request #review-stamp-problem[data-code]

import { reviewApprove, reviewArchive, reviewLetter, reviewPacket, reviewReturn, reviewSign } from "../../js/bridge/review.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { announce } from "../../js/announce.js";
import { create, element, icon, keepFocus, setText } from "../../js/dom.js";
import { language, lookUp, t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { hideNotice, showProblem } from "../../parts/widgets/notice.js";
import { toast } from "../../parts/widgets/toast.js";
import { createSigners } from "./signers.js";
import { createStamp } from "./stamp.js";
import { isEditable, openPoints, spotOf } from "./state.js";
import { renderSteps } from "./steps.js";

/**
 * @import { Missing, Problem, Review } from "../../js/ipc.d.ts"
 * @import { Params } from "../../js/i18n.js"
 * @import { Spot } from "./state.js"
 */

/** @typedef {"sign" | "approve" | "return" | "archive"} Act */

/** @param {Missing} missing @param {number | undefined} number of the finding */
export function missingWords({ what, params }, number) {
  const words = lookUp(`review.missing.${what}`, /** @type {Params} */ (params)) ?? t("review.missing.other", { what });
  return number === undefined ? words : t("review.missing.ofFinding", { number, words });
}

/**
 * @param {object} own
 * @param {() => Review | null} own.review
 * @param {(spot: Spot) => void} own.lead
 * @param {() => Promise<boolean>} own.saved saves the draft; resolves to whether that worked
 * @param {() => void} own.refresh missing entries may have been filled in
 * @param {(review: Review) => void} own.done the review has taken its next step
 * @param {() => void} own.openSettings where the template of letters is chosen
 */
export function createSign(own) {
  const words = element("review-words");
  const reasonMissing = element("review-words-missing");
  /** @type {Problem | null} */
  let problem = null;
  let busy = false;
  let packing = false;
  /** The step that is being taken, if it takes long. */
  let doing = "";
  /** The contents of the list of missing entries. */
  let missingShown = "";
  const buttons = { sign: element("review-do-sign"), approve: element("review-do-approve"), return: element("review-do-return"), archive: element("review-do-archive") };
  const stamp = createStamp({ review: own.review, done: own.done, show });
  const signers = createSigners({ changed: () => renderActs(), made: own.refresh, show });

  /** @param {Problem | null} next */
  function show(next) {
    problem = next;
    const place = element("review-sign-problem");
    const actions = problem?.code === "letter_template" ? [{ label: t("review.letter.openTemplate"), id: "review-open-template", press: own.openSettings }] : [];
    if (problem) showProblem(place, problem, { actions, dismiss: () => show(null) });
    else hideNotice(place);
  }

  /** The possible steps, the most likely first. @param {Review} review @returns {Act[]} */
  function actsOf({ state, approvalNeeded }) {
    if (state === "open" || state === "returned") return ["sign"];
    if (state === "reviewed") return approvalNeeded ? ["approve", "return"] : ["archive", "approve", "return"];
    return state === "approved" ? ["archive"] : [];
  }

  /** Why it can't be done yet. @param {Review} review @param {Act} act @returns {string} */
  function hindrance(review, act) {
    if (signers.chosen() === "") return t("review.sign.noSigner");
    if ((act === "sign" || act === "archive") && openPoints(review).length > 0) return t("review.sign.stillMissing", { count: openPoints(review).length });
    return "";
  }

  function renderActs() {
    const review = own.review();
    if (!review) return;
    const acts = actsOf(review);
    for (const [name, button] of Object.entries(buttons)) {
      const act = /** @type {Act} */ (name);
      button.hidden = !acts.includes(act);
      const why = button.hidden ? "" : hindrance(review, act);
      button.setAttribute("aria-disabled", String(why !== "" || busy));
      button.title = why;
      if (act !== "return") button.classList.toggle("primary", acts[0] === act);
    }
    const likely = acts[0] && buttons[acts[0]];
    if (likely && likely.parentElement?.firstElementChild !== likely) likely.parentElement?.prepend(likely);
    element("review-signing").hidden = acts.length === 0;
    setText(element("review-doing"), doing);
    element("review-words-place").hidden = !acts.includes("return");
    // Returning is never all that can be done.
    const first = acts[0] === "return" ? undefined : acts[0];
    setText(element("review-signing-title"), first ? t(`review.sign.title.${first}`) : "");
    setText(element("review-signing-words"), first ? t(`review.sign.note.${first}`) : "");
  }

  function renderMissing() {
    const review = own.review();
    if (!review) return;
    const open = openPoints(review);
    const place = element("review-missing");
    place.hidden = review.state === "archived";
    place.dataset["state"] = open.length > 0 ? "open" : "done";
    setText(element("review-missing-title"), open.length > 0 ? t("review.sign.missing", { count: open.length }) : t(isEditable(review) ? "review.sign.ready" : "review.sign.readyToArchive"));
    const shows = JSON.stringify([language(), open]);
    // A focused link keeps the focus.
    if (shows === missingShown) return;
    missingShown = shows;
    element("review-missing-list").replaceChildren(...open.map((missing) => {
      const number = review.findings.find(({ id }) => id === missing.finding)?.number;
      const said = missingWords(missing, number);
      const spot = spotOf(missing);
      const settledHere = spot.tab === "sign";
      const link = create("button", "link", said);
      link.type = "button";
      link.addEventListener("click", () => own.lead(spot));
      return create("li", "", icon("alert"), settledHere ? create("span", "", said) : link);
    }));
  }

  /** @type {Record<Act, (record: number, signer: string, said: string, english: boolean) => Promise<Review>>} */
  const commands = {
    sign: (record, signer, _said, english) => reviewSign(record, signer, english),
    approve: reviewApprove,
    return: reviewReturn,
    archive: (record, signer, _said, english) => reviewArchive(record, signer, english),
  };

  /** @param {Act} act */
  async function run(act) {
    const review = own.review();
    if (!review || busy) return;
    const why = hindrance(review, act);
    if (why !== "") {
      announce(why);
      const [first] = openPoints(review);
      if (signers.chosen() === "") return signers.focus();
      return first ? own.lead(spotOf(first)) : undefined;
    }
    const said = words.value.trim();
    complain(act === "return" && said === "");
    if (act === "return" && said === "") return words.focus();
    busy = true;
    doing = act === "archive" ? t(review.stamp.wanted ? "review.sign.archivingStamped" : "review.sign.archiving") : "";
    renderActs();
    try {
      if (!(await own.saved())) return;
      const next = await commands[act](review.record, signers.chosen(), said, language() === "en");
      words.value = "";
      show(null);
      keepFocus(() => own.done(next), element("review-missing-title"), element("review-steps-title"));
      toast(t(`review.sign.done.${act}`));
    } catch (thrown) {
      show(problemOf(thrown));
    } finally {
      busy = false;
      doing = "";
      renderActs();
    }
  }

  /** @param {boolean} wanted */
  function complain(wanted) {
    reasonMissing.hidden = !wanted;
    words.setAttribute("aria-invalid", String(wanted));
  }

  words.addEventListener("input", () => complain(false));
  for (const name of Object.keys(buttons)) buttons[/** @type {Act} */ (name)].addEventListener("click", () => void run(/** @type {Act} */ (name)));
  for (const form of /** @type {const} */ (["docx", "pdf"])) {
    element(`review-letter-${form}`).addEventListener("click", oneAtATime(async () => {
      const review = own.review();
      if (!review || !(await own.saved())) return;
      try {
        const name = await reviewLetter(review.record, form, language() === "en");
        if (name !== null) toast(t("report.saved", { name }));
        show(null);
      } catch (thrown) {
        show(problemOf(thrown));
      }
    }));
  }

  element("review-packet").addEventListener("click", oneAtATime(async () => {
    const review = own.review();
    if (!review) return;
    packing = true;
    renderPacket(review);
    try {
      const name = await reviewPacket(review.record);
      if (name !== null) toast(t("report.saved", { name }));
      show(null);
    } catch (thrown) {
      show(problemOf(thrown));
    } finally {
      packing = false;
      renderPacket(own.review() ?? review);
    }
  }));

  /** @param {Review} review */
  function renderPacket({ state }) {
    element("review-packet").hidden = state !== "archived";
    setText(element("review-packet-words"), t(packing ? "review.letter.packetBusy" : "review.letter.packet"));
    element("review-packet").setAttribute("aria-busy", String(packing));
  }

  return {
    /** @param {Review} review */
    render(review) {
      renderPacket(review);
      stamp.render(review);
      renderMissing();
      renderActs();
      renderSteps(review);
    },
    begin() {
      words.value = "";
      complain(false);
      show(null);
    },
    readSigners: signers.read,
    /** Where the next step is taken. */
    focus() {
      const review = own.review();
      const act = review && actsOf(review)[0];
      if (!act) return element("review-steps-title").scrollIntoView({ block: "nearest" });
      if (signers.chosen() === "") return signers.focus();
      buttons[act].focus();
    },
    escape: signers.escape,
    renderWords() {
      signers.render();
      if (problem) show(problem);
    },
  };
}
