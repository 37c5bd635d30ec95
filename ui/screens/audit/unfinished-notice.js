// What was running when the app ended last, with buttons to look at it and to run it again.

import { recordOpen } from "../../js/bridge/records.js";
import { create } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { againOf } from "../records/again.js";
import { againWords, canRunAgain } from "../../parts/record/kinds.js";
import { titleOf } from "../records/row.js";
import { hideNotice, showNotice } from "../../parts/widgets/notice.js";
import { toastProblem } from "../../parts/widgets/toast.js";

/** @import { UnfinishedRecord } from "../../js/ipc.d.ts" */
/** @import { ScreenFrame } from "../../js/screens.js" */

/** More of them would push the screen away; the list of records has them all. */
const MOST = 5;

/**
 * @param {HTMLElement} place
 * @param {UnfinishedRecord[]} all
 * @param {ScreenFrame} frame
 * @param {() => boolean} isBusy a run is going on: the notice is hidden
 */
export function createUnfinishedNotice(place, all, frame, isBusy) {
  let left = all;
  /** The language of what is shown. */
  let shown = "";

  /** @param {number} id */
  function done(id) {
    left = left.filter((one) => one.id !== id);
    hideNotice(place);
    render();
  }

  /** @param {number} id */
  async function again(id) {
    try {
      const { facts } = await recordOpen(id, () => undefined);
      done(id);
      frame.runAgain(againOf(facts));
    } catch (thrown) {
      toastProblem(thrown);
    }
  }

  /** @param {UnfinishedRecord} record */
  function row(record) {
    const { id, kind } = record;
    const called = titleOf(record);
    const name = create("span", "unfinished-name", called);
    name.title = called;
    const open = act("open", t("records.open"), () => {
      done(id);
      frame.openRecords(id);
    });
    const line = create("li", "unfinished-row", create("span", "unfinished-kind", t(`records.kind.${kind}`)), " ", name, open);
    if (canRunAgain(kind)) line.append(act("again", againWords(kind), () => void again(id)));
    line.dataset["record"] = String(id);
    for (const button of line.querySelectorAll("button")) button.setAttribute("aria-label", `${button.textContent} · ${called}`);
    return line;
  }

  function render() {
    if (left.length === 0 || isBusy()) return hideNotice(place);
    // A button that is made again would lose the focus.
    if (!place.hidden && shown === language()) return;
    shown = language();
    showNotice(place, {
      what: t("records.unfinished", { count: left.length }),
      remedy: t("records.unfinishedNote"),
      dismiss() {
        left = [];
        render();
      },
    });
    const list = create("ul", "unfinished", ...left.slice(0, MOST).map(row));
    if (left.length > MOST) list.append(create("li", "", t("common.more", { count: left.length })));
    place.querySelector(".notice-words")?.append(list);
  }

  return {
    render,
    /** It is run again, or was opened. @param {number} id */
    done(id) {
      if (left.some((one) => one.id === id)) done(id);
    },
  };
}

/**
 * @param {string} name
 * @param {string} words
 * @param {() => void} press
 */
function act(name, words, press) {
  const button = create("button", "small", words);
  button.type = "button";
  button.dataset["act"] = name;
  button.addEventListener("click", press);
  return button;
}
