// Shows a flowchart: at once the picture that is there, scaled, and the visible part sharp as soon as it is drawn.

import { create, within } from "../../js/dom.js";
import { createChartPictures } from "./chart-pictures.js";
import { createZoomPan } from "../picture/zoom-pan.js";

/** @import { Chart, Problem, Region } from "../../js/ipc.d.ts" */
/** @import { Drawn } from "./chart-pictures.js" */
/** @import { Place } from "../picture/zoom-pan.js" */

/** A sharp picture is drawn once zooming has paused. */
const SETTLED_MS = 120;
/** Margin around the visible part, as a share of it, so that a short pan stays sharp. */
const AROUND = 0.25;
/** A picture this much coarser than the screen is still sharp to the eye. */
const COARSER = 0.98;

/**
 * @param {string} prefix of the template's instance
 * @param {object} tell
 * @param {(chart: Chart) => void} tell.shown
 * @param {(problem: Problem) => void} tell.refused
 */
export function createChartViewer(prefix, tell) {
  const { element } = within("chart-card", prefix);
  const frame = element("chart-frame");
  const canvas = create("canvas", "chart-canvas");
  canvas.setAttribute("role", "img");
  frame.append(canvas);
  const paint = canvas.getContext("2d");

  /** @type {Place | null} */
  let place = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let settling;
  let first = true;

  const pictures = createChartPictures({
    drawn() {
      const chart = pictures.whole()?.chart;
      if (!chart) return;
      if (first) {
        first = false;
        tell.shown(chart);
        view.fit();
      } else if (place) draw(place);
    },
    refused: tell.refused,
  });

  const tools = {
    zoomIn: element("chart-zoom-in"), zoomOut: element("chart-zoom-out"), fit: element("chart-zoom-fit"),
    actual: element("chart-zoom-actual"), percent: element("chart-zoom-percent"),
  };
  const view = createZoomPan(frame, tools, {
    size: () => pictures.whole()?.chart ?? null,
    actual: () => 1,
    least: 0.25,
    most: 8,
    draw(next) {
      place = next;
      draw(next);
      clearTimeout(settling);
      settling = setTimeout(sharpen, SETTLED_MS);
    },
  });

  /** @param {Place} at */
  function draw(at) {
    const ratio = window.devicePixelRatio;
    const [width, height] = [Math.round(frame.clientWidth * ratio), Math.round(frame.clientHeight * ratio)];
    if (!paint || width === 0 || height === 0) return;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    paint.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint.clearRect(0, 0, frame.clientWidth, frame.clientHeight);
    // Charts are dark on a transparent background: they need a light one in dark colours too.
    paint.fillStyle = "#ffffff";
    paint.fillRect(at.left, at.top, at.width, at.height);
    const [whole, part] = [pictures.whole(), pictures.part()];
    if (whole) put(paint, whole, at);
    if (part && whole && fits(part.chart, whole.chart, at)) put(paint, part, at);
  }

  /**
   * Whether a part fits what is in sight: one made for a closer look would stand out as a patch of other sharpness.
   * @param {Chart} part
   * @param {Chart} whole
   * @param {Place} at
   */
  function fits(part, whole, at) {
    const scale = at.scale * window.devicePixelRatio;
    if (whole.scale >= scale * COARSER) return false;
    return part.scale <= scale / COARSER || covers(part.region, at, frame);
  }

  /** The visible part, in pixels of the chart. @param {Place} at @param {Chart} chart @returns {Region | null} */
  function inSight(at, chart) {
    const [wide, high] = [frame.clientWidth / at.scale, frame.clientHeight / at.scale];
    const left = Math.max(0, -at.left / at.scale - wide * AROUND);
    const top = Math.max(0, -at.top / at.scale - high * AROUND);
    const right = Math.min(chart.width, -at.left / at.scale + wide * (1 + AROUND));
    const bottom = Math.min(chart.height, -at.top / at.scale + high * (1 + AROUND));
    return right > left && bottom > top ? { x: left, y: top, width: right - left, height: bottom - top } : null;
  }

  function sharpen() {
    const whole = pictures.whole();
    if (!whole || !place || frame.clientWidth === 0) return;
    const scale = place.scale * window.devicePixelRatio;
    if (whole.chart.scale >= scale * COARSER) return;
    const region = inSight(place, whole.chart);
    if (!region) return;
    const part = pictures.part();
    if (part && part.chart.scale >= scale * COARSER && covers(part.chart.region, place, frame)) return;
    pictures.want({ scale, region });
  }

  return {
    /** Shows the flowchart of a run, or none. @param {number | null} run */
    show(run) {
      clearTimeout(settling);
      first = true;
      place = null;
      pictures.show(run, window.devicePixelRatio);
    },
    /** The alternative text of the picture. @param {string} words */
    describe: (words) => canvas.setAttribute("aria-label", words),
    draw: view.draw,
    fit: view.fit,
    chart: () => pictures.whole()?.chart ?? null,
  };
}

/**
 * @param {CanvasRenderingContext2D} paint
 * @param {Drawn} drawn
 * @param {Place} at
 */
function put(paint, { chart, bitmap }, at) {
  const { x, y, width, height } = chart.region;
  paint.imageSmoothingQuality = "high";
  paint.drawImage(bitmap, at.left + x * at.scale, at.top + y * at.scale, width * at.scale, height * at.scale);
}

/**
 * Whether a region holds all that is in sight.
 * @param {Region} region
 * @param {Place} at
 * @param {HTMLElement} frame
 */
function covers(region, at, frame) {
  const left = Math.max(0, -at.left / at.scale);
  const top = Math.max(0, -at.top / at.scale);
  const right = Math.min(at.width, frame.clientWidth - at.left) / at.scale;
  const bottom = Math.min(at.height, frame.clientHeight - at.top) / at.scale;
  const near = 1 / at.scale;
  return region.x <= left + near && region.y <= top + near && region.x + region.width >= right - near && region.y + region.height >= bottom - near;
}
