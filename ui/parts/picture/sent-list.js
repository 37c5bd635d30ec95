// The parts sent of a picture as a list: each with its position, its size, how it was made and why, and the notes on all of them.

import { clipboardWrite } from "../../js/bridge/window.js";
import { create } from "../../js/dom.js";
import { number, t } from "../../js/i18n.js";
import { pieceWords } from "./part-words.js";
import { shortHash } from "./picture-facts.js";
import { makingWords, noteWords, reasonWords, widthOf } from "./sent-words.js";
import { toast, toastProblem } from "../widgets/toast.js";

/** @import { SentPart } from "../../js/ipc.d.ts" */

/**
 * @param {SentPart[]} parts
 * @param {string[]} notes
 * @param {(part: SentPart) => void} [lead] to its place in the picture
 * @returns {HTMLElement[]}
 */
export function sentList(parts, notes, lead) {
  const width = widthOf(parts);
  const list = create("ol", "sent-parts", ...parts.map((part) => partRow(part, width, lead)));
  // WebKit takes a list without marks for none.
  list.role = "list";
  const said = create("ul", "sent-notes", ...notes.map((note) => create("li", "", noteWords(note))));
  said.role = "list";
  return notes.length > 0 ? [list, said] : [list];
}

/**
 * @param {SentPart} part
 * @param {number} width of the picture
 * @param {((part: SentPart) => void) | undefined} lead
 */
function partRow(part, width, lead) {
  const copy = create("button", "fact-button", create("code", "", shortHash(part.sha256)));
  copy.type = "button";
  copy.title = t("material.shaCopy");
  copy.setAttribute("aria-label", t("sent.copyHash", { number: part.number, hash: shortHash(part.sha256) }));
  copy.addEventListener("click", () => {
    clipboardWrite(part.sha256).then(() => toast(t("material.shaCopied")), toastProblem);
  });
  const words = create("div", "sent-words",
    create("p", "sent-place", placeWords(part, width, lead), copy),
    create("p", part.scale < 1 && !part.context ? "sent-making lossy" : "sent-making", makingWords(part)));
  const why = reasonWords(part);
  if (why) words.append(create("p", "sent-why", why));
  const row = create("li", "sent-part", create("span", "sent-number", number(part.number)), words);
  row.dataset["part"] = String(part.number);
  return row;
}

/**
 * @param {SentPart} part
 * @param {number} width of the picture
 * @param {((part: SentPart) => void) | undefined} lead
 */
function placeWords(part, width, lead) {
  const words = pieceWords(part, width);
  if (!lead) return create("strong", "", words);
  const press = create("button", "link", words);
  press.type = "button";
  press.title = t("parts.lead");
  press.addEventListener("click", () => lead(part));
  return press;
}
