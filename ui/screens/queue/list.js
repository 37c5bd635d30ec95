// The rows of the queue: selecting them, opening them and moving them.

import { announce } from "../../js/announce.js";
import { element } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { pictureName } from "../../parts/picture/picture-facts.js";
import { createGrid } from "../../parts/widgets/grid.js";
import { createDrag } from "./drag.js";
import { makeRow } from "./row.js";
import { createSelection, followerAt, moveBy } from "./selection.js";
import { isWaiting } from "./state.js";

/** @import { QueueItem } from "../../js/ipc.d.ts" */
/** @import { Act } from "./row.js" */
/** @import { Store } from "./state.js" */

/**
 * @typedef {object} ListOwner
 * @property {(act: Act, items: QueueItem[]) => void} act
 * @property {(ids: number[], before: number | null) => void} move
 * @property {() => void} selected the selection or the active row has changed
 */

/**
 * @param {Store} store
 * @param {ListOwner} owner
 */
export function createList(store, owner) {
  const frame = element("queue-list");
  const body = element("queue-body");
  const selection = createSelection(store);
  /** The item that has the keyboard. @type {number | null} */
  let active = null;

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
      move(ids, followerAt(store.items(), ids, place));
    },
  });

  /** What a key acts on: the selected items, or else the active one. */
  function chosen() {
    const all = selection.items();
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

  /** Scrolls to a row and gives it the keyboard. @param {number} id */
  function show(id) {
    const place = store.placeOf(id);
    if (place < 0) return;
    grid.go(place);
    grid.focus();
  }

  /** Shows the row of a record, or the active row if that one is gone. @param {number} record */
  function showRecord(record) {
    const item = store.items().find((one) => one.record === record);
    if (item) show(item.id);
    else grid.focus();
  }

  /** @param {number} index @param {boolean} range all rows from the one selected last */
  function select(index, range) {
    if (!store.items()[index]) return;
    selection.toggle(index, range);
    selected();
  }

  /** @param {boolean} wanted */
  function selectAll(wanted) {
    selection.setAll(wanted);
    selected();
  }

  function selected() {
    grid.refill();
    owner.selected();
    announce(t("records.selected", { count: selection.count() }));
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    const modified = event.ctrlKey || event.metaKey;
    if (event.altKey && !modified && (event.key === "ArrowUp" || event.key === "ArrowDown")) step(event.key === "ArrowUp" ? -1 : 1);
    else if (!event.altKey && !modified && (event.key === "Delete" || event.key === "Backspace")) owner.act("remove", chosen());
    else return false;
    return true;
  }

  /** @param {1 | -1} by */
  function step(by) {
    const target = moveBy(store.items(), chosen(), by);
    if (target === "none") announce(t("queue.moveNone"));
    else if (target === "first") announce(t("queue.moveFirst"));
    else if (target === "last") announce(t("queue.moveLast"));
    else move(target.ids, target.before);
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
    // A click on the tick or with a modifier selects, as in the records; any other click only makes the row active.
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
    selected: selection.items,
    selectNone: () => selectAll(false),
    active: () => (active === null ? undefined : store.find(active)),
    focus: grid.focus,
    showRecord,
    /** Scrolls to the active row. */
    reveal: () => grid.go(grid.at()),
    /** The rows or their order have changed. */
    refresh() {
      selection.prune();
      const place = active === null ? -1 : store.placeOf(active);
      if (place >= 0) grid.stand(place);
      grid.refresh();
      // If the active item is gone, the one in its place becomes active.
      if (active !== null && place < 0) active = store.items()[grid.at()]?.id ?? null;
    },
    /** The rows' words. */
    refill: () => grid.refill(),
  };
}
