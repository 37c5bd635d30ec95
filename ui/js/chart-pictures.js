// Pictures of one flowchart: all of it, and the part in sight as sharp as the screen can show it. One picture is asked
// for at a time; while it is drawn, only the latest wish is kept. No page here.

import { flowchartDraw, problemOf } from "./bridge.js";

/** @import { Chart, ChartOrder, Problem } from "./ipc.d.ts" */

/** @typedef {{ chart: Chart, bitmap: ImageBitmap }} Drawn */

/**
 * @typedef {object} PicturesListener
 * @property {() => void} drawn there is a new picture
 * @property {(problem: Problem) => void} refused the chart can't be drawn at all
 */

/** @param {PicturesListener} listener */
export function createChartPictures(listener) {
  /** @type {number | null} */
  let run = null;
  /** All of the chart. @type {Drawn | null} */
  let whole = null;
  /** A part of it, sharper. @type {Drawn | null} */
  let part = null;
  /** @type {ChartOrder | null} */
  let wish = null;
  let busy = false;

  function forget() {
    whole?.bitmap.close();
    part?.bitmap.close();
    [whole, part, wish] = [null, null, null];
  }

  async function work() {
    if (busy) return;
    busy = true;
    while (wish && run !== null) {
      const [order, asked] = [wish, run];
      wish = null;
      await draw(order, asked);
    }
    busy = false;
  }

  /**
   * @param {ChartOrder} order
   * @param {number} asked the run
   */
  async function draw(order, asked) {
    try {
      const { chart, png } = await flowchartDraw(asked, order);
      const bitmap = await createImageBitmap(png);
      if (asked !== run) bitmap.close();
      else take({ chart, bitmap }, order.region === null);
    } catch (thrown) {
      // Without a sharper part, the picture of the whole is still there.
      if (asked === run && !whole) listener.refused(problemOf(thrown));
    }
  }

  /**
   * @param {Drawn} drawn
   * @param {boolean} all
   */
  function take(drawn, all) {
    if (all) {
      whole?.bitmap.close();
      whole = drawn;
    } else {
      part?.bitmap.close();
      part = drawn;
    }
    listener.drawn();
  }

  return {
    /**
     * Begins with the chart of another run, or with none.
     * @param {number | null} next
     * @param {number} scale device pixels for each of the chart's at which all of it is drawn first
     */
    show(next, scale) {
      forget();
      run = next;
      if (next === null) return;
      wish = { scale, region: null };
      void work();
    },
    /** @param {ChartOrder} order */
    want(order) {
      if (!whole) return;
      wish = order;
      void work();
    },
    whole: () => whole,
    part: () => part,
    isBusy: () => busy,
  };
}
