// Which items of the queue are selected, and where moving them puts them. No DOM here.

import { isWaiting } from "./state.js";

/** @import { QueueItem } from "../../js/ipc.d.ts" */
/** @import { Store } from "./state.js" */

/** @param {Pick<Store, "items" | "placeOf">} store */
export function createSelection(store) {
  /** @type {Set<number>} */
  const selection = new Set();
  /** Where a range of selected rows begins. @type {number | null} */
  let anchor = null;

  return {
    count: () => selection.size,
    /** @param {number} id */
    has: (id) => selection.has(id),
    /** In the order of the list. */
    items: () => store.items().filter(({ id }) => selection.has(id)),
    /**
     * Selects a row, or deselects it.
     * @param {number} index
     * @param {boolean} range all rows from the one selected last
     */
    toggle(index, range) {
      const item = store.items()[index];
      if (!item) return;
      const start = anchor === null ? -1 : store.placeOf(anchor);
      if (range && start >= 0) {
        for (const { id } of store.items().slice(Math.min(start, index), Math.max(start, index) + 1)) selection.add(id);
      } else {
        if (!selection.delete(item.id)) selection.add(item.id);
        anchor = item.id;
      }
    },
    /** @param {boolean} wanted all of them, or none */
    setAll(wanted) {
      selection.clear();
      if (wanted) for (const { id } of store.items()) selection.add(id);
    },
    /** Forgets items that have left the list. */
    prune() {
      for (const id of selection) if (store.placeOf(id) < 0) selection.delete(id);
    },
  };
}

/**
 * What follows items that are dropped at a place; `null`: nothing.
 * @param {QueueItem[]} items
 * @param {number[]} ids
 * @param {number} place
 */
export function followerAt(items, ids, place) {
  const moved = new Set(ids);
  return items.slice(place).find(({ id }) => !moved.has(id))?.id ?? null;
}

/**
 * Where a key moves items: past the next one that is waiting. Those that are not waiting have been audited.
 * @param {QueueItem[]} items
 * @param {QueueItem[]} chosen
 * @param {1 | -1} by
 * @returns {{ ids: number[], before: number | null } | "none" | "first" | "last"} or why nothing moves
 */
export function moveBy(items, chosen, by) {
  const moved = chosen.filter(isWaiting);
  const [first, last] = [moved[0], moved.at(-1)];
  if (!first || !last) return "none";
  const ids = new Set(moved.map(({ id }) => id));
  const placeOf = (/** @type {number} */ wanted) => items.findIndex(({ id }) => id === wanted);
  const others = by < 0 ? items.slice(0, placeOf(first.id)).toReversed() : items.slice(placeOf(last.id) + 1);
  const passed = others.find((item) => isWaiting(item) && !ids.has(item.id));
  if (!passed) return by < 0 ? "first" : "last";
  const before = by < 0 ? passed.id : followerAt(items, [...ids], placeOf(passed.id) + 1);
  return { ids: [...ids], before };
}
