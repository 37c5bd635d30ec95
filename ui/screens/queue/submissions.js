// The list of submissions: the button that chooses one, and the notice with its result.

import { announce } from "../../js/announce.js";
import { queueSubmissions } from "../../js/bridge/queue.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { create, element } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { describePreparing } from "../../js/problem-text.js";
import { hideNotice, showNotice } from "../../parts/widgets/notice.js";
import { MOST_ITEMS, kindOf, partsOf } from "./submissions-state.js";

/** @import { Problem, SubmissionList } from "../../js/ipc.d.ts" */
/** @import { Part } from "./submissions-state.js" */

export function createSubmissions() {
  const place = element("queue-listed");
  const button = element("queue-submissions");
  /** @type {SubmissionList | null} */
  let list = null;
  /** @type {Problem | null} */
  let problem = null;

  const choose = oneAtATime(async () => {
    button.setAttribute("aria-disabled", "true");
    try {
      const chosen = await queueSubmissions();
      if (chosen) [list, problem] = [chosen, null];
    } catch (thrown) {
      [list, problem] = [null, problemOf(thrown)];
    }
    button.removeAttribute("aria-disabled");
    render();
    if (list || problem) announce(place.querySelector(".notice-what")?.textContent ?? "");
  });

  function dismiss() {
    [list, problem] = [null, null];
    render();
    button.focus();
  }

  function render() {
    if (problem) {
      place.dataset["kind"] = "error";
      return showNotice(place, { ...describePreparing(problem), problem, dismiss });
    }
    if (!list) return hideNotice(place);
    place.dataset["kind"] = kindOf(list);
    const { name, matched, rows } = list;
    const said = matched > 0 ? "matched" : "none";
    showNotice(place, { what: t(`queue.submissions.${said}`, { name, matched, rows }), remedy: t(`queue.submissions.${said}Note`), dismiss });
    place.querySelector(".notice-words")?.append(...partsOf(list).map(makePart));
  }

  button.addEventListener("click", () => void choose());
  return { render };
}

/** @param {Part} part */
function makePart({ kind, items }) {
  const rows = items.slice(0, MOST_ITEMS).map(({ row, text }) => {
    const words = create("span", "queue-listed-text", text);
    words.title = text;
    return create("li", "", ...(row === null ? [] : [create("span", "queue-listed-row", t("queue.submissions.row", { row }))]), words);
  });
  if (items.length > MOST_ITEMS) rows.push(create("li", "", t("queue.submissions.more", { count: items.length - MOST_ITEMS })));
  const part = create("details", "queue-listed-part", create("summary", "", t(`queue.submissions.${kind}`, { count: items.length })), create("ul", "", ...rows));
  part.dataset["part"] = kind;
  return part;
}
