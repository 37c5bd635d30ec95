// Puts the text of the picture into the copy to audit: at its end, under a line that says where it comes from, and never twice.

import { button, setText } from "../dom.js";
import { t } from "../i18n.js";
import { withKeys } from "../keycap.js";
import { toast } from "../parts/toast.js";
import { textOf } from "./picture-text.js";

/** @import { CopyField } from "../parts/copy-field.js" */
/** @import { Known } from "./reading.js" */

/** A line as those that say where a text comes from, in any language. */
const ORIGIN = /^[【[].*[】\]]$/;

/**
 * @param {CopyField} copy
 * @param {() => Known} known of the picture
 * @param {() => string} name of the picture
 */
export function createFill(copy, known, name) {
  const press = button("reading-fill");

  function render() {
    const { state, lines } = known();
    press.hidden = state !== "read" || lines.length === 0;
    if (press.hidden) return;
    const there = placeOf(copy.text(), textOf(lines)) !== null;
    press.dataset["filled"] = String(there);
    setText(press, t(there ? "reading.filled" : "reading.fill"));
    press.title = withKeys(t(there ? "reading.filledHint" : "reading.fillHint"), "mod+I");
  }

  press.addEventListener("click", () => {
    const { lines } = known();
    const [before, text] = [copy.text(), textOf(lines)];
    const there = placeOf(before, text);
    if (there) return copy.select(there.from, there.to);
    const apart = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    copy.append(`${apart}${t("reading.origin", { name: name() })}\n${text}`);
    toast(t("reading.filledNow", { count: lines.length }));
  });

  return { render };
}

/**
 * Where this text stands as it was put in.
 * @param {string} copy
 * @param {string} text
 */
function placeOf(copy, text) {
  for (let from = copy.indexOf(text); from >= 0; from = copy.indexOf(text, from + 1)) {
    const to = from + text.length;
    const alone = copy[from - 1] === "\n" && (to === copy.length || copy[to] === "\n");
    const origin = copy.slice(copy.lastIndexOf("\n", from - 2) + 1, Math.max(0, from - 1));
    if (alone && ORIGIN.test(origin)) return { from: from - origin.length - 1, to };
  }
  return null;
}
