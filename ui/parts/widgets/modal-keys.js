// Keeps the shortcuts of the window away from an open dialog.

/** @param {HTMLDialogElement} dialog */
export function holdKeys(dialog) {
  // Buttons and the dialog itself still react to keys; the shortcuts of the window do not.
  document.addEventListener("keydown", (event) => {
    if (!dialog.open) return;
    const typing = event.target instanceof Element && event.target.matches('textarea, input[type="text"]');
    event.stopImmediatePropagation();
    if (((event.ctrlKey || event.metaKey) && !typing) || event.key === "F5") event.preventDefault();
  }, { capture: true });
}
