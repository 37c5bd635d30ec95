// Notices over the list of the queue: an interrupted queue, pictures that look like others, and files that were
// refused.

import { create, element } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { showFileName } from "../../parts/widgets/file-name.js";
import { hideNotice, showNotice } from "../../parts/widgets/notice.js";
import { describePreparing } from "../../js/problem-text.js";

/** @import { QueueRefusal } from "../../js/ipc.d.ts" */
/** @import { Counts } from "./state.js" */

/** More of them would push the list away. */
const MOST = 5;

/**
 * @param {Counts | null} counts `null`: it was not interrupted
 * @param {{ goOn: () => void, leave: () => void }} act
 */
export function renderInterrupted(counts, { goOn, leave }) {
  const place = element("queue-interrupted");
  if (!counts) {
    delete place.dataset["shown"];
    return hideNotice(place);
  }
  const { waiting, unsure } = counts;
  const remedy = unsure > 0 ? { remedy: t("queue.interruptedUnsure", { count: unsure }) } : {};
  const what = waiting > 0 ? t("queue.interrupted", { waiting }) : t("queue.interruptedNone");
  // A button that is made again would lose the focus.
  const shown = [what, remedy.remedy].join();
  if (place.dataset["shown"] === shown) return;
  const goOnAction = { id: "queue-go-on", label: t("queue.goOn"), press: goOn };
  // If nothing is waiting there is nothing to go on with.
  const leaveAction = { id: "queue-leave", label: t(waiting > 0 ? "queue.leave" : "common.close"), press: leave };
  const actions = [...(waiting > 0 ? [goOnAction] : []), leaveAction];
  showNotice(place, { what, ...remedy, actions });
  place.dataset["shown"] = shown;
}

/**
 * Asks once about all pictures that look like others; its row asks about a single one.
 * @param {number} alike how many
 * @param {{ accept: () => void, remove: () => void }} act
 */
export function renderAlike(alike, { accept, remove }) {
  const place = element("queue-alike");
  if (alike < 2) {
    delete place.dataset["shown"];
    return hideNotice(place);
  }
  const what = t("queue.alike", { count: alike });
  // A button that is made again would lose the focus.
  if (place.dataset["shown"] === what) return;
  const actions = [
    { id: "queue-accept-all", label: t("queue.acceptAll", { count: alike }), press: accept },
    { id: "queue-remove-alike", label: t("queue.removeAlike", { count: alike }), press: remove },
  ];
  showNotice(place, { what, remedy: t("queue.alikeNote"), actions });
  place.dataset["shown"] = what;
}

/** @param {() => void} wait for those that take long */
export function createRefused(wait) {
  const place = element("queue-refused");
  /** @type {QueueRefusal[]} */
  let refused = [];

  function render() {
    if (refused.length === 0) return hideNotice(place);
    const told = refused.map(({ problem }) => describePreparing(problem));
    const remedy = told[0]?.remedy ?? "";
    const slow = refused.filter(({ problem }) => problem.code === "preparing_slow").length;
    showNotice(place, {
      ...(slow > 0 ? { actions: [{ id: "queue-add-slow", label: t("queue.addSlow", { count: slow }), press: wait }] } : {}),
      // A remedy that all of them share is said once.
      ...(told.every((one) => one.remedy === remedy) ? { remedy } : {}),
      what: t("queue.refused", { count: refused.length }),
      dismiss() {
        refused = [];
        render();
      },
    });
    const rows = refused.slice(0, MOST).map(({ name, problem }) => {
      const { what, remedy: todo } = describePreparing(problem);
      const called = create("span", "queue-refused-name file-name");
      showFileName(called, name);
      const why = create("span", "queue-refused-why", what);
      why.title = todo;
      const row = create("li", "queue-refused-row", called, why);
      row.dataset["code"] = problem.code;
      return row;
    });
    const list = create("ul", "queue-refused-list", ...rows);
    if (refused.length > MOST) list.append(create("li", "", t("queue.refusedMore", { count: refused.length - MOST })));
    place.querySelector(".notice-words")?.append(list);
  }

  return {
    render,
    /** The refused ones among the files added last. @param {QueueRefusal[]} next */
    show(next) {
      refused = next;
      render();
    },
  };
}
