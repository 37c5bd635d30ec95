// The search for a picture dropped on the records: when it was audited, and which others look like it.

import { announce } from "../../js/announce.js";
import { create, element } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { hideNotice, showNotice, showProblem } from "../../parts/widgets/notice.js";
import { recordedAt } from "../../js/time.js";
import { badge, titleOf } from "./row.js";

/** @import { RecordRow, ShellEvent } from "../../js/ipc.d.ts" */

/** @typedef {Extract<ShellEvent, { type: "pictureFound" | "pictureNotRead" }>} PictureEvent */

/** More links than these would push the table away. */
const MOST = 6;

/** @param {(id: number) => void} open */
export function createPictureBanner(open) {
  const place = element("records-picture");
  /** @type {PictureEvent | null} */
  let event = null;

  /** @param {RecordRow} record @param {boolean} named */
  function link(record, named) {
    const when = recordedAt(record.createdMs, record.offsetMinutes);
    const made = create("button", "link", named ? `${titleOf(record)} · ${when}` : when);
    made.type = "button";
    made.dataset["record"] = String(record.id);
    made.title = record.damaged ? t("records.damaged.title") : `${titleOf(record)} · ${t(`records.outcome.${record.outcome}`)}`;
    made.addEventListener("click", () => open(record.id));
    const row = create("li", "", made);
    if (record.damaged) row.append(" ", badge("damaged", t("records.damaged.mark")));
    return row;
  }

  /**
   * @param {string} words
   * @param {RecordRow[]} records
   * @param {boolean} named
   */
  function listOf(words, records, named) {
    const list = create("ul", "picture-links", ...records.slice(0, MOST).map((record) => link(record, named)));
    if (records.length > MOST) list.append(create("li", "", t("common.more", { count: records.length })));
    return create("div", "picture-list", create("p", "", words), list);
  }

  function dismiss() {
    event = null;
    render();
  }

  function render() {
    if (!event) return hideNotice(place);
    const name = event.name || t("material.clipboard");
    if (event.type === "pictureNotRead") {
      place.dataset["kind"] = "error";
      showProblem(place, event.problem, { title: t("records.pictureNotRead", { name }), dismiss });
      return;
    }
    const { same, alike } = event;
    place.dataset["kind"] = "info";
    showNotice(place, { what: same.length > 0 ? t("records.pictureSame", { name, count: same.length }) : t("records.pictureNever", { name }), dismiss });
    const words = place.querySelector(".notice-words");
    if (same.length > 0) words?.append(listOf(t("records.pictureOn"), same, false));
    if (alike.length > 0) words?.append(listOf(t("records.pictureAlike"), alike, true));
  }

  return {
    render,
    /** @param {PictureEvent} next */
    show(next) {
      event = next;
      render();
      announce(place.querySelector(".notice-words")?.textContent ?? "");
    },
  };
}
