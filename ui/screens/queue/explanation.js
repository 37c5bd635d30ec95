// Below the list: what there is to say about the active item that has no room in its row, and what can be done about it.

import { element, keepFocus } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { pictureName } from "../../parts/picture/picture-facts.js";
import { hideNotice, showNotice } from "../../parts/widgets/notice.js";
import { needsExplanation } from "./state.js";
import { alikeWords, remedyWords, wholeWords } from "./words.js";

/** @import { QueueItem, QueueState } from "../../js/ipc.d.ts" */
/** @import { NoticeAction } from "../../parts/widgets/notice.js" */
/** @import { Act } from "./row.js" */

/** How serious it is. @type {Partial<Record<QueueState, string>>} */
const KINDS = { unsure: "warn", alike: "info" };

/**
 * @param {(what: Act, items: QueueItem[]) => void} act
 * @param {() => void} appeared it takes its height from the list
 */
export function createExplanation(act, appeared) {
  const place = element("queue-about");
  /** What is shown: a notice that is rebuilt would lose the keyboard. */
  let shown = "";

  /** @param {QueueItem} item @returns {NoticeAction[]} */
  function actionsFor(item) {
    if (item.state !== "alike") return [{ id: "queue-about-retry", label: t("queue.act.retry"), press: () => act("retry", [item]) }];
    return [
      { id: "queue-about-accept", label: t("queue.act.accept"), press: () => act("accept", [item]) },
      { id: "queue-about-remove", label: t("queue.act.remove"), press: () => act("remove", [item]) },
    ];
  }

  return {
    /**
     * @param {QueueItem | undefined} active
     * @param {(id: number) => QueueItem | undefined} find
     */
    render(active, find) {
      const item = active && needsExplanation(active) ? active : undefined;
      const first = item?.state === "alike" && item.sameAs !== null ? find(item.sameAs) : undefined;
      const [what, remedy] = !item ? ["", ""] : item.state === "alike" ? [alikeWords(first), ""] : [wholeWords(item), remedyWords(item)];
      const next = item ? [item.id, item.state, what].join() : "";
      if (next === shown) return;
      const appears = shown === "";
      shown = next;
      if (!item) return keepFocus(() => hideNotice(place), element("queue-list"));
      place.dataset["kind"] = KINDS[item.state] ?? "error";
      keepFocus(() => showNotice(place, {
        title: pictureName(item), what, remedy, actions: actionsFor(item), ...(item.problem ? { problem: item.problem } : {}),
      }), element("queue-list"));
      if (appears) appeared();
    },
    /** The next `render` rebuilds it, for example in another language. */
    forget() {
      shown = "";
    },
  };
}
