// One finding in the list.

import { create, icon } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { basisName, checkedWords, judgeWords, sourceNames, topicName } from "./words.js";

/** @import { Row } from "./state.js" */

/** The action of a button in a row. @typedef {"article" | "dismiss" | "copy" | "remove" | "passage"} RowAct */

/** The maximum number of rows: more would slow the layout, and nobody reads more in a list. */
const MOST_CHARACTERS = 1000;

/** @param {string} text */
const shortened = (text) => (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text);

/** @param {Row} row @param {boolean} fixed it can neither be dismissed nor removed @returns {HTMLDivElement} */
export function makeRow(row, fixed) {
  const head = create("div", "finding-head",
    create("span", "finding-level", t(`findings.level.${row.level}`)),
    create("span", "finding-title", shortened(row.title)));
  const judge = judgeWords(row);
  if (judge) head.append(create("span", "finding-judge", icon("unsure"), judge));
  const source = create("span", "finding-source", sourceNames(row));
  if (row.topic) source.title = topicName(row.topic);
  const acts = create("div", "finding-acts");
  if (row.passage) acts.append(act("passage", t("findings.do.passage"), ""));
  acts.append(act("copy", t("findings.do.copy"), t("findings.do.copyHint")));
  if (!fixed && row.own === null) acts.append(act("dismiss", t("findings.do.dismiss"), t("findings.do.dismissHint")));
  if (!fixed && row.own !== null) acts.append(act("remove", t("findings.do.remove"), ""));
  head.append(create("div", "finding-side", source, acts));

  const body = create("div", "finding-body", head);
  if (row.excerpt) body.append(create("p", "finding-excerpt", t("findings.row.excerpt", { words: shortened(row.excerpt) })));
  if (row.explanation) body.append(create("p", "finding-explanation", shortened(row.explanation)));
  const facts = create("dl", "finding-facts");
  fact(facts, t("findings.row.basis"), basisOf(row));
  fact(facts, t("findings.row.suggestion"), row.suggestion ? [shortened(row.suggestion)] : []);
  fact(facts, t("findings.row.said"), saidOf(row));
  if (facts.childElementCount > 0) body.append(facts);

  const number = create("span", "finding-number");
  number.dataset["severity"] = row.level;
  const cell = create("div", "finding-cell", number, body);
  cell.setAttribute("role", "gridcell");
  const made = create("div", "finding", cell);
  made.setAttribute("role", "row");
  made.dataset["key"] = row.key;
  made.dataset["severity"] = row.level;
  made.dataset["source"] = row.sources.join(" ");
  made.tabIndex = -1;
  made.ariaSelected = "false";
  return made;
}

/** @param {HTMLElement} made @param {number} number */
export function numberRow(made, number) {
  const text = String(number);
  if (made.dataset["finding"] === text) return;
  made.dataset["finding"] = text;
  const place = made.querySelector(".finding-number");
  if (place) place.textContent = text;
}

/** @param {HTMLElement} facts @param {string} name @param {(Node | string)[]} words */
function fact(facts, name, words) {
  if (words.length > 0) facts.append(create("dt", "", name), create("dd", "", ...words));
}

/** @param {Row} row @returns {(Node | string)[]} */
function basisOf({ basis, named }) {
  if (!basis) return named ? [t("findings.row.named", { basis: named })] : [];
  const name = basisName(basis);
  /** @type {(Node | string)[]} */
  const words = [name];
  if (basis.article !== null) {
    const open = act("article", name, t("findings.row.articleHint"));
    open.className = "link finding-article";
    words[0] = open;
  }
  if (basis.note) words.push(" ", create("span", "finding-note", basis.note));
  if (basis.checked) words.push(" ", create("span", "finding-checked", checkedWords(basis.checked)));
  return words;
}

/** @param {Row} row */
function saidOf({ said }) {
  if (!said) return [];
  const first = said.severity ? t("findings.row.saidLevel", { level: t(`findings.level.${said.severity}`), title: said.title }) : said.title;
  const basis = said.basis ? t("findings.row.named", { basis: said.basis }) : "";
  return [[first, said.suggestion, basis].filter(Boolean).join(" · ")];
}

/** @param {RowAct} name @param {string} words @param {string} hint */
function act(name, words, hint) {
  const button = create("button", "quiet small", words);
  button.type = "button";
  button.dataset["act"] = name;
  button.tabIndex = -1;
  if (hint) button.title = hint;
  return button;
}
