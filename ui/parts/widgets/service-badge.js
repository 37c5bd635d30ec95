// The service in use, in the side bar: the demo service, or the host and the last characters of the key.

import { element, setIcon, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";

/** @import { KeyState, Service } from "../../js/ipc.d.ts" */
/** @import { Key } from "../../js/i18n.js" */

/** @type {Partial<Record<KeyState["state"], Key>>} */
const LINKS = { stored: "service.leaveDemo", session: "service.leaveDemo", locked: "service.unlockKey", failed: "service.checkKey" };

/** @type {Partial<Record<KeyState["state"], Key>>} */
const WITHOUT = { none: "service.keyNone", noKeychain: "service.keyNone", locked: "service.keyLocked" };

/**
 * @param {Service} service
 * @param {boolean} refused the service has refused the key
 */
export function renderServiceBadge({ demo, origin, key }, refused) {
  element("service").dataset["kind"] = demo ? "demo" : "real";
  setIcon(element("service-icon"), demo ? "demo" : "key");
  setText(element("service-name"), demo ? t("service.demo") : hostOf(origin));
  // Each result of the demo service explains what it is.
  element("service").title = demo ? t("service.demoNote") : "";
  element("service-note").hidden = demo;
  element("service").dataset["refused"] = String(refused);
  setText(element("service-note"), demo ? "" : refused ? t("service.keyRefused") : keyWords(key));
  const link = element("service-link");
  link.hidden = !demo && isUsable(key) && !refused;
  setText(link, t(refused ? "service.checkKey" : LINKS[key.state] ?? "service.enterKey"));
}

/**
 * There is a key that can be sent.
 * @param {KeyState} key
 * @returns {key is Extract<KeyState, { last4: string }>}
 */
export function isUsable(key) {
  return key.state === "stored" || key.state === "session";
}

/** @param {KeyState} key */
export function keyWords(key) {
  if (!isUsable(key)) return t(WITHOUT[key.state] ?? "service.keyFailed");
  const { last4 } = key;
  const words = last4 ? t("service.key", { key: t("key.last4", { last4 }) }) : t("service.keyShort");
  return key.state === "session" ? `${words} · ${t("service.session")}` : words;
}

/** @param {string} origin */
export function hostOf(origin) {
  return URL.parse(origin)?.host ?? origin;
}
