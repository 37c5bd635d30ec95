// Which screen is shown. There are as many links as there are screens.

import { element } from "./dom.js";

/** @typedef {"audit" | "settings"} Screen */

/** @type {Screen[]} */
const SCREENS = ["audit", "settings"];

export function createNavigation() {
  /** @type {Screen} */
  let current = "audit";

  /**
   * @param {Screen} screen
   * @param {HTMLElement} [part] of the screen, to be brought into sight
   */
  function open(screen, part) {
    const moved = screen !== current;
    current = screen;
    element("app").dataset["screen"] = screen;
    element("starting").hidden = true;
    for (const name of SCREENS) element(`screen-${name}`).hidden = name !== screen;
    for (const link of document.querySelectorAll("nav a[data-screen]")) {
      if (link.getAttribute("data-screen") === screen) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    part?.scrollIntoView({ block: "start" });
    if (moved) element(`${screen}-title`).focus({ preventScroll: true });
  }

  for (const link of document.querySelectorAll("nav a[data-screen]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const wanted = SCREENS.find((name) => name === link.getAttribute("data-screen"));
      if (wanted) open(wanted);
    });
  }

  return { open, current: () => current };
}
