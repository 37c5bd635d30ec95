// Topics that a user keeps: one press asks again.

import { create, element, icon, setText } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { date } from "../../js/time.js";

/** @import { Subject } from "../../js/ipc.d.ts" */

/**
 * @param {{ ask: (name: string) => void, pin: (subject: Subject) => void }} act
 */
export function createPinnedSubjects(act) {
  /** What was asked about last and is not pinned yet. @type {Subject | undefined} */
  let offered;
  /** What the list was made of. @type {unknown[]} */
  let shown = [];
  // With the button goes the focus: it stays in the card.
  const stay = () => element("updates-pinned-title").focus({ preventScroll: true });
  element("updates-pinned-add").addEventListener("click", () => {
    if (offered) act.pin(offered);
    stay();
  });

  return {
    /**
     * @param {Subject[]} all
     * @param {string | null} latest that was asked about last
     */
    render(all, latest) {
      // Called at each step of a run; a list rebuilt under the pointer would lose its click.
      const next = [all, latest, language()];
      if (next.every((part, index) => part === shown[index])) return;
      shown = next;
      offered = all.find(({ name, pinned }) => name === latest && !pinned);
      element("updates-pinned-add").hidden = !offered;
      if (offered) setText(element("updates-pinned-add-words"), t("subject.keep", { name: offered.name }));
      const pinned = all.filter(({ pinned }) => pinned);
      element("updates-pinned-none").hidden = pinned.length > 0;
      element("updates-pinned").replaceChildren(...pinned.map((subject) => {
        const ask = create("button", "quiet pinned-ask", create("span", "subject-name", subject.name), create("span", "subject-date", t("subject.askedAt", { date: date(subject.askedAt) })));
        ask.type = "button";
        ask.title = t("subject.askAgain", { name: subject.name });
        ask.addEventListener("click", () => act.ask(subject.name));
        const unpin = create("button", "icon-button", icon("close"));
        unpin.type = "button";
        unpin.title = t("subject.unpin");
        unpin.setAttribute("aria-label", t("subject.unpinName", { name: subject.name }));
        unpin.addEventListener("click", () => {
          act.pin(subject);
          stay();
        });
        return create("li", "pinned-row", ask, unpin);
      }));
    },
  };
}
