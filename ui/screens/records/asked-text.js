// The text of the request of a record with the origins of its parts: what was taken from a file is marked, and a
// line for each source says how much it is.

import { create, element } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { pictureName } from "../../parts/picture/picture-facts.js";

/** @import { CopySource } from "../../js/ipc.d.ts" */

/** @typedef {{ source: CopySource, count: number }} Sum */

export function createAskedText() {
  return {
    /**
     * @param {string} text
     * @param {CopySource[]} sources in order; none where that was not written down
     */
    render(text, sources) {
      element("record-sources").hidden = sources.length === 0;
      element("record-sources").replaceChildren(...sumsOf(sources).map(line));
      element("record-text").replaceChildren(...partsOf(text, sources));
    },
  };
}

/** @param {string} text @param {CopySource[]} sources @returns {(string | Node)[]} */
function partsOf(text, sources) {
  if (sources.every(({ kind }) => kind === "typed")) return [text];
  const letters = Array.from(text);
  return sources.map(({ from, to, kind }) => {
    const part = letters.slice(from - 1, to).join("");
    if (kind === "typed") return part;
    const marked = create("span", "source", part);
    marked.dataset["kind"] = kind;
    return marked;
  });
}

/** One for each kind and file, in the order of the text. @param {CopySource[]} sources */
function sumsOf(sources) {
  /** @type {Sum[]} */
  const sums = [];
  for (const source of sources) {
    const count = source.to - source.from + 1;
    const same = sums.find(({ source: other }) => other.kind === source.kind && (source.kind === "typed" || other.sha256 === source.sha256));
    if (same) {
      same.count += count;
      same.source = { ...same.source, edited: same.source.edited || source.edited };
    } else sums.push({ source, count });
  }
  return sums;
}

/** @param {Sum} sum */
function line({ source, count }) {
  const { kind, edited, kept } = source;
  const words = [t(`records.sources.${kind}`, { name: pictureName(source), count })];
  if (kind !== "typed" && edited) words.push(t("records.sources.edited"));
  if (kind !== "typed" && kept) words.push(t("records.sources.kept"));
  const made = create("li", "", words.join(" · "));
  made.dataset["kind"] = kind;
  return made;
}
