// A finding of the previous version, with its proposed status and the one that the person confirms.

import { create, setText } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { isConfirmed } from "./state.js";
import { STATUSES } from "./versions-state.js";

/** @import { EarlierAnswer, EarlierFinding } from "../../js/ipc.d.ts" */
/** @typedef {ReturnType<typeof makeEarlierRow>} EarlierRow */

/** @param {EarlierFinding} finding @param {number | null} again the number of the finding that corresponds to it */
export function makeEarlierRow(finding, again) {
  const { number, severity, title, excerpt, wording, proposed, reason } = finding;
  const badge = create("span", "finding-number", String(number));
  badge.dataset["severity"] = severity ?? "open";
  const words = create("div", "earlier-words", create("p", "earlier-title", ...(severity ? [levelMark(severity)] : []), title));
  if (excerpt) words.append(create("p", "finding-excerpt", t("findings.row.excerpt", { words: excerpt })));
  if (wording) words.append(create("p", "earlier-asked", t("review.versions.asked", { words: wording })));
  const seems = create("p", "earlier-seems");
  if (proposed) seems.append(create("strong", "", t("review.versions.seems", { status: t(`review.versions.status.${proposed}`) })), " ");
  seems.append(t(`review.versions.why.${reason}`));
  if (again !== null) {
    const go = create("button", "link", t("review.versions.see", { number: again }));
    go.type = "button";
    go.dataset["act"] = "finding";
    seems.append(" ", go);
  }

  const buttons = STATUSES.map((status, at) => {
    const key = create("kbd", "", String(at + 1));
    key.ariaHidden = "true";
    const button = create("button", "small", t(`review.versions.status.${status}`), key);
    button.type = "button";
    button.dataset["status"] = status;
    button.dataset["proposed"] = String(status === proposed);
    button.setAttribute("aria-keyshortcuts", String(at + 1));
    if (status === proposed) button.title = t("review.versions.proposed");
    return button;
  });
  const choices = create("div", "review-decide", ...buttons);
  choices.setAttribute("role", "group");
  choices.ariaLabel = t("review.versions.statusOf", { number });
  const note = create("input", "review-note");
  Object.assign(note, { type: "text", maxLength: 500, autocomplete: "off", placeholder: t("review.versions.note"), ariaLabel: t("review.versions.noteOf", { number }) });
  const box = create("div", "earlier", badge, create("div", "earlier-body", words, seems, choices, note));
  box.dataset["earlier"] = String(number);
  box.setAttribute("role", "group");
  box.ariaLabel = t("review.versions.finding", { number, title });

  return {
    key: number,
    finding, box, note,
    /** @param {EarlierAnswer | null} answer @param {boolean} editable */
    update(answer, editable) {
      box.dataset["status"] = answer?.status ?? "";
      box.dataset["confirmed"] = String(isConfirmed(answer));
      seems.hidden = !editable;
      for (const button of buttons) {
        button.ariaPressed = String(button.dataset["status"] === answer?.status);
        button.disabled = !editable;
      }
      note.hidden = !answer || (answer.note === "" && !editable);
      note.readOnly = !editable;
      note.setAttribute("aria-invalid", String(editable && answer !== null && !isConfirmed(answer)));
      if (document.activeElement !== note && note.value !== (answer?.note ?? "")) note.value = answer?.note ?? "";
    },
    /** @param {boolean} selected @param {boolean} stop of the Tab key */
    mark(selected, stop) {
      box.dataset["selected"] = String(selected);
      box.tabIndex = stop ? 0 : -1;
      for (const button of box.querySelectorAll("button")) button.tabIndex = stop ? 0 : -1;
    },
  };
}

/** @param {NonNullable<EarlierFinding["severity"]>} severity */
function levelMark(severity) {
  const mark = create("span", "finding-level");
  setText(mark, t(`findings.level.${severity}`));
  mark.dataset["severity"] = severity;
  return mark;
}
