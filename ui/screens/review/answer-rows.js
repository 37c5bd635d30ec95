// Rows that a person answers, each with a field for a note: one stop of the Tab key, arrow keys, Home and End between the rows.

/**
 * @template K what identifies a row
 * @typedef {object} AnswerRow
 * @property {K} key
 * @property {HTMLElement} box
 * @property {HTMLInputElement} note
 * @property {(selected: boolean, stop: boolean) => void} mark `stop`: of the Tab key
 */

/**
 * @template {string | number} K
 * @template {AnswerRow<K>} R
 * @param {HTMLElement} frame
 * @param {object} own
 * @param {(row: R, button: HTMLButtonElement) => void} own.pressed
 * @param {(row: R) => void} own.edited its note has other words
 * @param {(row: R) => void} own.noted the note is complete
 * @param {(row: R) => boolean} [own.entered] the Enter key on a row; whether it does anything
 */
export function createAnswerRows(frame, own) {
  /** @type {R[]} */
  let rows = [];
  /** @type {K | null} */
  let selected = null;

  const rowOf = (/** @type {K | null} */ key) => rows.find((row) => row.key === key) ?? null;
  const rowAround = (/** @type {EventTarget | null} */ target) => rows.find(({ box }) => target instanceof Node && box.contains(target)) ?? null;

  /** @param {K | null} key @param {boolean} focus */
  function select(key, focus) {
    const row = rowOf(key);
    if (!row) return false;
    selected = key;
    mark();
    if (focus) row.box.focus({ preventScroll: true });
    row.box.scrollIntoView({ block: "nearest" });
    return true;
  }

  function mark() {
    const stop = rowOf(selected) ?? rows[0];
    for (const row of rows) row.mark(row.key === selected, row === stop);
  }

  /** @param {number} by */
  function step(by) {
    const at = rows.findIndex(({ key }) => key === selected);
    const to = selected === null ? 0 : Math.max(0, Math.min(rows.length - 1, at + by));
    return select(rows[to]?.key ?? null, true);
  }

  /** Whether the key does anything. @param {KeyboardEvent} event @param {R} row */
  function pressed({ key, target }, row) {
    if (target === row.note) {
      if (key === "Escape") return row.box.focus({ preventScroll: true }), true;
      if (key !== "Enter" || row.note.value.trim() === "") return false;
      return own.noted(row), true;
    }
    if (key === "Enter" && target === row.box) return own.entered?.(row) ?? false;
    const by = { ArrowDown: 1, ArrowUp: -1, Home: -rows.length, End: rows.length }[key];
    if (by === undefined) return false;
    return step(by), true;
  }

  frame.addEventListener("click", (event) => {
    const row = rowAround(event.target);
    if (!row) return;
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    select(row.key, button === null && event.target !== row.note);
    if (button) own.pressed(row, button);
  });
  frame.addEventListener("focusin", (event) => {
    const row = rowAround(event.target);
    if (row && row.key !== selected) select(row.key, false);
  });
  frame.addEventListener("input", (event) => {
    const row = rowAround(event.target);
    if (row) own.edited(row);
  });
  frame.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = rowAround(event.target);
    if (!row || !pressed(event, row)) return;
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    rows: () => rows,
    selected: () => rowOf(selected),
    select,
    step,
    /** Other rows. @param {R[]} next @param {() => K | null} first the row to select if the selected one is gone */
    put(next, first) {
      rows = next;
      if (!rowOf(selected)) selected = first() ?? rows[0]?.key ?? null;
      mark();
    },
    begin() {
      selected = null;
    },
  };
}
