// All keys at a glance, over whatever screen is open.
//
// Ids for tests of the window: #shortcut-help[open] #shortcut-help-close

import { button, byId } from "../../js/dom.js";
import { holdKeys } from "./modal-keys.js";

export function createShortcutHelp() {
  const dialog = byId("shortcut-help", HTMLDialogElement);
  holdKeys(dialog);
  button("shortcut-help-close").addEventListener("click", () => dialog.close());
  return { open: () => dialog.showModal() };
}
