// What stands before a report once it leaves the window: what was audited, by whom, and how it ended, so that
// neither a demo nor half a report can be taken for a finished one. Also the file name, for the same reason.

import { bytes, duration, language, number, t, tenth } from "./i18n.js";
import { describe } from "./problem-text.js";

/** @import { Run } from "./run.js" */

/** @param {Run} run */
export function reportHeading(run) {
  const marks = [run.demo ? t("heading.demo") : null, incompleteMark(run)].filter((mark) => mark !== null);
  const lines = [
    `# ${t("heading.title")}`,
    "",
    ...marks.flatMap((mark) => [`> **${escape(mark)}**`, ""]),
    ...facts(run).map(([name, value]) => `- ${name}${language() === "en" ? ": " : "："}${value}`),
  ];
  return `${lines.join("\n")}\n\n---`;
}

/** @param {Run} run */
export function reportFileName(run) {
  const stem = run.asked.material?.name.replace(/\.[^.]*$/, "") ?? "";
  const clean = Array.from(stem.replace(/[\p{Cc}\p{Cf}\\/:*?"<>|]+/gu, " ").trim()).slice(0, 60).join("");
  const marks = [run.demo ? t("heading.fileDemo") : "", run.outcome === "finished" ? "" : t("heading.fileIncomplete")];
  const time = stamp(run.asked.at).slice(0, 16).replace(/[-:]/g, "").replace(" ", "-");
  return [t("heading.file"), clean, time, ...marks].filter(Boolean).join("-") + ".md";
}

/** @param {Run} run */
function incompleteMark(run) {
  if (run.outcome === "finished") return null;
  if (run.outcome === "cancelled") return t("heading.incompleteCancelled");
  if (run.problem) return t("heading.incompleteFailed", { reason: describe(run.problem).what.replace(/[。.]$/, "") });
  return t("heading.incompleteRunning");
}

/**
 * @param {Run} run
 * @returns {[string, string][]}
 */
function facts(run) {
  const { material, copy, model, temperature, at } = run.asked;
  const characters = Array.from(copy.trim()).length;
  /** @type {[string, string][]} */
  const rows = [[t("heading.outcome"), t(`heading.${run.outcome ?? "running"}`)]];
  if (material) {
    rows.push([t("heading.picture"), `${code(material.name || t("material.clipboard"))} · ${material.width} × ${material.height} · ${material.format.toUpperCase()} · ${bytes(material.bytes)}`]);
    rows.push(["SHA-256", code(material.sha256)]);
  } else {
    rows.push([t("heading.picture"), t("heading.noPicture")]);
  }
  rows.push([t("heading.copy"), characters > 0 ? t("heading.copyCharacters", { count: characters }) : t("heading.noCopy")]);
  rows.push([t("heading.service"), run.demo ? t("heading.serviceDemo") : code(run.origin)]);
  rows.push([t("heading.model"), model], [t("heading.temperature"), tenth(temperature)], [t("heading.started"), stamp(at)]);
  if (run.outcome) rows.push([t("heading.elapsed"), duration(run.elapsedMs)]);
  const tokens = run.usage?.total;
  if (tokens !== null && tokens !== undefined) rows.push([t("heading.tokens"), `${number(tokens)} tokens`]);
  return rows;
}

/** Local time with its offset, readable years later and elsewhere. @param {Date} at */
function stamp(at) {
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const offset = -at.getTimezoneOffset();
  const zone = `${offset < 0 ? "-" : "+"}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())} ${zone}`;
}

/** A foreign name as inline code, whatever is in it. @param {string} text */
function code(text) {
  const line = text.replace(/\s+/g, " ");
  const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), (ticks) => ticks[0].length));
  const fence = "`".repeat(longest + 1);
  return longest > 0 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/** @param {string} text */
function escape(text) {
  return text.replace(/[\\`*_[\]<>|]/g, "\\$&").replace(/\s+/g, " ");
}
