// The table of contents of a report.

import { create, holdsFocus, within } from "../../js/dom.js";
import { t } from "../../js/i18n.js";

/** A longer list would be no help, and headings are cheap to write. */
const MOST = 300;

/**
 * @param {string} prefix of the template's instance
 * @param {HTMLElement} page
 */
export function createReportContents(prefix, page) {
  const { element } = within("report-card", prefix);
  const panel = element("contents");
  const list = element("contents-list");
  const opener = element("contents-open");

  function fill() {
    const headings = headingsOf(page);
    const inParts = headings.some(isPart);
    const top = Math.min(...headings.filter((heading) => !isPart(heading)).map(levelOf));
    list.replaceChildren(...headings.map((heading) => row(heading, isPart(heading) ? 0 : levelOf(heading) - top + (inParts ? 1 : 0))));
    if (headings.length === 0) list.append(create("li", "contents-none", t("contents.none")));
  }

  /**
   * @param {Element} heading
   * @param {number} depth
   */
  function row(heading, depth) {
    const link = create("button", "quiet contents-link", nameOf(heading));
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
    /** The headings have changed. */
    changed() {
      if (!panel.hidden && !panel.contains(document.activeElement)) fill();
    },
  };
}

/** Of a report too long for the list, at least all of its parts. @param {HTMLElement} page */
function headingsOf(page) {
  const all = Array.from(page.querySelectorAll("h1, h2, h3, h4"));
  const parts = all.filter(isPart);
  return (all.length > MOST && parts.length > 0 ? parts : all).slice(0, MOST);
}

/** The heading above the answer to one part. @param {Element} heading */
const isPart = (heading) => heading.matches("h1.part");

/** @param {Element} heading */
const nameOf = (heading) => (heading instanceof HTMLElement && isPart(heading) && heading.dataset["title"]) || (heading.textContent ?? "");

/** @param {Element} heading */
const levelOf = (heading) => Number(heading.tagName.slice(1));
