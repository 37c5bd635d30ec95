// Links of a report open in the browser, and only after the whole address was seen.

import { clipboardWrite, linkOpen, problemOf } from "../bridge.js";
import { button, element } from "../dom.js";
import { t } from "../i18n.js";
import { describe } from "../problem-text.js";
import { hideNotice, showProblem } from "./notice.js";
import { toast } from "./toast.js";

/** @param {HTMLElement} page holds the links */
export function createLinkPrompt(page) {
  const prompt = element("link-prompt");
  const address = element("link-address");
  const problem = element("link-problem");
  /** @type {HTMLAnchorElement | null} */
  let link = null;

  function close() {
    if (prompt.hidden) return false;
    prompt.hidden = true;
    hideNotice(problem);
    link?.focus();
    link = null;
    return true;
  }

  /** @param {MouseEvent} event */
  function clicked(event) {
    const target = event.target instanceof Element ? event.target.closest("a") : null;
    if (!target) return;
    // Whatever the link is: the window itself never goes anywhere.
    event.preventDefault();
    const wanted = target.getAttribute("href") ?? "";
    if (wanted === "") return;
    link = target;
    address.textContent = wanted;
    hideNotice(problem);
    prompt.hidden = false;
    button("link-open").focus();
  }
  page.addEventListener("click", clicked);
  page.addEventListener("auxclick", clicked);

  button("link-open").addEventListener("click", () => {
    linkOpen(address.textContent ?? "").then(close, (thrown) => showProblem(problem, problemOf(thrown)));
  });
  button("link-copy").addEventListener("click", () => {
    clipboardWrite(address.textContent ?? "").then(() => toast(t("link.copied")), (thrown) => toast(describe(problemOf(thrown)).what, "error"));
  });
  button("link-cancel").addEventListener("click", close);

  return { close };
}
