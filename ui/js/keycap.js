// Names of keys as this platform writes them.

const APPLE = /Mac|iPhone|iPad/.test(navigator.platform);

/** @type {Record<string, string>} */
const NAMES = { mod: APPLE ? "⌘" : "Ctrl", Shift: APPLE ? "⇧" : "Shift", Alt: APPLE ? "⌥" : "Alt", Enter: APPLE ? "⏎" : "Enter", Escape: "Esc", "-": "−" };

/**
 * `mod+Enter` as the keyboard of the user is labelled.
 * @param {string} keys
 */
export function keycap(keys) {
  const parts = keys === "+" ? ["+"] : keys.split("+");
  return parts.map((part) => NAMES[part] ?? part).join(APPLE ? "" : "+");
}

/** @param {string} words of a tooltip @param {string} keys that do the same */
export const withKeys = (words, keys) => `${words} (${keycap(keys)})`;

/**
 * Writes all `<kbd data-keys>` below `root`, and behind all tooltips with `data-title-keys` the keys that do the same.
 * @param {ParentNode} root whose words have just been written
 */
export function writeKeycaps(root) {
  for (const place of root.querySelectorAll("kbd[data-keys]")) {
    if (place instanceof HTMLElement) place.textContent = keycap(place.dataset["keys"] ?? "");
  }
  for (const place of root.querySelectorAll("[title][data-title-keys]")) {
    if (place instanceof HTMLElement) place.title = withKeys(place.title, place.dataset["titleKeys"] ?? "");
  }
}
