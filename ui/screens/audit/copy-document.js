// The text of a staged document as the copy to audit. It fills an empty copy by itself, and is offered if the copy is not
// empty, so that nothing typed is ever lost. A line over the copy names the document and removes its text again.

import { announce } from "../../js/announce.js";
import { materialText } from "../../js/bridge/material.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { copyOf, withKept, placed, withPassage, without } from "./provenance.js";
import { create, element, keepFocus, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { passages } from "./copy-others.js";
import { pictureName } from "../../parts/picture/picture-facts.js";
import { toastProblem } from "../../parts/widgets/toast.js";

/** @import { Copy, Origin } from "./provenance.js" */
/** @import { Material } from "../../js/ipc.d.ts" */
/** @import { CopyField } from "./copy-field.js" */
/** @import { createCopyOthers } from "./copy-others.js" */

/** @typedef {{ origin: Origin, name: string, count: number, text: string }} Words of a document; `count`: its characters */
/** @typedef {"empty" | "filled" | "append" | "changed"} State `empty`, `append`: they are offered */

/** Placeholder for the file name in a sentence. */
const GAP = "\u0000";

/**
 * @param {CopyField} copy
 * @param {ReturnType<typeof createCopyOthers>} others
 */
export function createCopyDocument(copy, others) {
  const place = element("copy-document");
  const press = element("copy-document-do");
  /** Of the staged file. @type {Words | null} */
  let lying = null;
  /** Counts the staged files: an answer about an earlier one is ignored. */
  let turn = 0;
  /** It is not decided yet what the copy will be. */
  let pending = false;
  /** What to do once it is decided. @type {(() => void) | null} */
  let after = null;

  /** The passages of the copy that are text of the document. @param {Words} words */
  const own = ({ origin }) => placed(copy.now()).filter(({ passage }) => passage.origin.kind === "document" && passage.origin.sha256 === origin.sha256);

  /** @returns {{ state: State, words: Words } | null} */
  function now() {
    if (!lying) return null;
    const there = own(lying);
    if (there.some(({ edited }) => !edited)) return { state: "filled", words: lying };
    if (copy.text().trim() === "") return { state: "empty", words: lying };
    return { state: there.length > 0 ? "changed" : "append", words: lying };
  }

  function render() {
    const shown = now();
    keepFocus(() => (place.hidden = !shown), element("copy"));
    if (!shown) return;
    const { state, words: { name, count } } = shown;
    const said = state === "filled" || state === "changed" ? state : "offered";
    place.dataset["state"] = said;
    sayOf(name, t(`copy.document.${said}`, { name: GAP, count }));
    setText(press, t(`copy.document.do.${state}`));
    press.title = t(`copy.document.hint.${state}`);
  }

  /**
   * Only the file name is shortened if the line is too long.
   * @param {string} name
   * @param {string} sentence with a gap for it
   */
  function sayOf(name, sentence) {
    const words = element("copy-document-words");
    const [before = "", after = ""] = sentence.split(GAP);
    if (words.textContent === `${before}${name}${after}`) return;
    const named = create("span", "copy-document-name", name);
    named.title = name;
    words.replaceChildren(create("span", "", before), named, create("span", "", after));
  }

  /**
   * Whether the copy has other text than that of the document.
   * @param {Copy} before
   * @param {Words} words
   */
  const filled = (before, { origin, name, text }) =>
    before.text.trim() === "" ? withPassage(copyOf(""), origin, text) : withPassage(before, origin, `${t("copy.document.origin", { name })}\n${text}`);

  press.addEventListener("click", () => {
    const shown = now();
    if (!shown) return;
    const { state, words } = shown;
    if (state === "filled") copy.set(without(copy.now(), passages(own(words).filter(({ edited }) => !edited))));
    else copy.set(filled(copy.now(), words));
    announce(state === "filled" ? t("copy.document.takenOut", { name: words.name }) : t("copy.document.filled", { name: words.name, count: words.count }));
  });

  /**
   * Removes text of other files, and fills an empty copy with that of the new one: as one change.
   * @param {Material} material
   * @param {boolean} brought
   * @param {() => boolean} valid
   */
  async function makeWay(material, brought, valid) {
    const { leaving, staying } = await others.way(material, brought);
    if (!valid()) return;
    const before = copy.now();
    const rest = withKept(without(before, passages(leaving)), passages(staying), true);
    const takesIn = brought && lying !== null && rest.text.trim() === "";
    if (leaving.length + staying.length > 0 || takesIn) {
      copy.reveal();
      others.leave(leaving, lying && takesIn ? filled(rest, lying) : rest);
    }
    if (lying && takesIn) announce(t("copy.document.filled", { name: lying.name, count: lying.count }));
  }

  return {
    /** The copy or the language has changed. */
    render,
    /**
     * Calls back once it is decided what the copy will be; whether there is something to wait for.
     * @param {() => void} what
     */
    wait(what) {
      if (pending) after = what;
      return pending;
    },
    /**
     * Another file is staged, or none. Resolves once its text is in the copy; never rejects.
     * @param {Material | null} material
     * @param {boolean} brought the user has just added it
     */
    async show(material, brought) {
      turn += 1;
      const mine = turn;
      const valid = () => mine === turn;
      [lying, pending] = [null, true];
      render();
      others.render();
      try {
        const words = material && (await wordsOf(material));
        if (valid()) lying = words;
      } catch (thrown) {
        // The file was removed meanwhile: nothing to report.
        if (valid() && problemOf(thrown).code !== "material_gone") toastProblem(thrown);
      }
      if (material && valid()) await makeWay(material, brought, valid);
      if (!valid()) return;
      pending = false;
      render();
      others.render();
      const what = after;
      after = null;
      what?.();
    },
  };
}

/** @param {Material} material @returns {Promise<Words | null>} */
async function wordsOf(material) {
  const { id, sha256, name, textCharacters: count } = material;
  if (!count) return null;
  // With the line ends of a text field, so that the text can be found in it.
  const text = (await materialText(id)).replace(/\r\n?/g, "\n").trim();
  return text === "" ? null : { origin: { kind: "document", sha256, name }, name: pictureName(material), count, text };
}
