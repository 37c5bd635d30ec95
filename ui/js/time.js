// Dates and times in the language of the window, by the clock of this machine.

import { language, t } from "./i18n.js";

/** @param {number} at milliseconds since 1970 */
export const clock = (at) => new Intl.DateTimeFormat(language(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);

/** @param {number} at milliseconds since 1970 */
export function day(at) {
  const date = new Date(at);
  const year = date.getFullYear() === new Date().getFullYear() ? {} : { year: /** @type {const} */ ("numeric") };
  return new Intl.DateTimeFormat(language(), { ...year, month: "short", day: "numeric" }).format(date);
}

/** Short, for a list: the time for today, the day otherwise. @param {number} at milliseconds since 1970 */
export function lately(at) {
  const days = Math.round((midnight(Date.now()) - midnight(at)) / 86_400_000);
  if (days <= 0) return clock(at);
  return days === 1 ? t("time.yesterday") : day(at);
}

/** For a sentence or a row: the date in figures, or the time for today. @param {number} at milliseconds since 1970 */
export function date(at) {
  if (midnight(at) === midnight(Date.now())) return t("time.today", { time: clock(at) });
  return new Intl.DateTimeFormat(language(), { year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}

/** @param {number} at */
const midnight = (at) => new Date(at).setHours(0, 0, 0, 0);

/** Minutes by which the clock of this machine is ahead of UTC at a time. @param {number} at milliseconds since 1970 */
const offsetHere = (at) => -new Date(at).getTimezoneOffset();

/**
 * By the clock of the machine that recorded it, with its offset from UTC if this machine has another one.
 * @param {number} at milliseconds since 1970
 * @param {number} offset minutes by which that clock was ahead of UTC
 */
export function recordedAt(at, offset) {
  return `${figures(at, offset).slice(0, 16)}${offset === offsetHere(at) ? "" : ` ${zoneWords(offset)}`}`;
}

/**
 * The same to the second, always with the offset from UTC.
 * @param {number} at milliseconds since 1970
 * @param {number} offset minutes by which that clock was ahead of UTC
 */
export const recordedExactly = (at, offset) => `${figures(at, offset)} ${zoneWords(offset)}`;

/** By the clock of this machine. @param {number} at milliseconds since 1970 */
export const happenedAt = (at) => figures(at, offsetHere(at));

/** @param {number} at @param {number} offset */
const figures = (at, offset) => new Date(at + offset * 60_000).toISOString().slice(0, 19).replace("T", " ");

/** @param {number} offset */
function zoneWords(offset) {
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  return `UTC${offset < 0 ? "−" : "+"}${two(hours)}:${two(minutes)}`;
}
