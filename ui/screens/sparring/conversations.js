// The conversations: their names, the one shown, and the one being answered. Problems
// with storing them are held here as well; requests to the service are not.

import { conversationDelete, conversationNew, conversationOpen, conversationRename, conversationRestore, conversations, conversationUndo } from "../../js/bridge/conversations.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { notKept } from "../../js/problem-text.js";
import { createThread } from "./thread.js";

/**
 * @import { Conversation, ConversationName, Opening, Problem } from "../../js/ipc.d.ts"
 * @import { LineAct } from "./line.js"
 * @import { Thread } from "./thread.js"
 */

/** A stored file can't be read. */
const UNREADABLE = "kept_unreadable";

/**
 * @param {object} tell
 * @param {() => void} tell.changed names, the problem, or what is in the conversation shown
 * @param {() => void} tell.turned another conversation is shown, or none
 * @param {(act: LineAct, index: number) => void} tell.pressed one of the buttons of a line of the conversation shown
 */
export function createConversations({ changed, turned, pressed }) {
  /** @type {ConversationName[]} */
  let names = [];
  /** @type {Thread | null} */
  let shown = null;
  /** @type {Thread | null} */
  let answering = null;
  /** Why something could not be read or saved. @type {Problem | null} */
  let problem = null;
  /** Counts the requests: a late answer to an earlier one is ignored. */
  let wishes = 0;

  /**
   * Whether it succeeded; otherwise the problem is set.
   * @param {() => Promise<void>} act
   */
  async function attempt(act) {
    try {
      await act();
      // That something can't be read any more stays true, whatever works afterwards.
      if (problem?.code !== UNREADABLE) problem = null;
      return true;
    } catch (thrown) {
      problem = notKept(problemOf(thrown));
      return false;
    } finally {
      changed();
    }
  }

  /** @param {Thread | null} thread */
  function turnTo(thread) {
    if (shown === thread) return;
    shown = thread;
    turned();
  }

  /** @param {Conversation} conversation */
  const threadOf = (conversation) => createThread(conversation, pressed);

  async function refresh() {
    const read = async () => void (names = await conversations());
    // The shell reports once that it has set a file aside; the rest can be read afterwards.
    return await attempt(read) || (problem?.code === UNREADABLE && attempt(read));
  }

  return {
    names: () => names,
    shown: () => shown,
    answering: () => answering,
    problem: () => problem,
    dismiss() {
      problem = null;
      changed();
    },
    refresh,

    /** @param {number} id */
    open(id) {
      wishes += 1;
      const wish = wishes;
      if (shown?.id === id) return Promise.resolve(true);
      return attempt(async () => {
        const conversation = answering?.id === id ? null : await conversationOpen(id);
        // Meanwhile an answer may have begun in it: there is one place where that is written.
        if (wish === wishes) turnTo(answering?.id === id || !conversation ? answering : threadOf(conversation));
      });
    },
    /** Shows none, so that a new one can begin. */
    leave() {
      wishes += 1;
      turnTo(null);
      changed();
    },
    /**
     * Whether the new one is shown.
     * @param {string} title @param {string | null} scenario @param {Opening[]} opening
     */
    async create(title, scenario, opening) {
      wishes += 1;
      const wish = wishes;
      const done = await attempt(async () => {
        const begun = await conversationNew(title, scenario, opening);
        names = await conversations();
        if (wish === wishes) turnTo(threadOf(begun));
      });
      return done && wish === wishes;
    },
    /** @param {number} id @param {string} title */
    rename: (id, title) => attempt(async () => {
      names = await conversationRename(id, title);
      const kept = names.find((name) => name.id === id)?.title ?? title;
      for (const thread of [shown, answering]) if (thread?.id === id) thread.rename(kept);
    }),
    /** @param {number} id */
    remove: (id) => attempt(async () => {
      names = await conversationDelete(id);
      if (shown?.id === id) {
        wishes += 1;
        turnTo(null);
      }
    }),
    /** @param {number} id */
    restore: (id) => attempt(async () => {
      names = await conversationRestore(id);
    }),
    /** Brings back what an edit or a new answer took away from the conversation shown. */
    undo: () => attempt(async () => {
      if (!shown) return;
      shown.show(await conversationUndo(shown.id));
      names = await conversations();
    }),

    /** @param {Thread} thread */
    began(thread) {
      answering = thread;
      // It may have been left and reopened before the answer began.
      if (shown?.id === thread.id) turnTo(thread);
    },
    /** The answer has ended and the shell has saved it. */
    settle: () => attempt(async () => {
      const thread = answering;
      if (!thread) return;
      try {
        names = await conversations();
        // It may have been deleted while it was being answered.
        if (names.some(({ id }) => id === thread.id)) thread.show(await conversationOpen(thread.id));
      } finally {
        answering = null;
      }
    }),
  };
}
