// Under the field: the words of the adviser's line that the rules object to, while it is typed. Sending stays possible.

import { announce } from "../../js/announce.js";
import { findingsCheck } from "../../js/bridge/findings.js";
import { create, element, keepFocus, setText } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { createChecks } from "../../parts/findings/checks.js";
import { unsaid } from "../../parts/findings/context-bar.js";
import { chipsOf } from "./check-chips.js";

/** @import { FindingsRequest } from "../../js/ipc.d.ts" */
/** @import { Chip } from "./check-chips.js" */

/** Of longer words, the beginning is enough to find them. */
const MOST_CHARACTERS = 16;

/** @param {string} words */
const shortened = (words) => (words.length > MOST_CHARACTERS ? `${words.slice(0, MOST_CHARACTERS)}…` : words);

/** @param {HTMLTextAreaElement} field */
export function createLineCheck(field) {
  const place = element("sparring-check");
  /** The last request. */
  let asked = "";
  /** Words that the rules object to, as far as they are known. */
  let count = 0;

  const checks = createChecks((/** @type {FindingsRequest} */ request) => findingsCheck(request), {
    checked: ({ findings }) => show(chipsOf(findings)),
    // The line can be sent without it.
    failed: () => show({ chips: [], more: 0 }),
  });

  /** @param {ReturnType<typeof chipsOf>} found */
  function show({ chips, more }) {
    const before = count;
    count = chips.length + more;
    keepFocus(() => {
      element("sparring-check-chips").replaceChildren(...chips.map(made));
      setText(element("sparring-check-more"), more > 0 ? `+${more}` : "");
      element("sparring-check-more").title = more > 0 ? t("sparring.check.more", { count: more }) : "";
      place.hidden = count === 0;
    }, field);
    if (before === 0 && count > 0) announce(t("sparring.check.announce", { count }));
  }

  /** @param {Chip} chip */
  function made({ words, titles, severity, from, to }) {
    const title = titles.join(t("sparring.check.separator"));
    const tip = create("span", "line-check-tip", title);
    const chip = create("button", "finding-count line-check-chip", shortened(words), tip);
    chip.type = "button";
    chip.dataset["severity"] = severity;
    chip.title = title;
    chip.setAttribute("aria-label", t("sparring.check.chip", { words, title }));
    chip.addEventListener("click", () => {
      // The line may have changed since.
      const at = field.value.slice(from, to) === words ? from : field.value.indexOf(words);
      field.focus();
      if (at >= 0) field.setSelectionRange(at, at + words.length);
    });
    return create("li", "", chip);
  }

  /** @param {string} text the current text of the field */
  function look(text) {
    const request = { copy: text, material: null, context: { ...unsaid(), medium: "live" }, english: language() === "en" };
    const key = text.trim() === "" ? "" : JSON.stringify(request);
    if (key === asked) return;
    asked = key;
    if (key !== "") return checks.ask(request);
    checks.drop();
    show({ chips: [], more: 0 });
  }

  return {
    look,
    /** Other rules are in force. */
    recheck() {
      asked = "";
      look(field.value);
    },
  };
}
