// The heading of a saved conversation, so that a demo is not taken for the model, nor a
// rehearsal for a conversation with a real customer.

import { language, t } from "../../js/i18n.js";
import { escape, stamp } from "../../parts/report/report-heading.js";
import { scenarioOf } from "./scenarios.js";

/** @import { ConversationWords } from "../../js/ipc.d.ts" */
/** @import { Thread } from "./thread.js" */

/**
 * @param {Thread} thread
 * @param {string} title
 * @param {Date} at
 * @returns {ConversationWords}
 */
export function conversationWords(thread, title, at) {
  const lines = thread.lines();
  const scenario = scenarioOf(thread.scenario());
  const notices = [isDemo(thread) ? t("heading.demo") : null, t("sparring.rehearsal")].filter((notice) => notice !== null);
  /** @type {[string, string][]} */
  const facts = [
    [t("sparring.scenario"), scenario ? escape(`${scenario.title} · ${scenario.customer}`) : t("sparring.noScenario")],
    [t("sparring.lines"), t("sparring.lineCount", { count: lines.length })],
    [t("sparring.savedAt"), stamp(at)],
  ];
  return {
    heading: [
      `# ${t("sparring.title")}${language() === "en" ? ": " : "："}${escape(title)}`,
      "",
      ...notices.flatMap((notice) => [`> **${notice}**`, ""]),
      ...facts.map(([name, value]) => `- ${name}${language() === "en" ? ": " : "："}${value}`),
      "",
      "---",
    ].join("\n"),
    adviser: t("sparring.adviser"),
    partner: t("sparring.partner"),
    demo: t("sparring.demoAnswer"),
    scenario: t("sparring.fromScenario"),
    incomplete: t("sparring.incomplete"),
  };
}

/** @param {Thread} thread */
const isDemo = (thread) => thread.lines().some(({ source }) => source === "demo");
