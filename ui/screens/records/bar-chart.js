// Stacked bars as SVG, one for each month. Hidden from screen readers: the table beside it has the same numbers.

const SVG = "http://www.w3.org/2000/svg";
const BAR = 26;
const STEP = 44;
const HEIGHT = 200;
const TOP = 20;
const BOTTOM = 34;
const LEFT = 52;
const GRID_LINES = 4;

/** @typedef {{ label: string, year: string, parts: number[], sum: string }} Bar `parts` from below, in the order of the series */

/**
 * @param {Bar[]} bars
 * @param {string[]} series what each part is called in the style sheet
 * @param {(value: number) => string} words for a number of the scale
 */
export function drawBars(bars, series, words) {
  const most = Math.max(0, ...bars.map(({ parts }) => total(parts)));
  const step = niceStep(most / GRID_LINES);
  const top = Math.max(step, Math.ceil(most / step) * step);
  const width = LEFT + bars.length * STEP + 8;
  const svg = shape("svg", { viewBox: `0 0 ${width} ${HEIGHT + TOP + BOTTOM}`, class: "bars", "aria-hidden": "true", focusable: "false" });
  svg.style.width = `${width / 16}rem`;
  const yOf = (/** @type {number} */ value) => TOP + HEIGHT - (value / top) * HEIGHT;
  for (let value = 0; value <= top + step / 2; value += step) {
    const y = yOf(value);
    svg.append(shape("line", { x1: LEFT, x2: width, y1: y, y2: y, class: value === 0 ? "bars-ground" : "bars-line" }), text(LEFT - 8, y + 4, words(value), "end"));
  }
  for (const [index, { label, year, parts, sum }] of bars.entries()) {
    const x = LEFT + index * STEP + (STEP - BAR) / 2;
    let below = 0;
    for (const [place, value] of parts.entries()) {
      if (value === 0) continue;
      const [y, high] = [yOf(below + value), (value / top) * HEIGHT];
      svg.append(shape("rect", { x, y, width: BAR, height: Math.max(high, .5), class: `series-${series[place] ?? ""}` }));
      below += value;
    }
    svg.append(text(x + BAR / 2, yOf(below) - 5, sum, "middle"), text(x + BAR / 2, TOP + HEIGHT + 15, label, "middle"));
    if (index === 0 || bars[index - 1]?.year !== year) svg.append(text(x + BAR / 2, TOP + HEIGHT + 29, year, "middle"));
  }
  return svg;
}

/** @param {number[]} parts */
const total = (parts) => parts.reduce((sum, part) => sum + part, 0);

/** 1, 2 or 5 times a power of ten, at least 1. @param {number} least */
function niceStep(least) {
  if (least <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((one) => one * power >= least) ?? 10) * power;
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function shape(name, attributes) {
  const made = /** @type {SVGElement} */ (document.createElementNS(SVG, name));
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} words
 * @param {string} anchor
 */
function text(x, y, words, anchor) {
  const made = shape("text", { x, y, "text-anchor": anchor });
  made.textContent = words;
  return made;
}
