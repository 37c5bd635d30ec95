// The conclusion of a review: what the app proposes is marked as such, and the person chooses; an opinion; and what is to be put right.
//
// Ids for tests of the window: #review-conclusion-pass|passAfterChanges|refused #review-opinion #review-rectification-fill #review-rectification-add

import { create, element, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { announce } from "../../js/announce.js";
import { makeDayField } from "./day-field.js";
import { isEditable, rectificationWith } from "./state.js";

/** @import { Conclusion, Rectification, Review, ReviewDraft } from "../../js/ipc.d.ts" */

/** In the order of the keys 1, 2 and 3. @type {Conclusion[]} */
const CONCLUSIONS = ["pass", "passAfterChanges", "refused"];
/** @type {(keyof Rectification)[]} */
const PARTS = ["item", "owner", "deadline"];

/**
 * @param {object} own
 * @param {() => Review | null} own.review
 * @param {(draft: ReviewDraft) => void} own.change
 */
export function createConclusion(own) {
  const opinion = element("review-opinion");
  const list = element("review-rectification");
  const choices = CONCLUSIONS.map(makeChoice);
  element("review-conclusions").append(create("div", "review-conclusion-choices", ...choices.map(({ label }) => label)));
  /** The rows in the page. @type {{ row: HTMLElement, inputs: HTMLInputElement[], remove: HTMLButtonElement }[]} */
  let rows = [];

  /** @param {(draft: ReviewDraft) => ReviewDraft} by */
  function change(by) {
    const review = own.review();
    if (review && isEditable(review)) own.change(by(review.draft));
  }

  /** @param {Conclusion} conclusion */
  const choose = (conclusion) => change((draft) => ({ ...draft, conclusion }));

  opinion.addEventListener("input", () => change((draft) => ({ ...draft, opinion: opinion.value })));

  /** @param {number} at @param {keyof Rectification} part @param {string} value */
  const setPart = (at, part, value) => change((draft) => ({ ...draft, rectification: draft.rectification.map((row, index) => (index === at ? { ...row, [part]: value } : row)) }));

  function add() {
    change((draft) => ({ ...draft, rectification: [...draft.rectification, { item: "", owner: "", deadline: "" }] }));
    rows.at(-1)?.inputs[0]?.focus();
  }

  /** @param {number} at */
  function remove(at) {
    change((draft) => ({ ...draft, rectification: draft.rectification.filter((_, index) => index !== at) }));
    (rows[Math.min(at, rows.length - 1)]?.remove ?? element("review-rectification-add")).focus();
  }

  element("review-rectification-add").addEventListener("click", add);
  element("review-rectification-fill").addEventListener("click", () => {
    const review = own.review();
    if (!review) return;
    const next = rectificationWith(review, ({ title, excerpt, suggestion }, { wording }) => {
      const what = excerpt ? t("findings.row.excerpt", { words: excerpt }) : title;
      const how = wording || suggestion;
      return how ? t("review.rectification.of", { what, how }) : what;
    });
    const added = next.length - review.draft.rectification.length;
    change((draft) => ({ ...draft, rectification: next }));
    announce(t("review.rectification.filled", { count: Math.max(0, added) }));
    rows.find(({ inputs }) => inputs[1]?.value === "")?.inputs[1]?.focus();
  });

  /** @param {number} at */
  function makeRow(at) {
    const inputs = PARTS.map((part) => {
      const input = create("input", `review-rectification-${part}`);
      Object.assign(input, { type: "text", autocomplete: "off", maxLength: part === "item" ? 500 : 60, placeholder: t(`review.rectification.${part}`) });
      input.ariaLabel = t("review.rectification.partOf", { part: t(`review.rectification.${part}`), number: at + 1 });
      if (part === "deadline") makeDayField(input, (day) => setPart(at, part, day));
      else input.addEventListener("input", () => setPart(at, part, input.value));
      input.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        const below = rows[at + 1]?.inputs[PARTS.indexOf(part)];
        if (below) below.focus();
        else add();
      });
      return input;
    });
    const button = create("button", "quiet small", t("findings.do.remove"));
    button.type = "button";
    button.ariaLabel = t("review.rectification.remove", { number: at + 1 });
    button.addEventListener("click", () => remove(at));
    const row = create("li", "review-rectification-row", create("span", "review-rectification-number", String(at + 1)), ...inputs, button);
    return { row, inputs, remove: button };
  }

  /** @param {Rectification[]} wanted @param {boolean} editable */
  function renderRows(wanted, editable) {
    while (rows.length > wanted.length) rows.pop()?.row.remove();
    while (rows.length < wanted.length) {
      const made = makeRow(rows.length);
      rows.push(made);
      list.append(made.row);
    }
    rows.forEach(({ inputs, remove: button }, at) => {
      PARTS.forEach((part, index) => {
        const [input, value] = [inputs[index], wanted[at]?.[part] ?? ""];
        if (!input) return;
        if (input.value !== value) input.value = value;
        input.readOnly = !editable;
        if (part === "item") input.title = value;
      });
      button.hidden = !editable;
    });
  }

  /** @param {Conclusion} conclusion @param {number} at */
  function makeChoice(conclusion, at) {
    const input = create("input", "");
    Object.assign(input, { type: "radio", name: "review-conclusion-choice", value: conclusion, id: `review-conclusion-${conclusion}` });
    input.addEventListener("change", () => choose(conclusion));
    const [name, note, proposed] = [create("strong", ""), create("span", "review-conclusion-note"), create("span", "review-proposed")];
    const key = create("kbd", "", String(at + 1));
    key.ariaHidden = "true";
    const label = create("label", "choice review-conclusion-choice", input, create("span", "review-conclusion-words", create("span", "review-conclusion-name", name, proposed), note), key);
    label.dataset["conclusion"] = conclusion;
    return { conclusion, label, input, name, note, proposed, key };
  }

  return {
    /** @param {Review} review */
    render(review) {
      const editable = isEditable(review);
      const { draft, proposed } = review;
      for (const one of choices) {
        one.input.checked = draft.conclusion === one.conclusion;
        one.input.disabled = !editable;
        one.key.hidden = !editable;
        setText(one.name, t(`review.conclusion.${one.conclusion}`));
        setText(one.note, t(`review.conclusion.note.${one.conclusion}`));
        one.proposed.hidden = proposed !== one.conclusion;
        setText(one.proposed, t("review.conclusion.proposed"));
      }
      setText(element("review-proposed"), t(proposed ? "review.conclusion.proposedNote" : "review.conclusion.noneProposed"));
      if (opinion.value !== draft.opinion) opinion.value = draft.opinion;
      opinion.readOnly = !editable;
      for (const part of [element("review-rectification-add"), element("review-rectification-fill")]) part.hidden = !editable;
      element("review-rectification-none").hidden = draft.rectification.length > 0;
      renderRows(draft.rectification, editable);
    },
    /** The texts of the rows are updated. */
    forget() {
      for (const { row } of rows) row.remove();
      rows = [];
    },
    /** @param {1 | 2 | 3} key */
    press(key) {
      const review = own.review();
      const one = choices[key - 1];
      if (!one || !review || !isEditable(review)) return false;
      choose(one.conclusion);
      one.input.focus();
      announce(t(`review.conclusion.${one.conclusion}`));
      return true;
    },
    /** @param {string} part that is missing */
    focus(part) {
      if (part === "opinion") return opinion.focus();
      if (part === "rectification") return (rows[0]?.inputs[0] ?? element("review-rectification-add")).focus();
      (choices.find(({ input }) => input.checked) ?? choices[0])?.input.focus();
    },
  };
}
