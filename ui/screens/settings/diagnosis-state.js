// A diagnosis of the network: its steps as they come in, and each result in plain sentences. Contains no credentials.

import { duration, t } from "../../js/i18n.js";
import { describe } from "../../js/problem-text.js";
import { happenedAt } from "../../js/time.js";

/** @import { DiagnosisEvent, DiagnosisFacts, DiagnosisResult, DiagnosisState, DiagnosisStep, Problem } from "../../js/ipc.d.ts" */

/** @typedef {"running" | "done" | "failed" | "cancelled" | "notRun"} State */
/** @typedef {{ step: DiagnosisStep, state: DiagnosisState | "waiting" | "running", result: DiagnosisResult | null }} Step */
/** @typedef {{ state: State, steps: Step[], problem: Problem | null }} Diagnosis */

/** @returns {Diagnosis} */
export const begun = () => ({ state: "running", steps: [], problem: null });

/**
 * @param {Diagnosis} diagnosis
 * @param {DiagnosisEvent} event
 * @returns {Diagnosis}
 */
export function received(diagnosis, event) {
  if (event.type === "planned") return { ...diagnosis, steps: event.steps.map((step) => ({ step, state: "waiting", result: null })) };
  const named = event.type === "began" ? event.step : event.result.step;
  /** @param {Step} one @returns {Step} */
  const changed = (one) => (event.type === "began" ? { ...one, state: "running" } : { ...one, state: event.result.state, result: event.result });
  return { ...diagnosis, steps: diagnosis.steps.map((one) => (one.step === named ? changed(one) : one)) };
}

/** @param {Diagnosis} diagnosis @param {boolean} complete it was not stopped @returns {Diagnosis} */
export function ended(diagnosis, complete) {
  const steps = diagnosis.steps.map((one) => (one.state === "running" ? /** @type {Step} */ ({ ...one, state: "waiting" }) : one));
  if (!complete) return { ...diagnosis, steps, state: "cancelled" };
  return { ...diagnosis, steps, state: steps.some(({ state }) => state === "failed") ? "failed" : "done" };
}

/**
 * The state in one sentence.
 * @param {Diagnosis} diagnosis
 * @param {string} host of the service
 */
export function summary({ state, steps }, host) {
  const at = (/** @type {Step["state"]} */ wanted) => steps.findIndex((one) => one.state === wanted);
  switch (state) {
    case "running": {
      const step = steps[at("running")];
      return step ? t("diagnosis.checking", { step: stepName(step.step) }) : t("diagnosis.starting");
    }
    case "failed": {
      const number = at("failed");
      const step = steps[number];
      return step ? t("diagnosis.stoppedAt", { number: number + 1, step: stepName(step.step) }) : "";
    }
    case "done": {
      const count = steps.filter((one) => one.state === "noted").length;
      return count > 0 ? t("diagnosis.workedNoted", { host, count }) : t("diagnosis.worked", { host });
    }
    case "cancelled":
      return t("diagnosis.cancelled");
    default:
      return t("diagnosis.notRun");
  }
}

/** Whether a step before this one failed. @param {Diagnosis} diagnosis @param {number} index */
export const isBlocked = ({ steps }, index) => steps.slice(0, index).some(({ state }) => state === "failed");

/** @param {DiagnosisStep} step */
export const stepName = (step) => t(`diagnosis.step.${step}`);

/** @param {Step["state"]} state */
export const stateName = (state) => t(`diagnosis.state.${state}`);

/** @param {number} ms */
export const took = (ms) => (ms < 1000 ? t("diagnosis.took", { ms }) : duration(ms));

/**
 * What a step found out: first what happened, then what to do.
 * @param {DiagnosisResult} result
 * @param {boolean} isBlocked an earlier step failed
 * @returns {string[]}
 */
export function sentences({ step, state, facts, problem }, isBlocked) {
  if (problem) {
    const { what, remedy } = describe(problem);
    return [what, remedy];
  }
  if (state === "skipped") return [isBlocked ? t("diagnosis.skipped") : skipped(step)];
  if (!facts) return step === "tunnel" ? [t("diagnosis.tunnel")] : [];
  return factSentences(facts);
}

/** @param {DiagnosisStep} step */
function skipped(step) {
  if (step === "clock") return t("diagnosis.clock.undated");
  if (step === "key") return t("diagnosis.key.none");
  return t("diagnosis.skipped");
}

/** @param {DiagnosisFacts} facts @returns {string[]} */
function factSentences(facts) {
  switch (facts.of) {
    case "proxy":
      return proxySentences(facts);
    case "addresses": {
      const shown = facts.addresses.join(t("common.separator"));
      return [t("diagnosis.addresses", { host: facts.host, count: facts.count, addresses: facts.count > facts.addresses.length ? `${shown} …` : shown })];
    }
    case "connected":
      return [t("diagnosis.connected", { to: facts.to })];
    case "tls":
      return [t(facts.trust === "added" ? "diagnosis.tls.added" : "diagnosis.tls.system")];
    case "answer":
      return [t("diagnosis.answer")];
    case "clock":
      return [clockSentence(facts.ahead)];
    case "key":
      return [t(`diagnosis.key.${facts.verdict}`)];
  }
}

/** @param {Extract<DiagnosisFacts, { of: "proxy" }>} facts */
function proxySentences({ proxy, scheme, source, variable, hasLogin }) {
  const name = source === "system" && proxy === null ? "systemException" : source;
  const said = t(`diagnosis.proxy.${name}`, { proxy: proxy ?? "", scheme: (scheme ?? "").toUpperCase(), variable: variable ?? "" });
  return proxy === null ? [said] : [said, t(hasLogin ? "diagnosis.proxy.login" : "diagnosis.proxy.noLogin")];
}

/** @param {number} ahead seconds */
function clockSentence(ahead) {
  const seconds = Math.abs(ahead);
  if (seconds <= 300) return t("diagnosis.clock.right", { seconds });
  const time = seconds < 7200
    ? t("diagnosis.clock.minutes", { count: Math.round(seconds / 60) })
    : seconds < 172_800 ? t("diagnosis.clock.hours", { count: Math.round(seconds / 3600) }) : t("diagnosis.clock.days", { count: Math.round(seconds / 86_400) });
  return t(ahead > 0 ? "diagnosis.clock.ahead" : "diagnosis.clock.behind", { time });
}

/**
 * Facts for network staff, one a line.
 * @param {DiagnosisResult} result
 * @returns {string[]}
 */
export function details({ facts, problem }) {
  if (facts?.of === "answer") {
    return [
      facts.status === null ? "" : t("diagnosis.answerStatus", { status: String(facts.status) }),
      facts.server === null ? "" : t("diagnosis.answerServer", { server: facts.server }),
      facts.via === null ? "" : t("diagnosis.answerVia", { via: facts.via }),
    ].filter(Boolean);
  }
  if (facts?.of !== "tls") return [];
  const named = (/** @type {string} */ name) => name || t("diagnosis.tls.unnamed");
  const day = (/** @type {number} */ seconds) => happenedAt(seconds * 1000);
  const isAboutTime = ["expired", "not_yet_valid"].includes(String(problem?.params["reason"]));
  return [
    t("diagnosis.tls.subject", { subject: named(facts.subject) }),
    facts.hosts.length > 0 ? t("diagnosis.tls.hosts", { hosts: facts.hosts.join(t("common.separator")) }) : "",
    t("diagnosis.tls.issuer", { issuer: named(facts.issuer) }),
    t("diagnosis.tls.root", { root: named(facts.root) }),
    t("diagnosis.tls.valid", { from: day(facts.notBefore), to: day(facts.notAfter) }),
    isAboutTime ? t("diagnosis.tls.now", { now: happenedAt(Date.now()) }) : "",
  ].filter(Boolean);
}

/**
 * The whole as text, for an e-mail to network staff.
 * @param {Diagnosis} diagnosis
 * @param {{ version: string, origin: string, host: string, time: string }} about
 */
export function asText(diagnosis, { version, origin, host, time }) {
  const lines = [t("diagnosis.head", { version, time }), t("diagnosis.service", { origin }), summary(diagnosis, host)];
  for (const [index, { step, state, result }] of diagnosis.steps.entries()) {
    const named = { number: index + 1, step: stepName(step), state: stateName(state) };
    lines.push("", result && state !== "skipped" ? t("diagnosis.line", { ...named, took: took(result.ms) }) : t("diagnosis.lineOpen", named));
    if (!result) continue;
    lines.push(...[...sentences(result, isBlocked(diagnosis, index)), ...details(result)].map((line) => `   ${line}`));
    if (result.problem) lines.push(`   ${t("diagnosis.technical", { details: technical(result.problem) })}`);
  }
  return `${lines.join("\n")}\n`;
}

/** @param {Problem} problem */
function technical({ code, params }) {
  const said = ["reason", "status", "phase", "service_code", "detail"].map((name) => params[name]).filter((value) => value !== null && value !== undefined && value !== "");
  return [code, ...said].join(" / ");
}
