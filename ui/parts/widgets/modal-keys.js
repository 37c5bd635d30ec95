// While a dialog stands, nothing else hears the keys.

/** @param {HTMLDialogElement} dialog */
export function holdKeys(dialog) {
  // What a button or the dialog itself does with a key still happens; the shortcuts of the window do not.
  document.addEventListener("keydown", (event) => {
    if (!dialog.open) return;
    const typing = event.target instanceof HTMLTextAreaElement;
    event.stopImmediatePropagation();
    if (((event.ctrlKey || event.metaKey) && !typing) || event.key === "F5") event.preventDefault();
  }, { capture: true });
}
