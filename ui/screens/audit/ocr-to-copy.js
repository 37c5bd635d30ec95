// Fills the recognised text of the picture into the copy: at its end, under a line with the file name, and never twice.

import { placed } from "./provenance.js";
import { element, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { withKeys } from "../../js/keycap.js";
import { pictureName } from "../../parts/picture/picture-facts.js";
import { toast } from "../../parts/widgets/toast.js";
import { textOf } from "../../parts/ocr/picture-text.js";

/** @import { Origin } from "./provenance.js" */
/** @import { CopyField } from "./copy-field.js" */
/** @import { Known } from "../../parts/ocr/ocr.js" */

/**
 * @param {CopyField} copy
 * @param {() => Known} known of the picture
 * @param {() => { sha256: string, name: string } | null} picture
 */
export function createFill(copy, known, picture) {
  const press = element("ocr-fill");

  /** @returns {Origin | null} */
  function origin() {
    const one = picture();
    return one && { kind: "picture", sha256: one.sha256, name: one.name };
  }

  /** The position of the text in the copy, if it is there unchanged. */
  const there = () => placed(copy.now()).find(({ passage, edited }) => passage.origin.kind === "picture" && passage.origin.sha256 === picture()?.sha256 && !edited);

  function render() {
    const { state, lines } = known();
    press.hidden = state !== "read" || lines.length === 0 || !picture();
    if (press.hidden) return;
    const filled = there() !== undefined;
    press.dataset["filled"] = String(filled);
    setText(press, t(filled ? "reading.filled" : "reading.fill"));
    press.title = withKeys(t(filled ? "reading.filledHint" : "reading.fillHint"), "mod+I");
  }

  /** Fills the text in, or shows it if it is there already. */
  function fill() {
    const { state, lines } = known();
    const from = origin();
    if (state !== "read" || lines.length === 0 || !from) return;
    const filled = there();
    if (filled) return copy.select(filled.from, filled.to);
    copy.append(from, `${t("reading.origin", { name: pictureName(from) })}\n${textOf(lines)}`);
    toast(t("reading.filledNow", { count: lines.length }));
  }

  press.addEventListener("click", fill);

  return { render, fill, origin };
}
