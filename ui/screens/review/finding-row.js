// One finding of a review: its text, the law behind it with the confidence in its wording, and the person's decision.

import { create, icon, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { basisName, sourceNames, topicName } from "../../parts/findings/words.js";
import { levelOf } from "./state.js";

/** @import { Choice, FindingBasis, ReviewDecision, ReviewFinding } from "../../js/ipc.d.ts" */

/** In the order of the keys 1, 2 and 3. @type {Choice[]} */
export const CHOICES = ["adopted", "changed", "dismissed"];

/** @typedef {ReturnType<typeof makeFindingRow>} FindingRow */

/** @param {ReviewFinding} finding */
export function makeFindingRow(finding) {
  const level = create("span", "finding-level");
  const source = create("span", "finding-source", sourceNames(finding));
  if (finding.topic) source.title = topicName(finding.topic);
  const head = create("div", "finding-head", level, create("span", "finding-title", finding.title), create("div", "finding-side", source));
  const body = create("div", "finding-body", head);
  if (finding.excerpt) body.append(create("p", "finding-excerpt", t("findings.row.excerpt", { words: finding.excerpt })));
  if (finding.explanation) body.append(create("p", "finding-explanation", finding.explanation));
  const facts = create("dl", "finding-facts");
  fact(facts, t("findings.row.basis"), basisOf(finding));
  fact(facts, t("findings.row.suggestion"), finding.suggestion ? [finding.suggestion] : []);
  if (finding.dismissed !== null) fact(facts, t("review.findings.before"), [t("review.findings.dismissedBefore", { reason: finding.dismissed })]);
  if (facts.childElementCount > 0) body.append(facts);

  const buttons = CHOICES.map((choice, at) => {
    const key = create("kbd", "", String(at + 1));
    key.ariaHidden = "true";
    const button = create("button", "small", t(`review.choice.${choice}`), key);
    button.type = "button";
    button.dataset["choice"] = choice;
    button.setAttribute("aria-keyshortcuts", String(at + 1));
    return button;
  });
  const reason = create("p", "review-reason");
  const decide = create("div", "review-decide", ...buttons);
  decide.setAttribute("role", "group");
  decide.ariaLabel = t("review.findings.decide", { number: finding.number });
  body.append(create("div", "review-decision", decide, reason));

  const number = create("span", "finding-number", String(finding.number));
  const cell = create("div", "finding-cell", number, body);
  cell.setAttribute("role", "gridcell");
  const row = create("div", "finding review-finding", cell);
  row.setAttribute("role", "row");
  row.dataset["key"] = finding.id;
  row.dataset["finding"] = String(finding.number);
  row.ariaSelected = "false";

  return {
    row,
    finding,
    body,
    /** @param {ReviewDecision | null} decision @param {boolean} decided with all that it needs @param {boolean} editable */
    update(decision, decided, editable) {
      const now = levelOf(finding, decision);
      row.dataset["severity"] = number.dataset["severity"] = now;
      row.dataset["choice"] = decision?.choice ?? "";
      row.dataset["decided"] = String(decided);
      // A finding that is not adopted keeps the level at which it was found.
      setText(level, t(`findings.level.${decision?.choice === "dismissed" ? levelOf(finding, null) : now}`));
      for (const button of buttons) {
        button.ariaPressed = String(button.dataset["choice"] === decision?.choice);
        button.disabled = !editable;
      }
      reason.hidden = !decision || decision.choice === "adopted";
      if (decision) setText(reason, reasonWords(finding, decision));
    },
    /** @param {boolean} selected @param {boolean} stop of the Tab key */
    mark(selected, stop) {
      row.ariaSelected = String(selected);
      row.tabIndex = stop ? 0 : -1;
      for (const button of row.querySelectorAll("button")) button.tabIndex = stop ? 0 : -1;
    },
  };
}

/** @param {ReviewFinding} finding @param {ReviewDecision} decision */
function reasonWords(finding, { choice, severity, wording, reason }) {
  const words = choice === "changed" ? [severity && severity !== finding.severity ? t("review.findings.asLevel", { level: t(`findings.level.${severity}`) }) : "", wording ? t("review.findings.asWords", { words: wording }) : ""] : [];
  return [...words, reason ? t("findings.dismissed.reason", { reason }) : t("review.findings.reasonMissing")].filter(Boolean).join(" · ");
}

/** @param {HTMLElement} facts @param {string} name @param {(Node | string)[]} words */
function fact(facts, name, words) {
  if (words.length > 0) facts.append(create("dt", "", name), create("dd", "", ...words));
}

/** @param {ReviewFinding} finding @returns {(Node | string)[]} */
function basisOf({ basis, serviceBasis }) {
  const said = serviceBasis ? t("findings.row.named", { basis: serviceBasis }) : "";
  if (!basis) return said ? [said] : [];
  return [nameOf(basis), " ", confidenceOf(basis), ...(basis.text ? [create("span", "review-article", basis.text)] : []), ...(said ? [create("span", "review-article", said)] : [])];
}

/** @param {FindingBasis} basis */
function nameOf(basis) {
  const name = basisName(basis);
  if (basis.article === null) return name;
  const open = create("button", "link finding-article", name);
  open.type = "button";
  open.title = t("findings.row.articleHint");
  open.dataset["act"] = "article";
  return open;
}

/** How sure the app is of the words of the law. @param {FindingBasis} basis */
function confidenceOf({ confidence, note }) {
  const grade = confidence === "A" || confidence === "B" || confidence === "C" || confidence === "D" ? t(`findings.article.grade.${confidence}`) : confidence;
  const sure = confidence === "A";
  const mark = create("span", "review-confidence", ...(sure ? [icon("check")] : []), note ?? t(sure ? "review.findings.verified" : "review.findings.unverified"));
  mark.dataset["sure"] = String(sure);
  mark.title = t("findings.article.confidence", { grade: confidence, words: grade });
  return mark;
}
