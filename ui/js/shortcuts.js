// Keys that work anywhere in the window.

/** @import { ReportAct } from "./screens.js" */

/**
 * @typedef {object} Shortcuts
 * @property {() => void} run
 * @property {() => boolean} escape whether there was something to close
 * @property {(by: 1 | -1) => boolean} step to the next or the previous one; whether there is something to step through
 * @property {() => void} choose
 * @property {() => void} paste
 * @property {() => boolean} find whether there was something to search in
 * @property {(what: ReportAct) => void} act
 * @property {() => void} help
 * @property {(place: number) => boolean} open the assistant at a place of the side bar, from 1; whether there is one
 * @property {() => void} settings
 * @property {(change: 1 | -1 | 0) => void} zoom
 */

/** @param {Shortcuts} shortcuts */
export function listenToShortcuts(shortcuts) {
  document.addEventListener("keydown", (event) => {
    // Keys belong to the input method while it is composing: Escape drops its candidates, not the audit.
    if (event.isComposing || event.keyCode === 229) return;
    const done = event.ctrlKey || event.metaKey ? withModifier(event, shortcuts) : plain(event, shortcuts);
    if (done) event.preventDefault();
  });
  document.addEventListener("paste", (event) => {
    if (hasText(event.clipboardData)) return;
    if (isEditable(event.target)) return void unlessText(/** @type {HTMLElement} */ (event.target), shortcuts.paste);
    event.preventDefault();
    shortcuts.paste();
  });
  // The context menu of the browser offers to reload the page, which would lose unsaved text.
  document.addEventListener("contextmenu", (event) => {
    const selected = (document.getSelection()?.toString() ?? "") !== "";
    if (!isEditable(event.target) && !selected) event.preventDefault();
  });
}

/**
 * @param {KeyboardEvent} event
 * @param {Shortcuts} shortcuts
 */
function plain(event, shortcuts) {
  if (event.key === "Escape") return shortcuts.escape();
  if (event.altKey) return !isEditable(event.target) && withAlt(event, shortcuts);
  // Enter held down on "Audit" must not press "Cancel", which has the focus next.
  if (event.key === "Enter" && event.repeat) return event.target instanceof HTMLButtonElement;
  if (event.key === "F1" || (event.key === "?" && !isEditable(event.target))) shortcuts.help();
  else return event.key === "F5";
  return true;
}

/**
 * @param {KeyboardEvent} event
 * @param {Shortcuts} shortcuts
 */
function withAlt({ key }, { step }) {
  if (key === "ArrowUp") return step(-1);
  return key === "ArrowDown" && step(1);
}

/**
 * @param {KeyboardEvent} event
 * @param {Shortcuts} shortcuts
 * @returns {boolean} whether the key was ours
 */
function withModifier(event, shortcuts) {
  if (event.altKey) return false;
  const { key, code } = event;
  const once = (/** @type {() => void} */ act) => {
    // A key that is held down acts once.
    if (!event.repeat) act();
  };
  if (key === "Enter") once(event.shiftKey ? () => shortcuts.act("review") : shortcuts.run);
  else if (/^Digit[1-9]$/.test(code) || /^[1-9]$/.test(key)) return shortcuts.open(Number(code.replace("Digit", "")) || Number(key));
  else if (key === "," || code === "Comma") shortcuts.settings();
  else if (key === "=" || key === "+" || code === "Equal" || code === "NumpadAdd") shortcuts.zoom(1);
  else if (key === "-" || code === "Minus" || code === "NumpadSubtract") shortcuts.zoom(-1);
  else if (key === "0" || code === "Digit0" || code === "Numpad0") shortcuts.zoom(0);
  // Without a report to search in, the search of the engine would find nothing either.
  else if (key.toLowerCase() === "f") once(() => void shortcuts.find());
  else if (key.toLowerCase() === "o") once(shortcuts.choose);
  else if (key.toLowerCase() === "s") once(() => shortcuts.act(event.shiftKey ? "page" : "save"));
  else if (key.toLowerCase() === "c" && event.shiftKey) once(() => shortcuts.act("copy"));
  else if (key.toLowerCase() === "i" && !event.shiftKey) once(() => shortcuts.act("fill"));
  // Outside a text field not every engine sends the paste event.
  else if (key.toLowerCase() === "v" && !event.shiftKey && !isEditable(event.target)) once(shortcuts.paste);
  else return key.toLowerCase() === "r";
  return true;
}

/** @param {EventTarget | null} target */
function isEditable(target) {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !["checkbox", "radio", "range", "button"].includes(target.type));
}

/**
 * In a text field, text wins. A spreadsheet copies its cells as text and as a picture, and some engines then hide the text
 * from the page, but still write it into the field.
 * @param {HTMLElement} field
 * @param {() => void} paste
 */
function unlessText(field, paste) {
  let written = false;
  const write = () => { written = true; };
  field.addEventListener("input", write, { once: true });
  setTimeout(() => {
    field.removeEventListener("input", write);
    if (!written) paste();
  });
}

/** @param {DataTransfer | null} clipboard */
function hasText(clipboard) {
  return (clipboard?.getData("text/plain") ?? "") !== "";
}
