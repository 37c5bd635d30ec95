// The form in the row of a finding for what a changed or dismissed one needs: a reason, and for a changed one its severity and wording.

import { create } from "../../js/dom.js";
import { t } from "../../js/i18n.js";

/** @import { FindingSeverity, ReviewDecision, ReviewFinding } from "../../js/ipc.d.ts" */

/** @type {FindingSeverity[]} */
const SEVERITIES = ["high", "medium", "low"];
/** Between a reason of the list and the added text. */
const MARK = "：";
/** Reasons with a key of their own. */
const KEYS = 9;

/** @typedef {ReturnType<typeof makeReasonForm>} ReasonForm */

/** @param {string} name of the group @param {string} value @param {string} words @param {string} className @param {boolean} checked */
function radio(name, value, words, className, checked) {
  const input = create("input", "");
  Object.assign(input, { type: "radio", name, value, checked });
  return create("label", className, input, create("span", "", words));
}

/** A reason of the list, and what else was written. @param {string} reason @param {string[]} reasons */
export function partsOfReason(reason, reasons) {
  const chosen = reasons.find((one) => reason === one || reason.startsWith(one + MARK)) ?? "";
  return { chosen, text: chosen ? reason.slice(chosen.length + MARK.length) : reason };
}

/**
 * @param {ReviewFinding} finding
 * @param {ReviewDecision} decision as it is so far
 * @param {string[]} reasons to choose from
 * @param {(decision: ReviewDecision | null) => void} done `null`: given up
 */
export function makeReasonForm(finding, decision, reasons, done) {
  const { choice } = decision;
  const before = partsOfReason(decision.reason || (choice === "dismissed" ? (finding.dismissed ?? "") : ""), reasons);
  const id = `review-reason-${finding.number}`;
  const form = create("form", "review-reason-form");
  form.ariaLabel = t(`review.reason.${choice === "changed" ? "changed" : "dismissed"}`, { number: finding.number });

  const wording = create("input", "");
  Object.assign(wording, { type: "text", id: `${id}-wording`, value: decision.wording, maxLength: 500, autocomplete: "off", placeholder: t("review.reason.unchanged") });
  if (choice === "changed") {
    const levels = create("div", "segments", ...SEVERITIES.map((one) => radio(`${id}-level`, one, t(`findings.level.${one}`), "", one === (decision.severity ?? finding.severity))));
    levels.setAttribute("role", "radiogroup");
    levels.ariaLabel = t("review.reason.severity");
    form.append(field(t("review.reason.severity"), levels), field(t("review.reason.wording"), wording));
  }

  const list = create("div", "review-reasons", ...reasons.map((one, at) => {
    const label = radio(`${id}-reason`, one, one, "choice", one === before.chosen);
    if (at < KEYS) label.append(create("kbd", "", String(at + 1)));
    return label;
  }));
  list.setAttribute("role", "radiogroup");
  list.ariaLabel = t("review.reason.reason");
  const text = create("input", "");
  Object.assign(text, { type: "text", id: `${id}-text`, value: before.text, maxLength: 400, autocomplete: "off", placeholder: t(reasons.length > 0 ? "review.reason.more" : "review.reason.text") });
  text.ariaLabel = t(reasons.length > 0 ? "review.reason.more" : "review.reason.reason");
  text.setAttribute("aria-describedby", `${id}-missing`);
  const missing = create("p", "review-reason-missing", t("findings.dismiss.missing"));
  missing.id = `${id}-missing`;
  missing.setAttribute("role", "alert");
  missing.hidden = true;
  const reason = create("div", "review-reason-parts", ...(reasons.length > 0 ? [list] : []), text);
  form.append(field(t("review.reason.reason"), reason), missing);

  const yes = create("button", "primary small", t("review.reason.yes"), create("kbd", "", "Enter"));
  yes.type = "submit";
  const no = create("button", "quiet small", t("records.keepIt"), create("kbd", "", "Esc"));
  no.type = "button";
  no.addEventListener("click", () => done(null));
  form.append(create("div", "review-reason-acts", yes, no));

  /** @param {string} name @returns {string} */
  const chosen = (name) => {
    const input = form.querySelector(`input[name="${name}"]:checked`);
    return input instanceof HTMLInputElement ? input.value : "";
  };

  function confirm() {
    const said = [chosen(`${id}-reason`), text.value.trim()].filter(Boolean).join(MARK);
    missing.hidden = said !== "";
    text.setAttribute("aria-invalid", String(said === ""));
    if (said === "") return text.focus();
    const severity = SEVERITIES.find((one) => one === chosen(`${id}-level`)) ?? null;
    done({ ...decision, reason: said, severity: choice === "changed" ? severity : null, wording: choice === "changed" ? wording.value.trim() : "" });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    confirm();
  });
  form.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== "Enter") return;
      event.preventDefault();
      event.stopPropagation();
      return confirm();
    }
    const onRadio = event.target instanceof HTMLInputElement && event.target.type === "radio";
    if (event.key === "Escape") done(null);
    else if (event.key === "Enter" && onRadio) confirm();
    else if (onRadio && event.target instanceof HTMLInputElement && event.target.name === `${id}-reason` && /^[1-9]$/.test(event.key)) {
      const input = list.querySelectorAll("input")[Number(event.key) - 1];
      if (!input) return;
      input.checked = true;
      input.focus();
    } else {
      // Keys of the list are letters and figures here.
      if (event.key.length === 1 || event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End") event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    form,
    focus() {
      const first = list.querySelector("input:checked") ?? list.querySelector("input");
      if (first instanceof HTMLElement && reasons.length > 0) first.focus();
      else text.focus();
    },
  };
}

/** @param {string} name @param {HTMLElement} control */
function field(name, control) {
  const words = control instanceof HTMLInputElement ? create("label", "", name) : create("span", "", name);
  if (words instanceof HTMLLabelElement) words.htmlFor = control.id;
  return create("div", "review-reason-field", words, control);
}
