// Opens links of a report in the browser, after the user has seen the whole address.

import { problemOf } from "../../js/bridge/tauri.js";
import { clipboardWrite, linkOpen } from "../../js/bridge/window.js";
import { holdsFocus, within } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { hideNotice, showProblem } from "../widgets/notice.js";
import { toast, toastProblem } from "../widgets/toast.js";

/** @import { Problem } from "../../js/ipc.d.ts" */

/**
 * @param {string} prefix of the template's instance
 * @param {HTMLElement[]} pages hold the links; the first has the focus where a link is gone
 */
export function createLinkPrompt(prefix, pages) {
  const { element } = within("link-question", prefix);
  const prompt = element("link-prompt");
  const address = element("link-address");
  /** @type {HTMLAnchorElement | null} */
  let link = null;
  /** Why it was not opened. @type {Problem | null} */
  let problem = null;

  function render() {
    const place = element("link-problem");
    if (problem) showProblem(place, problem);
    else hideNotice(place);
  }

  function close() {
    if (prompt.hidden) return false;
    const held = holdsFocus(prompt);
    prompt.hidden = true;
    problem = null;
    render();
    // A report that is still being written may have replaced the link meanwhile.
    if (held) (link?.isConnected ? link : pages[0])?.focus({ preventScroll: true });
    link = null;
    return true;
  }

  const open = oneAtATime(async () => {
    try {
      await linkOpen(address.textContent ?? "");
      close();
    } catch (thrown) {
      problem = problemOf(thrown);
      render();
    }
  });

  /** @param {MouseEvent} event */
  function clicked(event) {
    const target = event.target instanceof Element ? event.target.closest("a") : null;
    if (!target) return;
    // The window itself never navigates.
    event.preventDefault();
    const wanted = target.getAttribute("href") ?? "";
    if (wanted === "") return;
    link = target;
    address.textContent = wanted;
    problem = null;
    render();
    prompt.hidden = false;
    element("link-open").focus();
  }
  for (const page of pages) {
    page.addEventListener("click", clicked);
    page.addEventListener("auxclick", clicked);
  }

  element("link-open").addEventListener("click", open);
  element("link-copy").addEventListener("click", () => {
    clipboardWrite(address.textContent ?? "").then(() => toast(t("link.copied")), toastProblem);
  });
  element("link-cancel").addEventListener("click", close);

  return { close, render };
}
