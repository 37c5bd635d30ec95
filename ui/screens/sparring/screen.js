// The sparring screen: conversations, the chat with its composer, and beside it the audit of the adviser's lines.
//
// Ids for tests of the window: #sparring[data-lines=open|closed] #sparring-model #sparring-temperature-number ·
// #sparring-list[data-open] #sparring-list-toggle #sparring-new #sparring-conversations .conversation-row[data-id]
// #sparring-conversation-<id> #sparring-rename-<id> #sparring-delete-<id> #sparring-name #sparring-restore ·
// #sparring-chat[data-state=library|ready|running] #sparring-chat-title #sparring-ribbon[data-kind] #sparring-undo
// #sparring-audit #sparring-save #sparring-storage-problem[data-code] · #sparring-library .scenario[data-scenario] ·
// .line[data-speaker][data-source][data-unsent][data-leaving] .line [data-act=copy|edit|regenerate] .live .thread-rule
// .badge[data-kind] · #sparring-problem[data-code] #sparring-problem-retry · #sparring-text #sparring-count #sparring-over
// #sparring-check .line-check-chip[data-severity] #sparring-check-more #sparring-notice #sparring-sent #sparring-edit #sparring-edit-cancel #sparring-run #sparring-cancel · #sparring-lines and
// the report card's ids with the prefix `lines-`

import { announce } from "../../js/announce.js";
import { conversationSave } from "../../js/bridge/conversations.js";
import { clipboardWrite } from "../../js/bridge/window.js";
import { element, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { createLinkPrompt } from "../../parts/report/link-prompt.js";
import { hideNotice, showNotice, showProblem } from "../../parts/widgets/notice.js";
import { renderRibbon } from "../../parts/run/ribbon.js";
import { createRunChoices } from "../../parts/run/run-choices.js";
import { toast, toastProblem } from "../../parts/widgets/toast.js";
import { createAnswers } from "./answers.js";
import { createComposer } from "./composer.js";
import { createConversationList, titleOf } from "./conversation-list.js";
import { createConversations } from "./conversations.js";
import { conversationWords } from "./export.js";
import { historyOf, isUnanswered, lastOwn, nextOwn } from "./state.js";
import { createHindrance } from "./hindrance.js";
import { createLibrary } from "./library.js";
import { createLinesAudit } from "./lines-audit.js";
import { sharedMark } from "./shared-mark.js";

/**
 * @import { Screen, ScreenFrame } from "../../js/screens.js"
 * @import { Opening } from "../../js/ipc.d.ts"
 * @import { LineAct } from "./line.js"
 */

/**
 * @param {ScreenFrame} frame
 * @returns {Screen}
 */
export function createSparringScreen(frame) {
  const { app } = frame;
  const { historyLines, utteranceCharacters } = app.limits;
  const place = element("sparring-thread");

  /** A conversation is being made. */
  let beginning = false;
  let loaded = false;

  const marks = sharedMark(frame.mark, () => !element("screen-sparring").hidden);
  const conversations = createConversations({ changed: render, turned, pressed });
  const choices = createRunChoices(app, "sparring", toastProblem);
  const library = createLibrary((scenario) => void begin(scenario.title, scenario.id, [
    { speaker: "adviser", text: scenario.briefing },
    { speaker: "partner", text: scenario.opening },
  ]));
  const list = createConversationList({
    open(id) {
      audit.stepAside();
      void conversations.open(id).then(() => composer.focus());
    },
    create() {
      audit.stepAside();
      conversations.leave();
      library.focus();
    },
    rename: (id, title) => void conversations.rename(id, title),
    remove: (id) => void remove(id),
    restore: (id) => void conversations.restore(id).then((done) => done && conversations.open(id)).then(() => composer.focus()),
  });
  const composer = createComposer(utteranceCharacters, {
    send: () => void send(),
    cancel: () => void answers.cancel(),
    changed: typed,
    own: (from, step) => nextOwn(conversations.shown()?.lines() ?? [], from, step),
  });
  frame.app.onRules(composer.recheck);
  const answers = createAnswers(frame, conversations, {
    choices: chosen,
    mark: marks.of("answer"),
    changed: render,
    taken: ({ thread, text, typed: wasTyped }) => void (wasTyped && composer.sent(thread.id, text)),
  });
  const hindrance = createHindrance(() => ({ characters: composer.characters(), limit: composer.limit, busy: answers.isBusy() }));
  const link = createLinkPrompt("sparring", [place]);
  const audit = createLinesAudit({ ...frame, mark: marks.of("audit") }, {
    thread: conversations.shown,
    title: titleNow,
    choices: chosen,
  });

  function chosen() {
    choices.commit();
    return { model: choices.model(), temperature: choices.temperature() };
  }

  // What the user does.

  const send = oneAtATime(async () => {
    if (isHindered(true)) return;
    if (!conversations.shown() && !(await begin("", null, []))) return;
    const thread = conversations.shown();
    if (thread) answers.ask({ thread, text: composer.text(), insteadOf: composer.edit()?.index ?? null, typed: true });
  });

  /**
   * @param {string} title
   * @param {string | null} scenario
   * @param {Opening[]} opening
   */
  async function begin(title, scenario, opening) {
    if (beginning) return false;
    beginning = true;
    const done = await conversations.create(title, scenario, opening);
    beginning = false;
    if (done && scenario) {
      announce(conversations.shown()?.describe() ?? "");
      composer.focus();
    }
    return done;
  }

  /** @param {number} id */
  async function remove(id) {
    const name = conversations.names().find((one) => one.id === id);
    if (conversations.answering()?.id === id) answers.cancel();
    if (!name || !(await conversations.remove(id))) return;
    list.offer({ id, title: titleOf(name) });
    announce(t("sparring.deleted", { title: titleOf(name) }));
  }

  /** @param {LineAct} act @param {number} index */
  function pressed(act, index) {
    const line = conversations.shown()?.lines()[index];
    if (!line) return;
    if (act === "copy") {
      clipboardWrite(line.text).then(() => toast(t("sparring.copiedLine")), toastProblem);
    } else if (act === "edit") {
      composer.startEdit({ index, original: line.text });
    } else {
      again();
    }
  }

  function again() {
    if (!isHindered(false)) answers.again();
  }

  /** @param {boolean} text the typed text would be sent */
  function isHindered(text) {
    const hindered = hindrance.check(text);
    if (hindered) composer.focus();
    return hindered;
  }

  const undo = oneAtATime(async () => {
    composer.endEdit();
    if (await conversations.undo()) announce(t("sparring.undone"));
    conversations.shown()?.toEnd();
    composer.focus();
  });

  const save = oneAtATime(async () => {
    const thread = conversations.shown();
    if (!thread) return;
    const [title, at] = [titleNow(), new Date()];
    try {
      const name = await conversationSave(thread.id, conversationWords(thread, title, at));
      if (name !== null) toast(t("report.saved", { name }));
    } catch (thrown) {
      toastProblem(thrown);
    }
  });

  // The contents shown.

  function titleNow() {
    const name = conversations.names().find(({ id }) => id === conversations.shown()?.id);
    return name ? titleOf(name) : t("sparring.untitled");
  }

  /** Another conversation is shown, or none. */
  function turned() {
    const thread = conversations.shown();
    if (thread) {
      // Text typed before and while the conversation was created belongs to it.
      if (beginning) composer.adopt(thread.id);
      thread.render();
    }
    hindrance.clear();
    place.replaceChildren(...(thread ? [thread.root] : []));
    composer.show(thread?.id ?? 0);
    link.close();
    render();
    thread?.toEnd();
  }

  function typed() {
    hindrance.render();
    renderHistory();
  }

  /** The history sent along with the text in the composer, or with the line being answered. */
  function renderHistory() {
    const thread = conversations.shown();
    const edit = composer.edit();
    const lines = thread?.lines() ?? [];
    const utterance = edit?.index ?? (thread && conversations.answering() === thread ? lastOwn(lines) : lines.length);
    const history = historyOf(lines, utterance, historyLines);
    thread?.mark(history, edit !== null);
    const sent = history.to - history.from;
    setText(element("sparring-sent"), sent > 0 ? t("sparring.sent", { count: sent, limit: historyLines }) : "");
    if (edit) setText(element("sparring-edit-words"), t("sparring.editing", { text: edit.original }));
  }

  function render() {
    const thread = conversations.shown();
    const here = thread !== null && answers.isIn(thread);
    element("sparring-chat").dataset["state"] = here ? "running" : thread ? "ready" : "library";
    library.show(thread === null);
    list.show(conversations.names(), thread?.id ?? null, conversations.answering()?.id ?? null);
    setText(element("sparring-chat-title"), thread ? titleNow() : t("sparring.newTitle"));
    renderRibbon("sparring", null, app.service());
    for (const part of [element("sparring-audit"), element("sparring-save")]) part.hidden = (thread?.lines().length ?? 0) === 0;
    element("sparring-undo").hidden = !thread?.canUndo() || here;
    composer.run(here);
    answers.render();
    const kept = element("sparring-storage-problem");
    const problem = conversations.problem();
    if (problem) showProblem(kept, problem, { dismiss: conversations.dismiss });
    else hideNotice(kept);
    hindrance.render();
    renderHistory();
    renderUnanswered();
    audit.changed();
  }

  function renderUnanswered() {
    const thread = conversations.shown();
    const shown = isUnanswered(thread?.lines() ?? []) && element("sparring-chat").dataset["state"] === "ready" && element("sparring-problem").hidden;
    const unanswered = element("sparring-unanswered");
    if (shown) showNotice(unanswered, { what: t("sparring.unanswered"), actions: [{ label: t("sparring.askAgain"), press: again, id: "sparring-ask-again" }] });
    else hideNotice(unanswered);
  }

  element("sparring-undo").addEventListener("click", undo);
  element("sparring-save").addEventListener("click", save);
  app.subscribe(() => {
    renderRibbon("sparring", null, app.service());
    // At another zoom of the window its lines are higher.
    composer.fit();
  });

  return {
    render() {
      library.render();
      list.render();
      conversations.shown()?.render();
      composer.render();
      audit.render();
      link.render();
      render();
    },
    start() {
      // Show the sent line first.
      if (audit.stepAside()) composer.focus();
      else void send();
    },
    find: audit.find,
    act(what) {
      // The focused element is the target.
      if (audit.hasFocus() || what !== "save" || element("sparring-save").hidden) return audit.act(what);
      void save();
      return true;
    },
    skips: [{ words: "skip.words", go: composer.focus }],
    escape() {
      if (list.close() || link.close() || composer.endEdit()) return true;
      // The focused element is the target.
      return audit.hasFocus() ? audit.escape() || answers.cancel() : answers.cancel() || audit.escape();
    },
    opened() {
      marks.seen();
      composer.fit();
      if (loaded) return;
      loaded = true;
      void conversations.refresh().then(() => {
        const latest = conversations.names()[0];
        if (latest && !conversations.shown()) void conversations.open(latest.id);
      });
    },
  };
}
