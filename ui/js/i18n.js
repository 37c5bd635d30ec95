// Words and numbers in the language of the window. All sentences are in ../locales.

import en from "../locales/en.js";
import zh from "../locales/zh-CN.js";

/** @import { Language } from "./ipc.d.ts" */
/** @typedef {typeof zh} Words */
/**
 * The dotted paths of all sentences: a misspelt one is a type error.
 * @template T
 * @typedef {{ [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}` }[keyof T & string]} Paths
 */
/** @typedef {Paths<Words>} Key */
/** @typedef {Record<string, string | number>} Params */

/** @type {Record<"zh-CN" | "en", Words>} */
const LOCALES = { "zh-CN": zh, en };

/** @type {"zh-CN" | "en"} */
let current = "zh-CN";

/** The language in use, as a BCP 47 tag. */
export const language = () => current;

/**
 * Puts a language in use; `system` follows the operating system, Chinese where it says neither.
 * @param {Language} wanted
 */
export function setLanguage(wanted) {
  current = wanted === "system" ? systemLanguage() : wanted;
  document.documentElement.lang = current;
}

function systemLanguage() {
  for (const tag of navigator.languages) {
    if (tag.toLowerCase().startsWith("zh")) return "zh-CN";
    if (tag.toLowerCase().startsWith("en")) return "en";
  }
  return "zh-CN";
}

/**
 * The sentence at a path that is known only at run time, if there is one.
 * @param {string} path
 * @param {Params} [params]
 * @returns {string | null}
 */
export function lookUp(path, params = {}) {
  /** @type {unknown} */
  let found = LOCALES[current];
  for (const part of path.split(".")) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, part)) return null;
    found = /** @type {Record<string, unknown>} */ (found)[part];
  }
  return typeof found === "string" ? fill(found, params) : null;
}

/**
 * The sentence at a path.
 * @param {Key} key
 * @param {Params} [params]
 */
export function t(key, params) {
  return lookUp(key, params) ?? key;
}

/**
 * `{name}` is the value; `{name|one|many}` is the word that goes with its number.
 * @param {string} sentence
 * @param {Params} params
 */
function fill(sentence, params) {
  return sentence.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name, one, many) => {
    const value = params[name];
    if (value === undefined) return whole;
    if (one !== undefined) return String(value) === "1" ? one : many;
    return typeof value === "number" ? number(value) : value;
  });
}

/** Making one takes longer than a row of a table may; formatting takes next to nothing. @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/** @param {number} value */
export function number(value) {
  const format = formats.get(current) ?? new Intl.NumberFormat(current);
  formats.set(current, format);
  return format.format(value);
}

/** Exactly one digit after the point, as for a temperature. @param {number} value */
export function tenth(value) {
  return value.toFixed(1);
}

/** A size in the decimal units that the service's limits are written in. @param {number} value */
export function bytes(value) {
  if (value < 1000) return `${value} B`;
  if (value < 1_000_000) return `${decimal(value / 1000)} KB`;
  return `${decimal(value / 1_000_000)} MB`;
}

/** @param {number} value */
function decimal(value) {
  const digits = value < 100 ? 1 : 0;
  // Rounded down, so that a file just over a limit never reads as being just within it.
  const cut = Math.floor(value * 10 ** digits + 1e-6) / 10 ** digits;
  return new Intl.NumberFormat(current, { maximumFractionDigits: digits }).format(cut);
}

/** A span of time. @param {number} milliseconds */
export function duration(milliseconds) {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 60) return t("run.seconds", { seconds: (Math.floor(seconds * 10) / 10).toFixed(1) });
  return t("run.minutes", { minutes: Math.floor(seconds / 60), seconds: String(Math.floor(seconds % 60)).padStart(2, "0") });
}

/**
 * Writes the words of all marked elements: `data-t` is the text, `data-t-label`, `-title` and
 * `-placeholder` are attributes.
 * @param {ParentNode} root
 */
export function translate(root) {
  /** @type {[string, (target: HTMLElement, words: string) => void][]} */
  const places = [
    ["t", (target, words) => (target.textContent = words)],
    ["tLabel", (target, words) => target.setAttribute("aria-label", words)],
    ["tTitle", (target, words) => (target.title = words)],
    ["tPlaceholder", (target, words) => target.setAttribute("placeholder", words)],
  ];
  for (const [name, write] of places) {
    const attribute = `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    for (const target of root.querySelectorAll(`[${attribute}]`)) {
      if (!(target instanceof HTMLElement)) continue;
      const key = target.dataset[name] ?? "";
      write(target, lookUp(key) ?? key);
    }
  }
}
