// A button that opens a short menu.

import { holdsFocus } from "../../js/dom.js";

/**
 * @param {HTMLButtonElement} opener
 * @param {HTMLElement} panel holds the items, buttons with `role="menuitem"`
 */
export function createMenu(opener, panel) {
  const items = () => Array.from(panel.querySelectorAll("button")).filter((item) => !item.hidden);

  function close() {
    if (panel.hidden) return false;
    const held = holdsFocus(panel);
    panel.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    if (held) opener.focus({ preventScroll: true });
    return true;
  }

  function open() {
    panel.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    items()[0]?.focus();
  }

  opener.addEventListener("click", () => (panel.hidden ? open() : close()));
  panel.addEventListener("click", close);
  panel.addEventListener("keydown", (event) => {
    const all = items();
    const at = all.findIndex((item) => item === document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all[(next + all.length) % all.length]?.focus();
  });
  panel.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && !panel.contains(event.relatedTarget) && event.relatedTarget !== opener) close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (event.target instanceof Node && !panel.contains(event.target) && !opener.contains(event.target)) close();
  }, { passive: true });

  return { close };
}
