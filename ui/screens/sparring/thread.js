// One conversation as it is read: its lines, the answer that is being written below them, and where in it the user is.

import { create, icon, setText } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { createReportView } from "../../parts/report/report-view.js";
import { liveHead } from "./line.js";
import { createLineList } from "./line-list.js";

/**
 * @import { Conversation, Line } from "../../js/ipc.d.ts"
 * @import { LineAct } from "./line.js"
 */

/** @typedef {ReturnType<typeof createThread>} Thread */

/** More than any conversation is high. */
const BEYOND = 1e9;
/** Whoever is nearer than this to the end reads the end. */
const END_PIXELS = 40;

/**
 * @param {Conversation} first
 * @param {(act: LineAct, index: number) => void} act
 */
export function createThread(first, act) {
  const { id } = first;
  let { title, scenario, canUndo } = first;
  let spoken = language();

  const place = create("div", "thread-lines");
  const answer = create("div", "line-body document");
  const state = create("span", "line-state");
  const liveName = create("header", "line-head");
  const waiting = create("div", "line-waiting", create("i", ""), create("i", ""), create("i", ""));
  waiting.ariaHidden = "true";
  const live = create("article", "line live", liveName, answer, waiting);
  live.dataset["speaker"] = "partner";
  live.ariaBusy = "true";
  live.hidden = true;
  const scroll = create("div", "thread-scroll", place, live);
  scroll.tabIndex = 0;
  // A log by its role; finished answers are announced whole, and the pieces of a growing one are not.
  scroll.role = "log";
  scroll.ariaLive = "off";
  const latest = create("button", "latest", icon("down"), create("span", ""));
  latest.type = "button";
  latest.hidden = true;
  const root = create("div", "thread", scroll, latest);

  const view = createReportView({ scroll, page: answer, latest });
  const list = createLineList(place, act, (change) => {
    const below = scroll.scrollHeight - scroll.scrollTop;
    change();
    if (atEnd) toEnd();
    else scroll.scrollTop = scroll.scrollHeight - below;
  });

  // A growing composer takes its room from above; a reader at the end stays at the end.
  let atEnd = true;
  scroll.addEventListener("scroll", () => (atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < END_PIXELS), { passive: true });
  new ResizeObserver(() => void (atEnd && toEnd())).observe(scroll);

  function toEnd() {
    scroll.scrollTop = BEYOND;
  }

  /** The newest line: from its beginning where it is higher than the page. */
  function toNewest() {
    const node = list.last();
    if (node && node.offsetHeight > scroll.clientHeight) scroll.scrollTop = node.offsetTop - place.offsetTop;
    else toEnd();
  }

  function renderNames() {
    scroll.ariaLabel = t("sparring.log");
    setText(latest.lastElementChild ?? latest, t("report.latest"));
  }

  list.put(first.lines, scenario);
  renderNames();

  return {
    id, root,
    lines: list.lines,
    mark: list.mark,
    title: () => title,
    scenario: () => scenario,
    /** An edit or a new answer took lines away that can be brought back. */
    canUndo: () => canUndo,

    /** As the shell has it. @param {Conversation} conversation */
    show(conversation) {
      ({ title, scenario, canUndo } = conversation);
      list.put(conversation.lines, scenario);
    },
    /** @param {Line[]} next */
    put: (next) => list.put(next, scenario),
    /** @param {string} name */
    rename: (name) => void (title = name),

    /**
     * An answer begins.
     * @param {boolean} streamed
     * @param {boolean} demo
     */
    begin(streamed, demo) {
      liveName.replaceChildren(...liveHead(demo, state));
      live.hidden = false;
      waiting.hidden = false;
      view.begin(streamed);
      toEnd();
    },
    /** @param {number} from @param {string[]} blocks @param {string | null} open */
    change(from, blocks, open) {
      waiting.hidden = true;
      view.change(from, blocks, open);
    },
    /** Shows the current activity. @param {string} words */
    say: (words) => setText(state, words),
    /**
     * The answer has ended; its text is now among the lines.
     * @param {boolean} streamed
     */
    end(streamed) {
      const following = latest.hidden;
      // A conversation is read from its newest line: what is still to be drawn must not lead back to its beginning.
      view.touch();
      view.end();
      live.hidden = true;
      answer.replaceChildren();
      if (!streamed) toNewest();
      else if (following) toEnd();
    },

    toEnd,
    /** The newest line without its name and buttons. */
    newestText: () => list.last()?.querySelector(".line-body")?.textContent ?? "",

    /** Writes all words in the current language. */
    render() {
      if (spoken === language()) return;
      spoken = language();
      renderNames();
      const all = list.lines();
      list.put([], scenario);
      list.put(all, scenario);
      view.render();
    },
    /** For a screen reader: how much there is. */
    describe: () => t("sparring.opened", { title: title || t("sparring.untitled"), count: list.lines().length }),
  };
}
