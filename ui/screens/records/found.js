// The result of a search. Rows are fetched by the page as they come into view. Only the answer to the latest search
// counts; rows of an older one are dropped. No DOM here.

import { recordsDamaged, recordsPage, recordsSearch } from "../../js/bridge/records.js";
import { problemOf } from "../../js/bridge/tauri.js";

/** @import { Problem, RecordQuery, RecordRow, RecordsFound } from "../../js/ipc.d.ts" */

const PAGE_ROWS = 100;
/** Pages that are cached; the least recently shown ones are dropped. */
const PAGES_KEPT = 40;
/** Requests at once; with more, visible rows would wait for rows that have been scrolled past. */
const MOST_AT_ONCE = 2;
/** Rows of one request if all of them are wanted. */
const STRETCH = 1000;

/**
 * @param {object} tell
 * @param {() => void} tell.changed another search, or none
 * @param {(from: number, to: number) => void} tell.arrived rows, up to the one before `to`
 * @param {(problem: Problem) => void} tell.failed
 */
export function createFound(tell) {
  /** @type {RecordsFound | null} */
  let found = null;
  /** Counts the searches. */
  let turn = 0;
  /** @type {Map<number, RecordRow[]>} */
  let pages = new Map();
  /** The rows of the search before, where it asked for the same: shown until the new ones are here. @type {Map<number, RecordRow[]>} */
  let previous = new Map();
  /** @type {Set<number>} */
  let asked = new Set();
  /** @type {number[]} */
  let wanted = [];
  /** The visible rows. */
  let sight = { from: 0, to: 0 };
  /** The records that have been checked for damage. @type {Set<number>} */
  let lookedAt = new Set();

  /**
   * @param {RecordQuery} query
   * @param {boolean} again it repeats the previous request
   */
  async function search(query, again) {
    turn += 1;
    const mine = turn;
    try {
      const answer = await recordsSearch(query, PAGE_ROWS);
      if (mine !== turn) return;
      found = answer;
      previous = !again ? new Map() : pages.size > 0 ? pages : previous;
      pages = new Map([[0, answer.rows]]);
      asked = new Set();
      wanted = [];
      lookedAt = new Set();
      tell.changed();
    } catch (thrown) {
      if (mine === turn) tell.failed(problemOf(thrown));
    }
  }

  function fetchNext() {
    if (!found) return;
    while (asked.size < MOST_AT_ONCE) {
      const next = wanted.find((page) => !pages.has(page) && !asked.has(page));
      if (next === undefined) return;
      asked.add(next);
      void fetchPage(found.search, next, pages, asked);
    }
  }

  /**
   * @param {number} number of the search
   * @param {number} page
   * @param {Map<number, RecordRow[]>} into
   * @param {Set<number>} underWay
   */
  async function fetchPage(number, page, into, underWay) {
    try {
      const rows = await recordsPage(number, page * PAGE_ROWS, PAGE_ROWS);
      if (into !== pages) return;
      into.set(page, rows);
      previous.delete(page);
      for (const old of into.keys()) {
        if (into.size <= PAGES_KEPT) break;
        if (!wanted.includes(old)) into.delete(old);
      }
      tell.arrived(page * PAGE_ROWS, page * PAGE_ROWS + rows.length);
      void look();
    } catch (thrown) {
      if (into === pages) {
        // Not retried by itself; another search or scrolling asks again.
        wanted = wanted.filter((one) => one !== page);
        tell.failed(problemOf(thrown));
      }
    } finally {
      underWay.delete(page);
      if (into === pages) fetchNext();
    }
  }

  /** @param {number} index */
  const row = (index) => (pages.get(Math.floor(index / PAGE_ROWS)) ?? previous.get(Math.floor(index / PAGE_ROWS)))?.[index % PAGE_ROWS];

  /** Marks visible rows that are damaged. Checking takes longer than showing them, so it comes after. */
  async function look() {
    const { from, to } = sight;
    const mine = lookedAt;
    /** @type {RecordRow[]} */
    const rows = [];
    for (let index = from; index < to; index += 1) {
      const one = row(index);
      if (one && !mine.has(one.id)) rows.push(one);
    }
    if (rows.length === 0) return;
    for (const { id } of rows) mine.add(id);
    try {
      const damaged = new Set(await recordsDamaged(rows.map(({ id }) => id)));
      if (mine !== lookedAt || damaged.size === 0) return;
      for (const one of rows) one.damaged ||= damaged.has(one.id);
      tell.arrived(from, to);
    } catch {
      // Checked again once they are visible again; opening one checks it too.
      for (const { id } of rows) mine.delete(id);
    }
  }

  return {
    search,
    found: () => found,
    total: () => found?.total ?? 0,
    row,
    /** These rows are visible: fetches the missing ones. @param {number} from @param {number} to the one after the last */
    want(from, to) {
      wanted = [];
      for (let page = Math.floor(from / PAGE_ROWS); page * PAGE_ROWS < to; page += 1) {
        wanted.push(page);
        // Shown last, so dropped last.
        const rows = pages.get(page);
        if (rows) {
          pages.delete(page);
          pages.set(page, rows);
        }
      }
      fetchNext();
      sight = { from, to };
      void look();
    },
    /**
     * All rows of a range, visible or not.
     * @param {number} from
     * @param {number} to the one after the last
     */
    async rows(from, to) {
      /** @type {RecordRow[]} */
      const all = [];
      const number = found?.search;
      if (number === undefined) return all;
      while (from + all.length < to) {
        const rows = await recordsPage(number, from + all.length, Math.min(STRETCH, to - from - all.length));
        if (rows.length === 0) break;
        all.push(...rows);
      }
      return all;
    },
  };
}
