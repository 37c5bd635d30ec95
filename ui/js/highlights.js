// Passages that are marked without changing the DOM. The style sheets define how each kind looks.

/** @typedef {"search" | "search-now"} HighlightKind */

/** @param {HighlightKind} kind */
function shared(kind) {
  const known = CSS.highlights.get(kind);
  if (known) return known;
  const made = new Highlight();
  // The current passage is drawn over all others.
  if (kind.endsWith("-now")) made.priority = 1;
  CSS.highlights.set(kind, made);
  return made;
}

/**
 * The passages that one part of the window has marked; those of other parts stay.
 * @param {HighlightKind} kind
 */
export function createHighlight(kind) {
  /** @type {Range[]} */
  let own = [];
  function clear() {
    const all = shared(kind);
    for (const range of own) all.delete(range);
    own = [];
  }
  return {
    clear,
    /** @param {Range[]} ranges */
    show(ranges) {
      clear();
      const all = shared(kind);
      for (const range of ranges) all.add(range);
      own = ranges;
    },
  };
}
