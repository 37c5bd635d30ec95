// Pictures of one flowchart: all of it, and the visible part at the resolution of the screen. One picture of a chart is
// drawn at a time; meanwhile only the latest request is remembered. The chart of another run does not wait. No DOM here.

import { flowchartDraw } from "../../js/bridge/reports.js";
import { problemOf } from "../../js/bridge/tauri.js";

/** @import { Chart, ChartOrder, Problem } from "../../js/ipc.d.ts" */

/** @typedef {{ chart: Chart, bitmap: ImageBitmap }} Drawn */

/**
 * @typedef {object} Sheet the pictures of one run's chart
 * @property {number} run
 * @property {Drawn | null} whole all of the chart
 * @property {Drawn | null} part a part of it, sharper
 * @property {ChartOrder | null} wish
 * @property {boolean} busy
 */

/**
 * @typedef {object} PicturesListener
 * @property {() => void} drawn there is a new picture
 * @property {(problem: Problem) => void} refused the chart can't be drawn at all
 */

/** @param {PicturesListener} listener */
export function createChartPictures(listener) {
  /** @type {Sheet | null} */
  let sheet = null;

  /** @param {Sheet} mine */
  async function work(mine) {
    if (mine.busy) return;
    mine.busy = true;
    while (mine.wish && mine === sheet) {
      const order = mine.wish;
      mine.wish = null;
      await draw(mine, order);
    }
    mine.busy = false;
  }

  /**
   * @param {Sheet} mine
   * @param {ChartOrder} order
   */
  async function draw(mine, order) {
    try {
      const { chart, png } = await flowchartDraw(mine.run, order);
      const bitmap = await createImageBitmap(png);
      if (mine !== sheet) return bitmap.close();
      const place = order.region === null ? "whole" : "part";
      mine[place]?.bitmap.close();
      mine[place] = { chart, bitmap };
      listener.drawn();
    } catch (thrown) {
      // Without a sharper part, the whole picture is still shown.
      if (mine === sheet && !mine.whole) listener.refused(problemOf(thrown));
    }
  }

  return {
    /**
     * Shows the chart of another run, or none.
     * @param {number | null} run
     * @param {number} scale device pixels for each of the chart's at which all of it is drawn first
     */
    show(run, scale) {
      sheet?.whole?.bitmap.close();
      sheet?.part?.bitmap.close();
      sheet = run === null ? null : { run, whole: null, part: null, wish: { scale, region: null }, busy: false };
      if (sheet) void work(sheet);
    },
    /** @param {ChartOrder} order */
    want(order) {
      if (!sheet?.whole) return;
      sheet.wish = order;
      void work(sheet);
    },
    whole: () => sheet?.whole ?? null,
    part: () => sheet?.part ?? null,
  };
}
