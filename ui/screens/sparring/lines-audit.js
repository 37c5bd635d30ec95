// "Audit my lines": what the adviser said in a conversation goes to the consumer protection audit, and the report
// stands beside the conversation. The chat goes on meanwhile.

import { sparringAudit } from "../../js/bridge/runs.js";
import { create, element, icon, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { createAssistantRun } from "../../parts/run/assistant-run.js";
import { toast } from "../../parts/widgets/toast.js";
import { wordsOf } from "../../js/words.js";
import { isOwn } from "./state.js";

/**
 * @import { NoticeAction } from "../../parts/widgets/notice.js"
 * @import { ReportAct, ScreenFrame } from "../../js/screens.js"
 * @import { Fact, Quote } from "../../parts/report/report-heading.js"
 * @import { Asked } from "../../parts/run/run.js"
 * @import { Thread } from "./thread.js"
 */

/** @typedef {Asked & { conversation: number, title: string, said: string[] }} LinesAsked `said`: line by line */

/**
 * @param {ScreenFrame} frame
 * @param {object} chat
 * @param {() => Thread | null} chat.thread the one that is shown
 * @param {() => string} chat.title its name
 * @param {() => { model: string, temperature: number }} chat.choices
 */
export function createLinesAudit(frame, chat) {
  const words = wordsOf("sparring.auditOfLines");
  const screen = element("sparring");
  const panel = element("sparring-lines");
  const opener = element("sparring-audit");
  const about = create("p", "lines-about");
  const close = create("button", "icon-button", icon("close"));
  close.type = "button";
  close.id = "sparring-lines-close";

  const run = createAssistantRun(frame, "lines", {
    words,
    facts: (/** @type {LinesAsked} */ { title, said }, /** @type {Quote} */ quote) => /** @type {Fact[]} */ ([
      [t("sparring.conversation"), quote(title)],
      [t("sparring.myLines"), t("sparring.lineCount", { count: said.length })],
    ]),
  }, {
    ask: ({ conversation, model, temperature }, receive) => sparringAudit({ conversation, model, temperature }, receive),
    asked: (common) => ({ ...common, ...chat.choices(), ...subject() }),
    stale: isStale,
    afresh,
    began: renderAbout,
  });

  /** @param {LinesAsked} asked */
  function isStale(asked) {
    return asked.conversation !== chat.thread()?.id || asked.said.join("\n\n") !== subject().said.join("\n\n");
  }

  /** @returns {NoticeAction | null} */
  function afresh() {
    if (subject().said.length === 0) return null;
    return { id: "lines-afresh", label: words("report.runAgain"), press: run.start };
  }

  function subject() {
    const thread = chat.thread();
    const said = (thread?.lines() ?? []).filter(isOwn).map(({ text }) => text);
    return { conversation: thread?.id ?? 0, title: chat.title(), said };
  }

  function renderAbout() {
    const asked = run.run()?.asked;
    about.hidden = !asked;
    if (asked) setText(about, t("sparring.auditAbout", { title: asked.title, count: asked.said.length }));
  }

  function start() {
    const last = run.run();
    // Show an existing result again before requesting a new one.
    const kept = run.isBusy() || (panel.hidden && last?.outcome === "finished" && !isStale(last.asked));
    if (!kept && subject().said.length === 0) {
      toast(t("sparring.nothingSaid"), "error");
      return;
    }
    show(true);
    if (coversChat()) element("lines-report-title").focus({ preventScroll: true });
    if (!kept) run.start();
  }

  /** If there is room for only one of them, the audit replaces the chat. */
  const coversChat = () => !panel.hidden && !element("sparring-chat").checkVisibility();

  /** @param {boolean} wanted */
  function show(wanted) {
    panel.hidden = !wanted;
    screen.dataset["lines"] = wanted ? "open" : "closed";
  }

  function leave() {
    show(false);
    opener.focus();
  }

  const card = element("lines-report");
  card.querySelector(".tools")?.append(close);
  card.querySelector(".card-bar")?.after(about);
  opener.addEventListener("click", start);
  close.addEventListener("click", leave);

  return {
    find: () => !panel.hidden && run.find(),
    /** @param {ReportAct} what */
    act: (what) => !panel.hidden && run.act(what),
    /** The conversation shown, or its lines, have changed. */
    changed: run.changed,
    /** Makes room for the chat where it stands in its place; whether it did. */
    stepAside() {
      if (!coversChat()) return false;
      show(false);
      return true;
    },
    hasFocus: () => panel.contains(document.activeElement),
    /** Leaves what is open in front of the report, then the audit while it runs. */
    escape: () => !panel.hidden && run.escape(),
    render() {
      close.ariaLabel = close.title = t("sparring.closeAudit");
      run.render();
      renderAbout();
    },
  };
}
