// Rules that did not run, by the facts that they lacked.

import { create } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";

/** @import { UncheckedRules } from "../../js/ipc.d.ts" */

/** More titles than these of rules that did not run are not listed. */
const MOST_TITLES = 100;

/** How many rules there are. @param {UncheckedRules[]} unchecked */
export const uncheckedCount = (unchecked) => unchecked.reduce((all, { titles }) => all + titles.length, 0);

/** @param {string} need */
function needName(need) {
  switch (need) {
    case "product":
    case "audience":
    case "medium":
    case "institution":
    case "place":
    case "date":
      return t(`findings.context.name.${need}`);
    case "picture":
      return t("findings.unchecked.picture");
    default:
      return need;
  }
}

/** The rules that lacked the same facts. @param {UncheckedRules} unchecked */
export function uncheckedGroup({ needs, titles }) {
  const alone = needs.length === 1 && needs[0] === "picture";
  const names = needs.map(needName).join(language() === "en" ? ", " : "、");
  const some = titles.slice(0, MOST_TITLES).map((one) => create("li", "", one));
  if (titles.length > MOST_TITLES) some.push(create("li", "", t("common.more", { count: titles.length })));
  const title = alone ? t("findings.unchecked.withoutPicture") : t("findings.unchecked.without", { needs: names });
  const count = create("span", "unchecked-count", t("findings.unchecked.count", { count: titles.length }));
  return create("section", "unchecked", create("h3", "", title, count), create("ul", "", ...some));
}
