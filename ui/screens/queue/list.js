// The pictures of the queue in their order: which are selected, which one the keyboard stands on, and moving them. What is done with
// them is the business of actions.js.

import { announce } from "../../js/announce.js";
import { element } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { pictureName } from "../../parts/picture/picture-facts.js";
import { createGrid } from "../../parts/widgets/grid.js";
import { createDrag } from "./drag.js";
import { makeRow } from "./row.js";
import { isWaiting } from "./state.js";

/** @import { QueueItem } from "../../js/ipc.d.ts" */
/** @import { Act } from "./row.js" */
/** @import { Store } from "./state.js" */

/**
 * @typedef {object} ListOwner
 * @property {(act: Act, items: QueueItem[]) => void} act
 * @property {(ids: number[], before: number | null) => void} move
 * @property {() => void} selected others are selected, or another one is stood on
 */

/**
 * @param {Store} store
 * @param {ListOwner} owner
 */
export function createList(store, owner) {
  const frame = element("queue-list");
  const body = element("queue-body");
  /** @type {Set<number>} */
  const selection = new Set();
  /** The item that the keyboard stands on. @type {number | null} */
  let active = null;
  /** Where a range of selected rows begins. @type {number | null} */
  let anchor = null;

  const grid = createGrid(frame, element("queue-head"), body, {
    total: () => store.items().length,
    make: makeRow,
    fill(row, index) {
      const item = store.items()[index];
      const original = item && item.sameAs !== null ? store.find(item.sameAs) : undefined;
      row.fillWith(item, { selected: item !== undefined && selection.has(item.id), original });
    },
    inSight: () => undefined,
    open: (index) => open(store.items()[index]),
    select,
    selectAll: () => selectAll(true),
    measured: "record-row queue-row",
    key,
    press,
    stood,
  });
  createDrag(frame, body, {
    total: () => store.items().length,
    take(row) {
      const item = store.find(Number(row.dataset["item"]));
      if (!item || !isWaiting(item)) return [];
      return selection.has(item.id) ? chosen().filter(isWaiting).map(({ id }) => id) : [item.id];
    },
    drop(ids, place) {
      const moved = new Set(ids);
      const next = store.items().slice(place).find(({ id }) => !moved.has(id));
      move(ids, next?.id ?? null);
    },
  });

  /** What is selected, in the order of the list. */
  const selected = () => store.items().filter(({ id }) => selection.has(id));

  /** What a key is for: what is selected, or else the row that is stood on. */
  function chosen() {
    const all = selected();
    const one = store.items()[grid.at()];
    return all.length > 0 || !one ? all : [one];
  }

  /** @param {number} index */
  function stood(index) {
    active = store.items()[index]?.id ?? null;
    owner.selected();
  }

  /** @param {QueueItem | undefined} item */
  function open(item) {
    if (!item) return;
    if ((item.state === "same" || item.state === "alike") && item.sameAs !== null) return show(item.sameAs);
    if (item.record !== null) owner.act("open", [item]);
    else announce(t("queue.noRecord", { name: pictureName(item) }));
  }

  /** Leads to a row. @param {number} id */
  function show(id) {
    const place = store.placeOf(id);
    if (place < 0) return;
    grid.go(place);
    grid.focus();
  }

  /** Leads to the row of a record; where it has none any more, to the row that was stood on. @param {number} record */
  function showRecord(record) {
    const item = store.items().find((one) => one.record === record);
    if (item) show(item.id);
    else grid.focus();
  }

  /** @param {number} index @param {boolean} range from where the last one was selected */
  function select(index, range) {
    const item = store.items()[index];
    if (!item) return;
    const start = anchor === null ? -1 : store.placeOf(anchor);
    if (range && start >= 0) {
      for (const { id } of store.items().slice(Math.min(start, index), Math.max(start, index) + 1)) selection.add(id);
    } else {
      if (!selection.delete(item.id)) selection.add(item.id);
      anchor = item.id;
    }
    told();
  }

  /** @param {boolean} wanted */
  function selectAll(wanted) {
    selection.clear();
    if (wanted) for (const { id } of store.items()) selection.add(id);
    told();
  }

  function told() {
    grid.refill();
    owner.selected();
    announce(t("records.selected", { count: selection.size }));
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    const modified = event.ctrlKey || event.metaKey;
    if (event.altKey && !modified && (event.key === "ArrowUp" || event.key === "ArrowDown")) step(event.key === "ArrowUp" ? -1 : 1);
    else if (!event.altKey && !modified && (event.key === "Delete" || event.key === "Backspace")) owner.act("remove", chosen());
    else return false;
    return true;
  }

  /** One place up or down among those that wait; the others have had their turn. @param {1 | -1} by */
  function step(by) {
    const moved = chosen().filter(isWaiting);
    const [first, last] = [moved[0], moved.at(-1)];
    if (!first || !last) return announce(t("queue.moveNone"));
    const ids = new Set(moved.map(({ id }) => id));
    const items = store.items();
    const others = by < 0 ? items.slice(0, store.placeOf(first.id)).toReversed() : items.slice(store.placeOf(last.id) + 1);
    const passed = others.find((item) => isWaiting(item) && !ids.has(item.id));
    if (!passed) return announce(t(by < 0 ? "queue.moveFirst" : "queue.moveLast"));
    const after = items.slice(store.placeOf(passed.id) + 1).find(({ id }) => !ids.has(id));
    move([...ids], by < 0 ? passed.id : (after?.id ?? null));
  }

  /** @param {number[]} ids @param {number | null} before */
  function move(ids, before) {
    const follows = active !== null && ids.includes(active);
    owner.move(ids, before);
    if (!follows || active === null) return;
    const place = store.placeOf(active);
    grid.go(place);
    announce(t("queue.moved", { place: place + 1, of: store.items().length }));
  }

  /** @param {MouseEvent} event @param {number} index */
  function press(event, index) {
    const item = store.items()[index];
    const target = event.target instanceof Element ? event.target : null;
    const act = target?.closest("[data-act]")?.getAttribute("data-act");
    if (!item) return true;
    if (act === "original") {
      if (item.sameAs !== null) show(item.sameAs);
    } else if (act) owner.act(/** @type {Act} */ (act), [item]);
    // A tick and a press with a key held are for selecting, as in the records; any other only moves to the row.
    else return !(target?.closest(".record-tick") || event.shiftKey || event.ctrlKey || event.metaKey);
    return true;
  }

  body.addEventListener("dblclick", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[data-act], .record-tick, .queue-grip")) return;
    open(store.find(Number(target?.closest("[data-item]")?.getAttribute("data-item"))));
  });
  element("queue-tick-all").addEventListener("change", () => selectAll(element("queue-tick-all").checked));

  return {
    selected,
    chosen,
    selectNone: () => selectAll(false),
    /** The item that the keyboard stands on. */
    active: () => (active === null ? undefined : store.find(active)),
    focus: grid.focus,
    showRecord,
    /** The keyboard's row is in sight. */
    reveal: () => grid.go(grid.at()),
    /** Other rows, or in another order. */
    refresh() {
      for (const id of selection) if (store.placeOf(id) < 0) selection.delete(id);
      const place = active === null ? -1 : store.placeOf(active);
      if (place >= 0) grid.stand(place);
      grid.refresh();
      // Where that one is gone, its neighbour takes its place.
      if (active !== null && place < 0) active = store.items()[grid.at()]?.id ?? null;
    },
    /** The rows' words. */
    refill: () => grid.refill(),
  };
}
