// What a search of the records found, its rows fetched by the page as they come into sight. Of two answers the newest question's
// wins, and what was fetched for an older one is forgotten. No DOM here.

import { recordsDamaged, recordsPage, recordsSearch } from "../../js/bridge/records.js";
import { problemOf } from "../../js/bridge/tauri.js";

/** @import { Problem, RecordQuery, RecordRow, RecordsFound } from "../../js/ipc.d.ts" */

const PAGE_ROWS = 100;
/** Pages that are kept; those out of sight for longest make room. */
const PAGES_KEPT = 40;
/** At once; more would make those that are in sight now wait for those that were. */
const MOST_AT_ONCE = 2;
/** Rows fetched at a stretch where all of them are wanted. */
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
  /** Counts the questions. */
  let turn = 0;
  /** @type {Map<number, RecordRow[]>} */
  let pages = new Map();
  /** The rows of the search before, where it asked for the same: shown until the new ones are here. @type {Map<number, RecordRow[]>} */
  let previous = new Map();
  /** @type {Set<number>} */
  let asked = new Set();
  /** @type {number[]} */
  let wanted = [];
  /** In sight. */
  let sight = { from: 0, to: 0 };
  /** The records that were looked at, or are, for damage. @type {Set<number>} */
  let lookedAt = new Set();

  /**
   * @param {RecordQuery} query
   * @param {boolean} again it asks for what the one before asked for
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
        // Not again and again by itself; another search or another place asks anew.
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

  /** Marks those in sight that are damaged. That takes longer than showing them, so it comes after. */
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
      // Looked at again once they are in sight again; whoever opens one is told.
      for (const { id } of rows) mine.delete(id);
    }
  }

  return {
    search,
    found: () => found,
    total: () => found?.total ?? 0,
    row,
    /** These rows are in sight: fetches what is missing of them. @param {number} from @param {number} to the one after the last */
    want(from, to) {
      wanted = [];
      for (let page = Math.floor(from / PAGE_ROWS); page * PAGE_ROWS < to; page += 1) {
        wanted.push(page);
        // Looked at last, so dropped last.
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
     * All rows of a stretch, wherever they are in sight.
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
