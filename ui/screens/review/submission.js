// The fields of a submission. Known values are offered and filled in by one press, never by themselves.
//
// Ids for tests of the window: #review-field-<name> [data-field] .review-offer #review-take-number

import { reviewNextNumber } from "../../js/bridge/review.js";
import { create, element, icon, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { shortFileName } from "../../parts/widgets/file-name.js";
import { toastProblem } from "../../parts/widgets/toast.js";
import { makeDayField } from "./day-field.js";
import { FIELDS, REQUIRED, isEditable } from "./state.js";

/** @import { Review, ReviewDraft, Submission } from "../../js/ipc.d.ts" */
/** @typedef {keyof Submission} Field */

/** @type {Partial<Record<Field, number>>} */
const LIMITS = { number: 60, title: 200, source: 500 };
const USUAL_LIMIT = 120;
/** Fields as wide as the form. @type {Field[]} */
const WIDE = ["title", "source"];
/** @type {Field[]} */
const DATES = ["planned", "validUntil"];

/**
 * @param {object} own
 * @param {() => Review | null} own.review
 * @param {(draft: ReviewDraft) => void} own.change
 * @param {() => void} own.next nothing is missing here any more
 */
export function createSubmission(own) {
  const form = element("review-submission-form");
  const takeButton = create("button", "small");
  Object.assign(takeButton, { type: "button", id: "review-take-number" });
  takeButton.dataset["t"] = "review.submission.take";
  takeButton.dataset["tTitle"] = "review.submission.takeHint";
  takeButton.addEventListener("click", () => void takeNumber());
  const fields = new Map(FIELDS.map((name) => [name, makeField(name)]));
  form.append(...Array.from(fields.values(), ({ box }) => box));
  form.addEventListener("submit", (event) => event.preventDefault());

  /** @param {Field} name */
  function makeField(name) {
    const control = name === "type" ? create("select", "") : create("input", "");
    control.id = `review-field-${name}`;
    control.name = name;
    if (control instanceof HTMLInputElement) {
      control.type = "text";
      control.maxLength = LIMITS[name] ?? USUAL_LIMIT;
      control.autocomplete = "off";
      control.spellcheck = false;
    }
    const isRequired = REQUIRED.includes(name);
    if (isRequired) control.ariaRequired = "true";
    control.setAttribute("aria-describedby", `${control.id}-listed`);
    const label = create("label", "");
    label.htmlFor = control.id;
    label.dataset["t"] = `review.submission.${name}`;
    const head = create("div", "review-field-head", label);
    if (isRequired) {
      const mark = create("span", "review-required");
      mark.dataset["t"] = "review.submission.required";
      mark.ariaHidden = "true";
      head.append(mark);
    }
    const list = create("datalist", "");
    list.id = `${control.id}-list`;
    if (control instanceof HTMLInputElement && !DATES.includes(name)) control.setAttribute("list", list.id);
    const offer = create("button", "chip review-offer", create("span", ""));
    offer.type = "button";
    offer.hidden = true;
    offer.addEventListener("click", () => take(name));
    const listed = create("p", "review-field-listed");
    listed.id = `${control.id}-listed`;
    listed.hidden = true;
    const line = create("div", "review-field-line", control instanceof HTMLSelectElement ? create("span", "select", control, icon("chevron")) : control, list);
    const box = create("div", WIDE.includes(name) ? "review-field wide" : "review-field", head, line, offer, listed);
    box.dataset["field"] = name;
    if (name === "number") line.append(takeButton);
    if (control instanceof HTMLInputElement && DATES.includes(name)) {
      const hint = create("p", "review-field-wrong");
      Object.assign(hint, { id: `${control.id}-hint`, hidden: true, role: "alert" });
      hint.dataset["t"] = "findings.context.dateHint";
      control.setAttribute("aria-describedby", `${hint.id} ${listed.id}`);
      makeDayField(control, (day) => set(name, day), hint);
      box.append(hint);
    } else control.addEventListener("input", () => set(name, control.value));
    control.addEventListener("keydown", (event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      if (control.value.trim() === "" && name === "number") void takeNumber();
      else if (control.value.trim() === "" && !offer.hidden) take(name);
      else goOn(name);
    });
    return { box, control, list, offer, listed };
  }

  const takeNumber = oneAtATime(async () => {
    const record = own.review()?.record;
    try {
      const next = await reviewNextNumber();
      const field = fields.get("number");
      // Text typed meanwhile stays, and another review has another number.
      if (!field || own.review()?.record !== record || field.control.value.trim() !== "") return;
      set("number", next);
      field.control.focus();
    } catch (thrown) {
      toastProblem(thrown);
    }
  });

  /** Fills in the suggested value. @param {Field} name */
  function take(name) {
    const value = own.review()?.proposals[name];
    if (!value) return;
    set(name, value);
    fields.get(name)?.control.focus();
  }

  /** @param {Field} name @param {string} value */
  function set(name, value) {
    const review = own.review();
    if (!review || !isEditable(review)) return;
    own.change({ ...review.draft, submission: { ...review.draft.submission, [name]: value } });
  }

  /** To the next field that has to be filled in, or to what comes after the form. @param {Field} from */
  function goOn(from) {
    const submission = own.review()?.draft.submission;
    const at = FIELDS.indexOf(from);
    const turned = [...FIELDS.slice(at + 1), ...FIELDS.slice(0, at)];
    const next = turned.find((name) => REQUIRED.includes(name) && submission?.[name].trim() === "");
    if (next) fields.get(next)?.control.focus();
    else own.next();
  }

  /** @param {HTMLSelectElement} select @param {string[]} types @param {string} value */
  function fillTypes(select, types, value) {
    const all = ["", ...types, ...(value === "" || types.includes(value) ? [] : [value])];
    const shows = JSON.stringify([all, document.documentElement.lang]);
    if (select.dataset["shows"] === shows) return;
    select.dataset["shows"] = shows;
    select.replaceChildren(...all.map((one) => new Option(one || t("review.submission.choose"), one)));
  }

  return {
    /** @param {Review} review */
    render(review) {
      const editable = isEditable(review);
      const { submission } = review.draft;
      element("review-submission-hint").hidden = !editable;
      takeButton.hidden = !editable || submission.number.trim() !== "";
      for (const [name, { box, control, list, offer, listed }] of fields) {
        const value = submission[name];
        if (control instanceof HTMLSelectElement) {
          fillTypes(control, review.types, value);
          control.disabled = !editable;
        } else control.readOnly = !editable;
        if (control.value !== value) control.value = value;
        box.dataset["fixed"] = String(!editable);
        box.dataset["missing"] = String(editable && REQUIRED.includes(name) && value.trim() === "");
        const values = review.remembered[name] ?? [];
        const remembered = JSON.stringify(values);
        if (list.dataset["shows"] !== remembered) list.replaceChildren(...values.map((one) => new Option(one, one)));
        list.dataset["shows"] = remembered;
        const proposal = review.proposals[name] ?? "";
        offer.hidden = !editable || proposal === "" || value.trim() !== "";
        const fromList = review.listed?.values[name] ?? "";
        const offered = fromList !== "" && fromList === proposal ? "review.submission.offerListed" : "review.submission.offer";
        if (offer.firstElementChild) setText(offer.firstElementChild, t(offered, { value: proposal }));
        offer.title = proposal;
        listed.hidden = !editable || fromList === "" || fromList !== value;
        // A hidden element would still describe the field.
        setText(listed, listed.hidden ? "" : t("review.submission.listed", { list: shortFileName(review.listed?.list ?? "") }));
        listed.title = review.listed?.list ?? "";
      }
    },
    /** @param {string} name of a field; the first one that is missing otherwise */
    focus(name) {
      const submission = own.review()?.draft.submission;
      const wanted = FIELDS.find((one) => one === name) ?? REQUIRED.find((one) => submission?.[one].trim() === "") ?? FIELDS[0];
      const control = wanted && fields.get(wanted)?.control;
      control?.focus();
      control?.scrollIntoView({ block: "nearest" });
    },
  };
}
