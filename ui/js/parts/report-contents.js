// The headings of a report as a list that leads to them.

import { create, holdsFocus, within } from "../dom.js";
import { t } from "../i18n.js";

/** A longer list would be no help, and headings are cheap to write. */
const MOST = 300;

/**
 * @param {string} prefix of the template's instance
 * @param {HTMLElement} page
 */
export function createReportContents(prefix, page) {
  const { element, button } = within(prefix);
  const panel = element("contents");
  const list = element("contents-list");
  const opener = button("contents-open");

  function fill() {
    const headings = Array.from(page.querySelectorAll("h1, h2, h3, h4")).slice(0, MOST);
    const top = Math.min(...headings.map(levelOf));
    list.replaceChildren(...headings.map((heading) => row(heading, levelOf(heading) - top)));
    if (headings.length === 0) list.append(create("li", "contents-none", t("contents.none")));
  }

  /**
   * @param {Element} heading
   * @param {number} depth
   */
  function row(heading, depth) {
    const link = create("button", "quiet contents-link", heading.textContent ?? "");
    link.type = "button";
    link.dataset["depth"] = String(Math.min(depth, 3));
    link.addEventListener("click", () => {
      close();
      if (!(heading instanceof HTMLElement)) return;
      heading.tabIndex = -1;
      heading.scrollIntoView({ block: "start" });
      heading.focus({ preventScroll: true });
    });
    return create("li", "", link);
  }

  function close() {
    if (panel.hidden) return false;
    const held = holdsFocus(panel);
    panel.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    if (held) opener.focus({ preventScroll: true });
    return true;
  }

  function open() {
    fill();
    panel.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    list.querySelector("button")?.focus();
  }

  opener.addEventListener("click", () => (panel.hidden ? open() : close()));
  panel.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const links = Array.from(list.querySelectorAll("button"));
    const at = links.findIndex((link) => link === document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
  });
  panel.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && !panel.contains(event.relatedTarget) && event.relatedTarget !== opener) {
      panel.hidden = true;
      opener.setAttribute("aria-expanded", "false");
    }
  });

  return {
    close,
    /** The headings are not what they were. */
    changed() {
      if (!panel.hidden && !panel.contains(document.activeElement)) fill();
    },
  };
}

/** @param {Element} heading */
const levelOf = (heading) => Number(heading.tagName.slice(1));
