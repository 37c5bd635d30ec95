// Text of another file than the staged one. It is removed from the copy when the file changes, so that no file is audited with the
// text of another; the user is asked about text they have edited. A line over the copy says what was removed and brings it back, or
// says which text of another file is audited too and removes it.

import { announce } from "../../js/announce.js";
import { withKept, ofOthers, without } from "./provenance.js";
import { element, keepFocus, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { keycap } from "../../js/keycap.js";
import { pictureName } from "../../parts/picture/picture-facts.js";
import { ask } from "../../parts/widgets/question.js";

/** @import { Copy, Placed } from "./provenance.js" */
/** @import { Material } from "../../js/ipc.d.ts" */
/** @import { CopyField } from "./copy-field.js" */

/**
 * What happens to the copy when another file is staged.
 * @typedef {object} Way
 * @property {Placed[]} leaving
 * @property {Placed[]} staying the user keeps them
 */

/**
 * @param {CopyField} copy
 * @param {() => Material | null} staged the staged file
 */
export function createCopyOthers(copy, staged) {
  const place = element("copy-others");
  const press = element("copy-others-do");
  /** What was removed last, until the copy changes. @type {{ before: Copy, after: Copy, placed: Placed[] } | null} */
  let left = null;
  /** The user is being asked. */
  let asking = false;

  /** @returns {{ state: "left" | "along", placed: Placed[] } | null} */
  function now() {
    const placed = ofOthers(copy.now(), staged()?.sha256 ?? null);
    if (asking) return null;
    if (placed.length > 0) return { state: "along", placed };
    return left?.after === copy.now() ? { state: "left", placed: left.placed } : null;
  }

  function render() {
    const shown = now();
    keepFocus(() => (place.hidden = !shown), element("copy"));
    if (!shown) return;
    const { state, placed } = shown;
    place.dataset["state"] = state;
    const along = staged() ? "along" : "alone";
    setText(element("copy-others-words"), t(`copy.others.${state === "left" ? "left" : along}`, wordsOf(placed)));
    setText(press, t(state === "left" ? "copy.others.back" : "copy.others.takeOut"));
  }

  press.addEventListener("click", () => {
    const shown = now();
    if (shown?.state === "along") leave(shown.placed, without(copy.now(), passages(shown.placed)));
    else if (left) copy.set(withKept(left.before, passages(left.placed), true));
  });

  /** @param {Placed[]} placed @param {Copy} after */
  function leave(placed, after) {
    left = placed.length > 0 ? { before: copy.now(), after, placed } : null;
    copy.set(after);
    if (left) announce(t("copy.others.left", wordsOf(placed)));
  }

  return {
    /** The copy, the staged file or the language has changed. */
    render,
    /** Removes passages so that they can be brought back. @param {Placed[]} placed @param {Copy} after what stands there then */
    leave,
    /**
     * Decides about text of other files than this one; asks if the user has edited it.
     * @param {Material} material
     * @param {boolean} brought by the user, just now: what was to go along with the one before is not to go along with this
     * @returns {Promise<Way>}
     */
    async way(material, brought) {
      const placed = ofOthers(copy.now(), material.sha256).filter(({ passage }) => brought || !passage.kept);
      const edited = placed.filter((one) => one.edited);
      if (edited.length === 0) return { leaving: placed, staying: [] };
      const { name, count } = wordsOf(edited);
      const params = { name, count, now: pictureName(material), key: keycap("mod+Z") };
      asking = true;
      render();
      const answer = await ask({
        title: t("copy.others.title"),
        words: [t("copy.others.edited", params), t("copy.others.choice", params)],
        yes: t("copy.others.keep"), no: t("copy.others.remove"),
      });
      asking = false;
      if (answer === null) return { leaving: placed, staying: [] };
      return { leaving: placed.filter((one) => !one.edited), staying: edited };
    },
  };
}

/** @param {Placed[]} placed */
export const passages = (placed) => placed.map(({ passage }) => passage);

/** @param {Placed[]} placed */
const wordsOf = (placed) => ({
  name: [...new Set(placed.map(({ passage }) => pictureName(passage.origin)))].join(t("common.separator")),
  count: placed.reduce((sum, { count }) => sum + count, 0),
});
