// The queue as the shell last said, with the order the person has just given it and the shell has not confirmed yet. No page here.

import { queueState } from "../../js/bridge/queue.js";

/** @import { Queue, QueueItem, QueueState, QueueStatus } from "../../js/ipc.d.ts" */

/** @typedef {ReturnType<typeof createStore>} Store */
/** @typedef {Record<QueueState, number> & { all: number }} Counts */
/** What the screen is to look like. @typedef {QueueStatus["state"]} Phase */

/** @type {Queue} */
const NONE = { items: [], status: { state: "empty" }, atOnce: 1, tookMs: null };

/** What has no answer and can be asked for anew. @param {QueueItem} item */
export const canRetry = ({ state }) => state === "failed" || state === "stopped" || state === "unsure";

/** It looks like another one, and is not audited before the person says so. @param {QueueItem} item */
export const isAlike = ({ state }) => state === "alike";

/** @param {QueueItem} item */
export const isWaiting = ({ state }) => state === "waiting";

/** @param {QueueItem} item */
export const isRunning = ({ state }) => state === "running";

/**
 * @param {(structure: boolean) => void} changed `structure`: not only one item
 */
export function createStore(changed) {
  let queue = NONE;
  /** Places by number. @type {Map<number, number>} */
  let places = new Map();
  /** On the clock of `performance.now()`. @type {number | null} */
  let heldUntil = null;
  /** Whole states that arrived by themselves; an answer that was asked for before one of them is older than it. */
  let told = 0;
  /** Orders that the shell has not confirmed. */
  let moving = 0;

  /** @param {Queue} next */
  function take(next) {
    // While the person still moves rows, the order on the way is older than the one on the screen.
    const items = moving > 0 ? sortedAs(next.items) : next.items;
    queue = { ...next, items };
    heldUntil = next.status.state === "held" ? performance.now() + next.status.ms : null;
    places = new Map(items.map(({ id }, place) => [id, place]));
    changed(true);
  }

  /** @param {QueueItem[]} items */
  const sortedAs = (items) => items.toSorted((one, other) => (places.get(one.id) ?? Infinity) - (places.get(other.id) ?? Infinity) || 0);

  /** Asks for all of it. */
  async function read() {
    const before = told;
    const next = await queueState();
    if (told === before) take(next);
  }

  return {
    queue: () => queue,
    items: () => queue.items,
    read,
    /** @param {number} id */
    placeOf: (id) => places.get(id) ?? -1,
    /** @param {number} id */
    find: (id) => queue.items[places.get(id) ?? -1],
    /** Milliseconds until it goes on; `null`: nothing holds it. */
    heldMs: () => (heldUntil === null ? null : Math.max(0, heldUntil - performance.now())),
    /** @param {Queue} next */
    receive(next) {
      told += 1;
      take(next);
    },
    /** @param {QueueItem} item */
    receiveItem(item) {
      const place = places.get(item.id);
      const before = queue.items[place ?? -1];
      if (place === undefined || !before) return;
      // Told alone, it does not say which one it is the same as, or looks like.
      queue.items[place] = item.state === "same" || item.state === "alike" ? { ...item, sameAs: item.sameAs ?? before.sameAs } : item;
      changed(false);
    },
    /**
     * Shows an order before the shell has it.
     * @param {number[]} ids
     * @param {number | null} before
     * @param {() => Promise<void>} confirm rejects where it can't be had
     */
    async move(ids, before, confirm) {
      const moved = new Set(ids);
      const rest = queue.items.filter(({ id }) => !moved.has(id));
      const at = before === null ? rest.length : rest.findIndex(({ id }) => id === before);
      if (at < 0) return;
      const items = rest.toSpliced(at, 0, ...queue.items.filter(({ id }) => moved.has(id)));
      queue = { ...queue, items };
      places = new Map(items.map(({ id }, place) => [id, place]));
      changed(true);
      moving += 1;
      try {
        await confirm();
      } finally {
        moving -= 1;
        // Whatever came of it, the order in force is shown at the end.
        if (moving === 0) await read();
      }
    },
  };
}

/** @param {QueueItem[]} items @returns {Counts} */
export function countsOf(items) {
  const counts = { all: items.length, waiting: 0, running: 0, finished: 0, failed: 0, stopped: 0, unsure: 0, same: 0, alike: 0 };
  for (const { state } of items) counts[state] += 1;
  return counts;
}
