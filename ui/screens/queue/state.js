// The state of the queue: what the shell last reported, with an order that the user has just chosen and the shell has not confirmed
// yet, and what can be done in each state. No DOM here.

/** @import { Queue, QueueItem, QueueState, QueueStatus, ShellEvent } from "../../js/ipc.d.ts" */
/** @import { Mark } from "../../js/navigation.js" */
/** @import { Move } from "./findings.js" */

/** @typedef {ReturnType<typeof createStore>} Store */
/** @typedef {Record<QueueState, number> & { all: number }} Counts */
/** @typedef {QueueStatus["state"]} Phase */
/** @typedef {Extract<ShellEvent, { type: "queueChanged" }>} QueueChange */

/** @type {Queue} */
const NONE = { items: [], status: { state: "empty" }, atOnce: 1, tookMs: null, revision: -1 };

/** What the run button does in each state. @type {Partial<Record<Phase, "start" | "pause" | "goOn">>} */
const RUN = { ready: "start", running: "pause", held: "pause", pausing: "goOn", paused: "goOn", interrupted: "goOn" };

/** It has no answer and can be audited again. @param {QueueItem} item */
export const canRetry = ({ state }) => state === "failed" || state === "stopped" || state === "unsure";

/** It looks like another one and is not audited before the user confirms it. @param {QueueItem} item */
export const isAlike = ({ state }) => state === "alike";

/** @param {Pick<QueueItem, "state">} item */
export const isWaiting = ({ state }) => state === "waiting";

/** @param {QueueItem} item */
export const isRunning = ({ state }) => state === "running";

/**
 * What can be done with these items; an action concerns only those of them that allow it.
 * @param {QueueItem[]} items
 */
export const actionsOn = (items) => ({
  stop: items.some(isRunning),
  retry: items.some(canRetry),
  accept: items.some(isAlike),
  remove: items.some((item) => !isRunning(item)),
});

/** What the run button does, if anything. @param {Phase} phase @param {Pick<Counts, "waiting" | "running">} counts */
export const runAction = (phase, { waiting, running }) => (waiting + running > 0 ? RUN[phase] : undefined);

/** The records of these items in the order of the list, each once. @param {QueueItem[]} items */
export const recordsOf = (items) => [...new Set(items.flatMap(({ record }) => (record === null ? [] : [record])))];

/** Its row has no room for what there is to say about it. @param {QueueItem} item */
export const needsExplanation = ({ state }) => state === "failed" || state === "unsure" || state === "alike";

/**
 * How far the queue is: parts of those that are audited at all.
 * @param {Counts} counts
 */
export function progressOf({ all, same, alike, finished, failed, unsure, stopped }) {
  return { of: all - same - alike, done: finished + failed + unsure + stopped, parts: { finished, failed, unsure: unsure + stopped } };
}

/**
 * The mark beside the queue's name in the side bar.
 * @param {Mark | null} before the mark so far
 * @param {Phase} phase
 * @param {Counts} counts
 * @returns {Mark | null}
 */
export function markAfter(before, phase, { running, failed, unsure }) {
  if (phase === "interrupted") return "interrupted";
  if (running > 0 || phase === "running" || phase === "held") return "running";
  if (phase !== "done") return null;
  // What had ended when the app started needs no mark.
  if (before === "running") return failed + unsure > 0 ? "failed" : "finished";
  return before === "interrupted" ? null : before;
}

/** Whether the queue was at work in this state. @param {Phase} phase */
export const wasAtWork = (phase) => phase === "running" || phase === "held" || phase === "pausing";

/**
 * @param {(structure: boolean) => void} changed `structure`: more than one item
 * @param {() => Promise<Queue>} fetch the queue from the shell
 */
export function createStore(changed, fetch) {
  let queue = NONE;
  /** Places in the list by item id. @type {Map<number, number>} */
  let places = new Map();
  /** On the clock of `performance.now()`. @type {number | null} */
  let heldUntil = null;
  /** Moves that the shell has not confirmed. */
  let moving = 0;

  /** @param {Queue} next */
  function take(next) {
    // While a move is not confirmed, the shell's order is older than the one on the screen.
    const items = moving > 0 ? sortedAs(next.items) : next.items;
    queue = { ...next, items };
    heldUntil = heldUntilOf(next.status);
    places = new Map(items.map(({ id }, place) => [id, place]));
    changed(true);
  }

  /** @param {QueueStatus} status */
  const heldUntilOf = (status) => (status.state === "held" ? performance.now() + status.ms : null);

  /** @param {QueueItem[]} items */
  const sortedAs = (items) => items.toSorted((one, other) => (places.get(one.id) ?? Infinity) - (places.get(other.id) ?? Infinity) || 0);

  /** Fetches the whole queue. */
  async function read() {
    const next = await fetch();
    // What the shell sent meanwhile may be newer.
    if (next.revision >= queue.revision) take(next);
  }

  return {
    queue: () => queue,
    items: () => queue.items,
    read,
    /** @param {number} id */
    placeOf: (id) => places.get(id) ?? -1,
    /** @param {number} id */
    find: (id) => queue.items[places.get(id) ?? -1],
    /** Milliseconds until the queue goes on; `null`: it is not held. */
    heldMs: () => (heldUntil === null ? null : Math.max(0, heldUntil - performance.now())),
    /** @param {Queue} next */
    receive: take,
    /** @param {QueueChange} change */
    async receiveChange({ items, status, atOnce, tookMs, revision }) {
      if (revision <= queue.revision) return;
      // A change is missing: the page did not listen yet.
      if (revision > queue.revision + 1) return read();
      const structure = status.state !== queue.status.state || items.some(({ id }) => !places.has(id));
      for (const item of items) {
        const place = places.get(item.id) ?? queue.items.length;
        places.set(item.id, place);
        queue.items[place] = item;
      }
      queue = { items: queue.items, status, atOnce, tookMs, revision };
      heldUntil = heldUntilOf(status);
      changed(structure);
    },
    /**
     * @param {number[]} ids
     * @param {number | null} before the item that follows them; `null`: they go to the end
     * @param {() => Promise<void>} confirm rejects if the shell refuses
     */
    move: (ids, before, confirm) => moveAll([{ ids, before }], confirm),
    moveAll,
  };

  /**
   * Shows the new order before the shell has confirmed it.
   * @param {Move[]} moves one after another
   * @param {(move: Move) => Promise<void>} confirm rejects if the shell refuses
   */
  async function moveAll(moves, confirm) {
    const items = moves.reduce(afterMove, queue.items);
    if (items === queue.items) return;
    queue = { ...queue, items };
    places = new Map(items.map(({ id }, place) => [id, place]));
    changed(true);
    moving += 1;
    try {
      for (const move of moves) await confirm(move);
    } finally {
      moving -= 1;
      // Accepted or not, the order in force is shown in the end.
      if (moving === 0) await read();
    }
  }
}

/** The same items where there is nothing to move to. @param {QueueItem[]} items @param {Move} move */
function afterMove(items, { ids, before }) {
  const moved = new Set(ids);
  const rest = items.filter(({ id }) => !moved.has(id));
  const at = before === null ? rest.length : rest.findIndex(({ id }) => id === before);
  return at < 0 ? items : rest.toSpliced(at, 0, ...items.filter(({ id }) => moved.has(id)));
}

/** @param {QueueItem[]} items @returns {Counts} */
export function countsOf(items) {
  const counts = { all: items.length, waiting: 0, running: 0, finished: 0, failed: 0, stopped: 0, unsure: 0, same: 0, alike: 0 };
  for (const { state } of items) counts[state] += 1;
  return counts;
}
