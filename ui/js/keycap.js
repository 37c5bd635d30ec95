// How a shortcut is written on this platform's keyboard.

const APPLE = /Mac|iPhone|iPad/.test(navigator.platform);

/** @type {Record<string, string>} */
const NAMES = { mod: APPLE ? "⌘" : "Ctrl", Enter: APPLE ? "⏎" : "Enter", Escape: "Esc", "-": "−" };

/**
 * `mod+Enter` as the person's keys say it.
 * @param {string} keys
 */
export function keycap(keys) {
  const parts = keys === "+" ? ["+"] : keys.split("+");
  return parts.map((part) => NAMES[part] ?? part).join(APPLE ? "" : "+");
}

/**
 * Writes all `<kbd data-keys>` below `root`.
 * @param {ParentNode} root
 */
export function writeKeycaps(root) {
  for (const place of root.querySelectorAll("kbd[data-keys]")) {
    if (place instanceof HTMLElement) place.textContent = keycap(place.dataset["keys"] ?? "");
  }
}
