// Turns a Problem into two sentences: what happened and what to do.

import { bytes, lookUp, number, t } from "./i18n.js";
import { faultsIn, faultWords } from "./template-faults.js";

/** @import { Problem } from "./ipc.d.ts" */
/** @import { Params } from "./i18n.js" */

/** Longer text of others is cut; the details hold all of it. */
const FOREIGN_CHARACTERS = 200;

/** One of the app's own files can't be read; `reason` says why. */
const UNREADABLE = ["settings_unreadable", "kept_unreadable", "records_folder_unreadable", "log_unreadable"];

/**
 * @param {Problem} problem
 * @param {boolean} [pictureOnly] the request held a picture and no text
 * @returns {{ what: string, remedy: string }}
 */
export const describe = (problem, pictureOnly = false) => sentences(problem, variantOf(problem, pictureOnly));

/** Recognising text happens in a worker too, and has sentences of its own. @param {Problem} problem */
export const describeOcr = (problem) => sentences(problem, problem.code.startsWith("worker_") ? "reading" : variantOf(problem, false));

/** So does preparing files. @param {Problem} problem */
export const describePreparing = (problem) => sentences(problem, problem.code.startsWith("worker_") ? "preparing" : variantOf(problem, false));

/** So do rules that a person writes or imports: nothing was saved. @param {Problem} problem @param {"own" | "import"} what */
export const describeRules = (problem, what) => sentences(notKept(problem), problem.code === "rules_unusable" ? rulesVariant(problem, what) : variantOf(problem, false));

/** The text of an article that a person pasted was not saved. @param {Problem} problem */
export const describeArticle = (problem) => sentences(notKept(problem), problem.code === "rules_unusable" || problem.code === "finding_too_long" ? "article" : variantOf(problem, false));

/**
 * @param {Problem} problem
 * @param {string} name of the variant that fits
 */
function sentences(problem, name) {
  const params = shown(problem);
  const root = `problem.${problem.code}`;
  const variant = `${root}.${name}`;
  const what = lookUp(`${variant}.what`, params) ?? lookUp(`${root}.what`, params);
  const remedy = lookUp(`${variant}.do`, params) ?? lookUp(`${root}.do`, params);
  if (what !== null && remedy !== null) return { what, remedy };
  return { what: t("problem.unknown.what", { code: problem.code }), remedy: t("problem.unknown.do") };
}

/**
 * For the app's own files, unlike for a file that the user saves, there is no other folder to choose.
 * @param {Problem} problem
 * @returns {Problem}
 */
export const notKept = (problem) => (problem.code === "save_failed" ? { ...problem, code: "not_kept" } : problem);

/** The settings of the key have the remedy. @param {Problem} problem */
export const concernsKey = ({ consequence }) => consequence === "fixKey";

/** The service refused the key, rather than that it could not be read on this machine. @param {Problem} problem */
export const isKeyRefused = ({ code, consequence }) => consequence === "fixKey" && code !== "key_format" && !code.startsWith("keychain_");

/** The settings of the network have the remedy. @param {Problem} problem */
export const concernsNetwork = ({ consequence }) => consequence === "fixNetwork";

/**
 * The variant of a code's sentences that fits.
 * @param {Problem} problem
 * @param {boolean} pictureOnly
 * @returns {string}
 */
function variantOf({ code, params }, pictureOnly) {
  const text = (/** @type {string} */ name) => String(params[name] ?? "");
  switch (code) {
    case "invalid_request":
    case "bad_origin":
    case "key_format":
    case "stamp_address":
      return text("problem");
    case "stamp_refused":
      return text("words").trim() === "" ? "silent" : "";
    case "no_network":
    case "tls":
    case "file_unreadable":
    case "settings_not_saved":
    case "save_failed":
    case "not_kept":
      return text("reason");
    case "ca_unreadable":
    case "stamp_roots_unreadable":
      return text("found");
    case "timeout":
      return text("phase");
    case "oversize":
    case "flood":
    case "chart_too_complex":
    case "picture_too_complex":
    case "chart_entities":
    case "picture_entities":
      return text("what");
    case "service":
      return pictureOnly && params["service_code"] === 1003 ? "1003_picture" : text("service_code");
    case "http_status":
      return statusVariant(Number(params["status"]), params);
    case "proxy":
      return text("reason").startsWith("login") && text("schemes") === "" ? `${text("reason")}_unsaid` : text("reason");
    case "unreadable":
      return /^\s*text\/html/i.test(text("content_type")) ? "page" : "";
    case "redirect":
      return params["host"] ? "" : "nowhere";
    case "picture_format":
      return foundVariant(text("found"));
    case "picture_undecodable":
      return text("found") === "pdf" ? "pdf" : foundVariant(text("found"));
    case "picture_damaged":
      return damageVariant(text("format"), text("detail"));
    case "queue_too_many":
      return text("unit");
    case "parts_missing":
      return params["missing"] === params["of"] ? "all" : "";
    case "settings_unreadable":
    case "kept_unreadable":
      return params["kept"] === true ? "kept" : "";
    default:
      return "";
  }
}

/** Formats with a sentence of their own. */
const KNOWN_KINDS = [
  "heic", "avif", "zip", "ofd", "visio", "iwork", "epub", "xmind", "package", "html", "mhtml", "word_xml", "xml",
  "company_locked", "xlsx", "odf", "office_old", "office_locked", "rtf",
];

/** @param {string} found */
function foundVariant(found) {
  if (found === "" || found === "unknown") return "";
  return KNOWN_KINDS.includes(found) ? found : "found";
}

/**
 * A PDF is not called a picture, and a file that takes too long is not called damaged.
 * @param {string} format
 * @param {string} detail
 */
function damageVariant(format, detail) {
  if (format !== "pdf" || detail === "time") return detail;
  return detail === "memory" ? "pdf_memory" : "pdf";
}

/** A fault in an own rule names the rule itself. @param {Problem} problem @param {"own" | "import"} what */
function rulesVariant({ params }, what) {
  if (typeof params["rule"] !== "string") return what;
  return typeof params["field"] === "string" ? "ownField" : "ownRule";
}

/**
 * @param {number} status
 * @param {Problem["params"]} params
 */
function statusVariant(status, params) {
  // A web page is that of a gateway, which knows nothing of the key.
  if (status === 401 || status === 403) return params["page"] === true ? "blocked" : "auth";
  if (status === 407) return "proxy_login";
  if (status === 413) return typeof params["sent"] === "number" ? "too_large" : "too_large_unsaid";
  if (status === 429) return typeof params["retry_after"] === "number" ? "rate_after" : "rate";
  if (status === 511) return "portal";
  if (status >= 502 && status <= 504) return "gateway";
  return status >= 500 ? "server" : "";
}

/**
 * The parameters as a sentence shows them.
 * @param {Problem} problem
 * @returns {Params}
 */
function shown({ code, params }) {
  /** @type {Params} */
  const shown = {};
  for (const [name, value] of Object.entries(params)) {
    if (value === null) continue;
    shown[name] = typeof value === "number" ? value : clip(typeof value === "string" ? value : JSON.stringify(value));
  }
  const inBytes = ["oversize", "picture_too_large", "chart_too_large", "package_too_large", "worker_input_too_large", "worker_output_too_large", "document_too_vast", "zip_too_vast", "stamp_too_large", ...UNREADABLE].includes(code);
  const unit = inBytes ? "bytes" : String(params["unit"] ?? "none");
  for (const name of ["limit", "actual"]) {
    const value = params[name];
    if (typeof value === "number" && code !== "picture_too_many_pixels") shown[name] = quantity(value, unit);
  }
  if (code === "picture_too_vast" || code === "reading_too_vast") Object.assign(shown, megapixels(params));
  if (code === "picture_too_sparse") for (const name of ["limit", "actual"]) shown[name] = number(Math.ceil(Number(params[name]) / 1e6));
  for (const name of ["bytes", "sent"]) if (typeof params[name] === "number") shown[name] = bytes(params[name]);
  const seconds = params["seconds"];
  if (typeof seconds === "number") shown["seconds"] = number(seconds);
  if (code === "rules_unusable" && typeof params["field"] === "string") shown["field"] = lookUp(`rules.form.${params["field"]}`) ?? params["field"];
  if (UNREADABLE.includes(code)) shown["why"] = lookUp(`why.${params["reason"]}`, shown) ?? t("why.io");
  const found = params["found"];
  if (typeof found === "string") shown["found"] = clip(found).toUpperCase();
  const field = params["field"];
  if (typeof field === "string") shown["field"] = lookUp(`field.${field}`) ?? clip(field);
  if (code === "letter_template") shown["faults"] = faultsIn(params["faults"]).map(faultWords).join(t("templateFault.separator"));
  if (code === "review_missing") shown["what"] = lookUp(`review.missing.${params["what"]}`, shown) ?? String(params["what"] ?? "");
  if (typeof params["status"] === "number") shown["status"] = String(params["status"]);
  if (params["service_code"] !== undefined) shown["service_code"] = String(params["service_code"]);
  return shown;
}

/**
 * @param {number} value
 * @param {string} unit
 */
function quantity(value, unit) {
  if (unit === "bytes") return bytesExactly(value);
  return lookUp(`unit.${unit}`, { n: value }) ?? number(value);
}

/** Megapixels. @param {Problem["params"]} params */
function megapixels({ limit, width, height }) {
  return { limit: number(Number(limit) / 1e6), actual: number(Math.ceil((Number(width) * Number(height)) / 1e6)) };
}

/** The rounded and the exact size: just over a limit, the rounded one equals the limit. @param {number} value */
function bytesExactly(value) {
  const round = bytes(value);
  return value < 1000 || value % 100_000 === 0 ? round : `${round} (${number(value)} B)`;
}

/** @param {string} text */
function clip(text) {
  const characters = Array.from(text);
  return characters.length > FOREIGN_CHARACTERS ? `${characters.slice(0, FOREIGN_CHARACTERS).join("")}…` : text;
}
