// Draws a report while it streams in: finished blocks stay, the open one is replaced. The only place that turns text of the
// service into elements; the shell has already sanitised it.

import { create } from "../../js/dom.js";
import { layOutTable, nameTable } from "./report-table.js";

/**
 * @typedef {{ kind: "cut", from: number } | { kind: "block", html: string } | { kind: "open", html: string | null }} Edit
 */

/** A longer slice would make scrolling stutter. */
const SLICE_MS = 8;
/** The number of paragraphs laid out at once: of Chinese text, they take some 10 ms. */
const SLICE_BLOCKS = 16;
/** The number of blocks per container: appending at the end then leaves the layout of earlier containers unchanged. */
const LEAF_BLOCKS = 32;
/** A hidden window has no frames, so a timer runs beside them. */
const HIDDEN_MS = 50;
/** A user who scrolls nearer to the end than this follows it. */
const END_PIXELS = 40;
/** Farther than any page is long: brings the end into sight without asking first how far it is. */
const BEYOND = 1e9;
const UPWARD = ["ArrowUp", "PageUp", "Home"];
const DOWNWARD = ["ArrowDown", "PageDown", "End", " "];

/**
 * @param {object} places
 * @param {HTMLElement} places.scroll what scrolls the page
 * @param {HTMLElement} places.page holds nothing but the report
 * @param {HTMLButtonElement} places.latest leads back to the end
 * @param {() => void} [drawn] something of the report has changed in the page
 */
export function createReportView({ scroll, page, latest }, drawn) {
  /** @type {Edit[]} */
  let waiting = [];
  /** Something was drawn since the last frame; what comes now waits for the next one. */
  let busy = false;
  /** @type {HTMLElement | null} */
  let open = null;
  /** More text may come. */
  let growing = false;
  let following = true;
  /** The user has scrolled the page. */
  let moved = false;
  /** Nothing more comes, and the page has not been turned back to its beginning yet. */
  let ending = false;
  /** Where the page stood when it last said so. */
  let lastTop = 0;

  function waitForFrame() {
    busy = true;
    const once = () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      busy = false;
      if (waiting.length > 0) work();
    };
    const frame = requestAnimationFrame(once);
    const timer = setTimeout(once, HIDDEN_MS);
  }

  function work() {
    const until = performance.now() + SLICE_MS;
    let done = 0;
    for (const edit of waiting) {
      apply(edit);
      done += 1;
      if (done >= SLICE_BLOCKS || performance.now() > until) break;
    }
    waiting = waiting.slice(done);
    keepEnd();
    settle();
    waitForFrame();
    drawn?.();
  }

  /** @param {Edit} edit */
  function apply(edit) {
    if (edit.kind === "cut") {
      open?.remove();
      open = null;
      cut(edit.from);
    } else if (edit.kind === "block") {
      place(renderBlock(edit.html));
    } else if (edit.html !== null) {
      open = renderBlock(edit.html);
      place(open);
    }
  }

  /** @param {HTMLElement} section */
  function place(section) {
    let leaf = page.lastElementChild;
    if (!leaf || leaf.childElementCount >= LEAF_BLOCKS) {
      leaf = create("div", "leaf");
      page.append(leaf);
    }
    leaf.append(section);
  }

  /** Takes away the blocks from this one on. @param {number} from */
  function cut(from) {
    const full = Math.floor(from / LEAF_BLOCKS);
    while (page.childElementCount > full + 1) page.lastElementChild?.remove();
    const leaf = page.children[full];
    while (leaf && leaf.childElementCount > from % LEAF_BLOCKS) leaf.lastElementChild?.remove();
    if (leaf?.childElementCount === 0) leaf.remove();
  }

  function keepEnd() {
    if (following) scroll.scrollTop = BEYOND;
  }

  function toStart() {
    follow(true);
    following = false;
    scroll.scrollTop = lastTop = 0;
  }

  /** The report is complete and is read from its beginning. A user who reads elsewhere stays there. */
  function settle() {
    if (!ending || waiting.length > 0) return;
    ending = false;
    if (!moved) toStart();
  }

  /** @param {boolean} wanted */
  function follow(wanted) {
    following = wanted;
    latest.hidden = wanted;
  }

  const isGrowing = () => growing || waiting.length > 0;

  /** Wheel and keys say it before the scroll position does, which the next piece of text pulls back to the end. */
  function leaveEnd() {
    if (!isGrowing() || scroll.scrollTop === 0) return;
    lastTop = scroll.scrollTop;
    follow(false);
  }

  function touch() {
    moved = true;
  }

  scroll.addEventListener("scroll", () => {
    const { scrollTop, scrollHeight, clientHeight } = scroll;
    const distance = scrollHeight - scrollTop - clientHeight;
    // Where it did not move, this is the echo of an earlier change; and a page that shrank, or whose headings did, is no one scrolling.
    if (scrollTop > lastTop && distance < END_PIXELS) follow(true);
    else if (scrollTop < lastTop && distance >= 1 && isGrowing() && moved) follow(false);
    lastTop = scrollTop;
  }, { passive: true });
  scroll.addEventListener("wheel", (event) => {
    touch();
    if (event.deltaY < 0) leaveEnd();
  }, { passive: true });
  scroll.addEventListener("pointerdown", touch, { passive: true });
  scroll.addEventListener("keydown", (event) => {
    if (UPWARD.includes(event.key) || DOWNWARD.includes(event.key)) touch();
    if (UPWARD.includes(event.key) || (event.key === " " && event.shiftKey)) leaveEnd();
    // By the time that the page has scrolled there, the end is farther on.
    else if (event.key === "End") follow(true);
  });
  // A narrower window makes the page longer.
  new ResizeObserver(() => {
    if (isGrowing()) keepEnd();
  }).observe(page);
  latest.addEventListener("click", () => {
    touch();
    follow(true);
    keepEnd();
    scroll.focus({ preventScroll: true });
  });

  loadTypefaces();

  return {
    /**
     * Empties the page for a new report.
     * @param {boolean} streamed a report that comes all at once is read from its start
     */
    begin(streamed) {
      waiting = [];
      open = null;
      page.replaceChildren();
      scroll.scrollTop = lastTop = 0;
      moved = ending = false;
      growing = true;
      following = streamed;
      latest.hidden = true;
    },
    /** The report is complete. */
    end() {
      growing = false;
      ending = true;
      settle();
    },
    /** The user is led elsewhere in it. */
    touch,
    /**
     * @param {number} from index of the first block that changed
     * @param {string[]} blocks
     * @param {string | null} last the block that still grows
     */
    change(from, blocks, last) {
      // An open block that was not drawn yet is out of date by now.
      waiting = waiting.filter(({ kind }) => kind !== "open");
      waiting.push({ kind: "cut", from }, ...blocks.map((html) => /** @type {Edit} */ ({ kind: "block", html })), { kind: "open", html: last });
      // The first one after a pause is shown at once: where frames are slow, waiting for one would show.
      if (!busy) work();
    },
    /** Block by block, as far as it is drawn. */
    blocks: () => Array.from(page.children).flatMap((leaf) => Array.from(leaf.children)),
    /** @param {number} index of a block; `null`: it is not drawn */
    block: (index) => page.children[Math.floor(index / LEAF_BLOCKS)]?.children[index % LEAF_BLOCKS] ?? null,
    /** Nothing that came waits to be drawn. */
    isDrawn: () => waiting.length === 0,
    /** The view follows the end. */
    isFollowing: () => following && latest.hidden,
    /** Leaves the end for the beginning. */
    toStart,
    /** Its own words, in the current language. */
    render() {
      for (const box of page.querySelectorAll("div.table")) if (box instanceof HTMLElement) nameTable(box);
    },
  };
}

/** One of everything that a report is set in. */
const SAMPLE = "<h2>审核 Audit</h2><p>文字 <strong>重点 bold</strong> <em>em</em> <code>code</code> “”《》</p><table><tr><th>级别</th><td>1</td></tr></table>";

let loaded = false;

/** Lays out a sample out of sight, so that the typefaces are at hand when the first report comes: loading them then would hold it up. */
function loadTypefaces() {
  if (loaded) return;
  loaded = true;
  const sample = create("div", "document out-of-sight");
  sample.ariaHidden = "true";
  for (const lang of ["zh-CN", "en"]) {
    const part = renderBlock(SAMPLE);
    part.lang = lang;
    sample.append(part);
  }
  document.body.append(sample);
  sample.getBoundingClientRect();
  // Drawn once as well: the shapes of the letters are made only then.
  requestAnimationFrame(() => setTimeout(() => sample.remove()));
}

/**
 * A block of an answer, as the shell has sanitised it.
 * @param {string} html
 */
export function renderBlock(html) {
  const section = create("section", "block");
  section.innerHTML = html;
  // For the reading voice and the punctuation; a service answers in the language of what it was sent.
  section.lang = /\p{Script=Han}/u.test(html) ? "zh-CN" : "en";
  for (const box of section.querySelectorAll("div.table")) if (box instanceof HTMLElement) layOutTable(box);
  return section;
}
