// One line of a conversation as an element: who says it, whose words these really are, and what can be done with it.

import { create, icon } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { renderBlock } from "../../parts/report/report-view.js";
import { isBriefing, isOwn } from "./state.js";
import { scenarioOf } from "./scenarios.js";
import { clock, day } from "../../js/time.js";

/** @import { IconName } from "../../ids.d.ts" */
/** @import { Line } from "../../js/ipc.d.ts" */

/** @typedef {"copy" | "edit" | "regenerate"} LineAct */

/**
 * @param {Line} line
 * @param {Line | undefined} before
 * @param {string | null} scenario that the conversation began with
 */
export function renderLine(line, before, scenario) {
  if (isBriefing(line)) return briefing(line, scenario);
  const article = create("article", "line", head(line, before), body(line));
  article.dataset["speaker"] = line.speaker;
  article.dataset["source"] = line.source;
  return article;
}

/**
 * The head of an answer that is being written.
 * @param {boolean} demo
 * @param {HTMLElement} state the current activity
 */
export const liveHead = (demo, state) => [create("strong", "line-name", t("sparring.partner")), ...(demo ? [demoBadge()] : []), state];

/** @param {Line} line */
export const nameOf = (line) => t(line.speaker === "adviser" ? "sparring.adviser" : "sparring.partner");

/**
 * @param {Line} line
 * @param {Line | undefined} before
 */
function head(line, before) {
  const row = create("header", "line-head", create("strong", "line-name", nameOf(line)));
  if (line.source === "demo") row.append(demoBadge());
  if (line.source === "scenario") row.append(badge("scenario", t("sparring.fromScenario")));
  if (line.incomplete) row.append(badge("incomplete", t("sparring.incomplete"), t("sparring.incompleteNote")));
  const time = create("time", "line-time", [before && day(before.at) === day(line.at) ? "" : day(line.at), clock(line.at)].filter(Boolean).join(" "));
  time.dateTime = new Date(line.at).toISOString();
  row.append(time, tools(line));
  return row;
}

/** @param {Line} line */
function tools(line) {
  const row = create("span", "line-tools");
  if (isOwn(line)) row.append(tool("edit", "edit", t("sparring.edit")));
  if (line.speaker === "partner" && line.source !== "scenario") row.append(tool("regenerate", "replace", t("sparring.regenerate")));
  row.append(tool("copy", "copy", t("sparring.copyLine")));
  return row;
}

/**
 * @param {LineAct} act
 * @param {IconName} picture
 * @param {string} words
 */
function tool(act, picture, words) {
  const made = create("button", "icon-button", icon(picture));
  made.type = "button";
  made.dataset["act"] = act;
  made.ariaLabel = made.title = words;
  // Hundreds of lines would be hundreds of stops for the Tab key; the newest are made ones by the thread.
  made.tabIndex = -1;
  return made;
}

const demoBadge = () => badge("demo", t("sparring.demoAnswer"), t("report.ribbonDemoNote"));

/**
 * @param {string} kind
 * @param {string} words
 * @param {string} [more]
 */
function badge(kind, words, more) {
  const made = create("span", "badge", words);
  made.dataset["kind"] = kind;
  if (more) made.title = more;
  return made;
}

/** @param {Line} line */
function body(line) {
  if (line.blocks.length > 0) return create("div", "line-body document", ...line.blocks.map(renderBlock));
  const plain = create("p", "line-body plain", line.text);
  plain.lang = /\p{Script=Han}/u.test(line.text) ? "zh-CN" : "en";
  return plain;
}

/**
 * @param {Line} line
 * @param {string | null} scenario
 */
function briefing(line, scenario) {
  const known = scenarioOf(scenario);
  const card = create("article", "line briefing");
  card.append(create("p", "briefing-kind", t("sparring.scenario")));
  if (known) {
    card.append(create("h3", "briefing-title", known.title), create("p", "briefing-customer", known.customer));
    card.append(trains(known.trains));
  }
  card.append(create("details", "briefing-text", create("summary", "", t("sparring.briefing")), create("p", "plain", line.text)));
  return card;
}

/** @param {string[]} points */
export function trains(points) {
  return create("ul", "trains", ...points.map((point) => create("li", "", point)));
}
