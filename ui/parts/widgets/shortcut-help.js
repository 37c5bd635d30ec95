// The dialog with all shortcuts.
//
// Ids for tests of the window: #shortcut-help[open] #shortcut-help-close

import { element } from "../../js/dom.js";
import { holdKeys } from "./modal-keys.js";

export function createShortcutHelp() {
  const dialog = element("shortcut-help");
  holdKeys(dialog);
  element("shortcut-help-close").addEventListener("click", () => dialog.close());
  return { open: () => dialog.showModal() };
}
