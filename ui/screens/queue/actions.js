// The actions of the queue, with the confirmations before them.

import { announce } from "../../js/announce.js";
import { queueClear, queueLeave, queueMove, queuePause, queueRemove, queueRetry, queueStart, queueStop } from "../../js/bridge/queue.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { t } from "../../js/i18n.js";
import { pictureName } from "../../parts/picture/picture-facts.js";
import { ask } from "../../parts/widgets/question.js";
import { toast } from "../../parts/widgets/toast.js";
import { movesByFindings } from "./findings.js";
import { canRetry, isAlike, isRunning, isWaiting } from "./state.js";

/** @import { Problem, QueueItem, QueueOrder } from "../../js/ipc.d.ts" */
/** @import { Store } from "./state.js" */

/** @param {QueueItem[]} items */
const idsOf = (items) => items.map(({ id }) => id);

/**
 * @param {Store} store
 * @param {(problem: Problem) => void} failed
 */
export function createActions(store, failed) {
  /**
   * @param {() => Promise<void>} command
   * @param {string} [done] what is said then
   */
  async function run(command, done) {
    try {
      await command();
      if (done) announce(done);
    } catch (thrown) {
      failed(problemOf(thrown));
    }
  }

  return {
    /** @param {() => Promise<QueueOrder>} order */
    start: (order) => run(async () => queueStart(await order()), t("queue.announce.started")),
    pause: () => run(queuePause, t("queue.announce.paused")),
    clear: () => run(queueClear),
    /** Leaves an interrupted queue as it is and does not ask again. */
    leave: () => run(queueLeave),
    /** @param {number[]} ids @param {number | null} before */
    move: (ids, before) => run(() => store.move(ids, before, () => queueMove(ids, before))),

    /** The waiting files with the most serious findings come first. */
    async sortByFindings() {
      const moves = movesByFindings(store.items());
      if (moves.length === 0) return toast(t("queue.findings.inOrder"));
      await run(() => store.moveAll(moves, ({ ids, before }) => queueMove(ids, before)), t("queue.findings.sorted"));
    },

    /** @param {QueueItem[]} items */
    async stop(items) {
      const running = items.filter(isRunning);
      if (running.length > 0) await run(() => queueStop(idsOf(running)), t("queue.announce.stopped", { count: running.length }));
    },

    /** Pauses first, so that no other item starts instead. */
    stopAll: () => run(async () => {
      await queuePause();
      const running = store.items().filter(isRunning);
      if (running.length > 0) await queueStop(idsOf(running));
    }, t("queue.announce.stoppedAll")),

    /** Asks before sending an item again that the service may have counted already. @param {QueueItem[]} items */
    async retry(items) {
      const wanted = items.filter(canRetry);
      if (wanted.length === 0) return;
      const unsure = wanted.filter(({ state }) => state === "unsure");
      if (unsure.length > 0 && !(await confirmUnsure(unsure))) return;
      await run(() => queueRetry(idsOf(wanted)), t("queue.announce.waiting", { count: wanted.length }));
    },

    /** Audits items that look like others. @param {QueueItem[]} items */
    async accept(items) {
      const wanted = items.filter(isAlike);
      if (wanted.length > 0) await run(() => queueRetry(idsOf(wanted)), t("queue.announce.accepted", { count: wanted.length }));
    },

    /** Items that are being audited stay. @param {QueueItem[]} items */
    async remove(items) {
      const wanted = items.filter((item) => !isRunning(item));
      if (wanted.length === 0) return items.length > 0 ? announce(t("queue.removeRunning")) : undefined;
      const waiting = wanted.filter(isWaiting).length;
      if (waiting > 1 && !(await confirmRemove(wanted.length, waiting))) return;
      await run(() => queueRemove(idsOf(wanted)), t("queue.announce.removed", { count: wanted.length }));
    },
  };
}

/** @param {QueueItem[]} items */
async function confirmUnsure(items) {
  const first = items[0];
  const name = first ? pictureName(first) : "";
  const words = [items.length === 1 ? t("queue.retryUnsureOne", { name }) : t("queue.retryUnsureMany", { count: items.length }), t("queue.retryUnsureNote")];
  return (await ask({ title: t("queue.retryUnsureTitle"), words, yes: t("queue.retryUnsureYes") })) !== null;
}

/** @param {number} count @param {number} waiting */
async function confirmRemove(count, waiting) {
  const words = [t("queue.removeMany", { waiting }), t("queue.removeNote")];
  return (await ask({ title: t("queue.removeTitle", { count }), words, yes: t("queue.removeYes") })) !== null;
}
