// The words of a document on the desk, as copy to audit. They go there by themselves where nothing else stands, and are offered where
// something does, so that nothing typed is ever lost; a line over the copy says whose words stand in it, and takes them out again.
// Words of a former document that nobody touched make way for what is brought next: else they were sent under its name.

import { announce } from "../announce.js";
import { materialText, problemOf } from "../bridge.js";
import { button, create, element, keepFocus, setText } from "../dom.js";
import { t } from "../i18n.js";
import { pictureName } from "./picture-facts.js";
import { toastProblem } from "./toast.js";

/** @import { Material } from "../ipc.d.ts" */
/** @import { CopyField } from "./copy-field.js" */

/**
 * @typedef {object} Words of a document
 * @property {string} name
 * @property {number} count characters
 * @property {string} text
 * @property {string} apart what was put between them and what stood before; empty where nothing did
 * @property {string | null} before what stood in the copy before they were put there
 */
/** @typedef {"empty" | "filled" | "append" | "replace" | "changed"} State `empty`, `append`, `replace`: they are offered */

/** Stands where a name goes. */
const GAP = "\u0000";

/** @param {CopyField} copy */
export function createCopyDocument(copy) {
  const place = element("copy-document");
  const press = button("copy-document-do");
  /** Of what lies on the desk. @type {Words | null} */
  let lying = null;
  /** Those that were put into the copy last, or were found there. @type {Words | null} */
  let put = null;
  /** Changes with what lies on the desk: an answer that comes later is in vain. */
  let turn = 0;

  /** @returns {{ state: State, words: Words } | null} */
  function now() {
    const whole = copy.text();
    // Undone, it is as if they had never been there.
    if (put && put.before === whole) put = null;
    const stands = (/** @type {Words | null} */ words) => words !== null && placeOf(whole, words.text) !== null;
    if (lying && stands(lying)) {
      put = lying;
      return { state: "filled", words: lying };
    }
    if (!lying) return put && stands(put) ? { state: "filled", words: put } : null;
    if (whole.trim() === "") return { state: "empty", words: lying };
    // Nothing but the words of another document, as they were put there: they are in that file still.
    if (put !== lying && isUntouched(put)) return { state: "replace", words: lying };
    return { state: put === lying ? "changed" : "append", words: lying };
  }

  /** Nothing but these stands in the copy, as they were put there. @param {Words | null} words @returns {words is Words} */
  const isUntouched = (words) => words !== null && copy.text() === words.text;

  function render() {
    const shown = now();
    keepFocus(() => (place.hidden = !shown), "copy");
    if (!shown) return;
    const { state, words: { name, count } } = shown;
    const said = state === "filled" || state === "changed" ? state : "offered";
    place.dataset["state"] = said;
    sayOf(name, t(`copy.document.${said}`, { name: GAP, count }));
    setText(press, t(`copy.document.do.${state}`));
    press.title = t(`copy.document.hint.${state}`);
  }

  /**
   * The name alone gives way where there is less room.
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

  /** @param {Words} words */
  function fill(words) {
    const before = copy.text();
    const alone = before.trim() === "" || now()?.state === "replace";
    const apart = alone || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    put = words;
    [words.apart, words.before] = [apart, before];
    // What stood there before and is no words of this file needs to be told apart from them.
    copy.lay(alone ? words.text : `${before}${apart}${t("copy.document.origin", { name: words.name })}\n${words.text}`);
    announce(t("copy.document.filled", { name: words.name, count: words.count }));
  }

  /** @param {Words} words */
  function takeOut(words) {
    const whole = copy.text();
    const stands = placeOf(whole, words.text);
    if (!stands) return;
    const before = whole.slice(0, stands.from);
    const after = whole.slice(stands.to);
    put = null;
    copy.lay(after === "" && words.apart !== "" && before.endsWith(words.apart) ? before.slice(0, -words.apart.length) : before + after);
    announce(t("copy.document.takenOut", { name: words.name }));
  }

  press.addEventListener("click", () => {
    const shown = now();
    if (!shown) return;
    if (shown.state === "filled") takeOut(shown.words);
    else fill(shown.words);
  });

  return {
    /** The copy is another one, or the language. */
    render,
    /**
     * Something else lies on the desk, or nothing; resolves once its words are where they go, and never rejects.
     * @param {Material | null} material
     * @param {boolean} brought by the person, just now
     */
    async show(material, brought) {
      turn += 1;
      const mine = turn;
      lying = null;
      render();
      if (!material) return;
      try {
        const words = await wordsOf(material);
        if (mine !== turn) return;
        lying = words;
      } catch (thrown) {
        // Whoever took it off the desk meanwhile knows.
        if (mine !== turn || problemOf(thrown).code === "material_gone") return;
        toastProblem(thrown);
      }
      const state = now()?.state;
      if (brought && lying && (state === "empty" || state === "replace")) {
        copy.reveal();
        fill(lying);
      } else if (brought && !lying && isUntouched(put)) takeOut(put);
      render();
    },
  };
}

/** @param {Material} material @returns {Promise<Words | null>} */
async function wordsOf(material) {
  const { id, textCharacters: count } = material;
  if (!count) return null;
  // As a text field has it; else what stands there would never be found again.
  const text = (await materialText(id)).replace(/\r\n?/g, "\n").trim();
  return text === "" ? null : { name: pictureName(material), count, text, apart: "", before: null };
}

/** A line as those that say where a text comes from, in any language. */
const ORIGIN = /^[【[].*[】\]]$/;

/**
 * Where these words stand by themselves, with the line that says where they come from, if there is one.
 * @param {string} whole
 * @param {string} text
 */
function placeOf(whole, text) {
  for (let from = whole.indexOf(text); from >= 0; from = whole.indexOf(text, from + 1)) {
    const to = from + text.length;
    if (from > 0 && whole[from - 1] !== "\n") continue;
    if (to < whole.length && whole[to] !== "\n") continue;
    const origin = from > 0 ? whole.slice(whole.lastIndexOf("\n", from - 2) + 1, from - 1) : "";
    return ORIGIN.test(origin) ? { from: from - origin.length - 1, to } : { from, to };
  }
  return null;
}
