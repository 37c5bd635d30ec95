// Turns positions in the text of an element into ranges, or wraps them in elements.

/** @typedef {{ from: number, to: number }} Spot in UTF-16 code units of the element's `textContent` */

/**
 * @param {Element} root
 * @param {Spot[]} spots in order, none within another
 * @returns {Range[]}
 */
export function textRanges(root, spots) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  /** @type {Range[]} */
  const ranges = [];
  let node = walker.nextNode();
  let start = 0;
  const length = () => node?.nodeValue?.length ?? 0;
  for (const { from, to } of spots) {
    if (to <= from) continue;
    // A position between two text nodes begins in the second and ends in the first.
    while (node && start + length() <= from) {
      start += length();
      node = walker.nextNode();
    }
    if (!node) break;
    const range = new Range();
    range.setStart(node, from - start);
    while (node && start + length() < to) {
      start += length();
      node = walker.nextNode();
    }
    if (!node) break;
    range.setEnd(node, to - start);
    ranges.push(range);
  }
  return ranges;
}

/**
 * Wraps each position in elements, one for each text node that it spans.
 * @param {Element} root
 * @param {Spot[]} spots in order, none within another
 * @param {"ins" | "del"} tag
 */
export function wrapText(root, spots, tag) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const texts = [];
  while (walker.nextNode()) if (walker.currentNode instanceof Text) texts.push(walker.currentNode);
  let start = 0;
  for (const text of texts) {
    const end = start + text.length;
    // From the last one backwards, so that earlier positions stay valid.
    for (const { from, to } of spots.filter((spot) => spot.from < end && spot.to > start).reverse()) {
      const inside = from > start ? text.splitText(from - start) : text;
      if (to < end) inside.splitText(to - Math.max(from, start));
      const mark = document.createElement(tag);
      inside.replaceWith(mark);
      mark.append(inside);
    }
    start = end;
  }
}
