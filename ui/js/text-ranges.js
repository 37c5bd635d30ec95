// From places in the text of an element to ranges of its page, or to elements around them.

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
    // A place on the border of two texts begins in the second and ends in the first.
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
 * Puts each place into elements of its own, one for each piece of text that it spans.
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
    // From the last one on, so that what is still to be split keeps its places.
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
