// The service that a report comes from: that of the run shown, or of the next one. The side bar names the demo service before a
// run, and the line over the report after it.

import { setText, within } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { hostOf, isUsable, keyWords } from "../widgets/service-badge.js";

/** @import { Service } from "../../js/ipc.d.ts" */
/** @import { Run } from "./run.js" */

/**
 * @param {string} prefix of the instances of the templates `ribbon` and `demo-line`
 * @param {Run | null} run
 * @param {Service} service
 */
export function renderRibbon(prefix, run, service) {
  const { element } = within("ribbon", prefix);
  const ribbon = element("ribbon");
  const demoLine = within("demo-line", prefix).element("demo-line");
  const { key } = service;
  const { demo, origin, last4 } = run ?? { ...service, last4: isUsable(key) ? key.last4 : "" };
  ribbon.dataset["kind"] = demo ? "demo" : "real";
  ribbon.hidden = demo;
  demoLine.hidden = !demo || run === null;
  const end = last4 ? t("key.last4", { last4 }) : "";
  setText(element("ribbon-text"), [hostOf(origin), end].filter(Boolean).join(" "));
  const words = run ? (end && t("service.key", { key: end })) : keyWords(key);
  ribbon.title = [origin, words].filter(Boolean).join(" · ");
}
