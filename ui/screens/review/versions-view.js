// Both versions of a material: their pictures, the words and regions that differ, and their copies line by line.

import { reviewVersionsCompare } from "../../js/bridge/review.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { create, element, setText } from "../../js/dom.js";
import { language, t } from "../../js/i18n.js";
import { compareRow } from "../../parts/report/compare-view.js";
import { hideNotice, showProblem } from "../../parts/widgets/notice.js";
import { createStage } from "./versions-stage.js";
import { MODES, spotsOf, wordlessRegions } from "./versions-state.js";
import { versionName } from "./number-words.js";

/** @import { ChangedWords, Comparison, PicturesCompared, Review, VersionsCompared } from "../../js/ipc.d.ts" */

/** Rows of the copies that are shown. */
const MOST_ROWS = 500;

/** @param {{ review: () => Review | null, toggled: () => void }} own `toggled`: both versions take the place of the review, or no longer do */
export function createVersionsView(own) {
  const view = element("review-versions-view");
  const list = element("review-differences");
  const opacity = element("review-versions-opacity");
  /** @type {VersionsCompared | null} */
  let compared = null;
  /** Counts the comparisons: a late answer is ignored. */
  let turn = 0;
  let at = -1;

  const stage = createStage({
    chosen: (next) => select(next, false),
    zoom: (percent) => setText(element("review-versions-zoom"), t("review.versions.zoom", { percent })),
  });
  const items = () => Array.from(list.querySelectorAll("button"));

  async function open() {
    const review = own.review();
    if (!review?.earlier) return;
    turn += 1;
    const mine = turn;
    compared = null;
    hideNotice(element("review-versions-problem"));
    view.hidden = false;
    own.toggled();
    stage.clear();
    view.ariaBusy = "true";
    view.dataset["state"] = "reading";
    setText(element("review-versions-summary"), t("review.versions.reading"));
    element("review-versions-heading").focus({ preventScroll: true });
    try {
      const found = await reviewVersionsCompare(review.record, language() === "en");
      if (mine !== turn) return;
      compared = found;
      render();
    } catch (thrown) {
      if (mine !== turn) return;
      view.dataset["state"] = "failed";
      setText(element("review-versions-summary"), "");
      showProblem(element("review-versions-problem"), problemOf(thrown));
    } finally {
      if (mine === turn) view.ariaBusy = null;
    }
  }

  function render() {
    const review = own.review();
    const earlier = review?.earlier;
    if (!review || !earlier) return;
    setText(element("review-versions-old"), versionName(earlier));
    setText(element("review-versions-new"), t("review.versions.this", { version: review.version }));
    if (!compared) return;
    const { pictures, copies } = compared;
    view.dataset["state"] = pictures ? "pictures" : "text";
    at = -1;
    if (pictures && earlier.picture && review.picture) stage.show(earlier.picture, review.picture, pictures);
    setText(element("review-versions-summary"), pictures ? t(`review.published.outcome.${pictures.outcome}`) : t("review.versions.textOnly"));
    renderNotes(pictures);
    renderDifferences(pictures);
    renderCopies(copies);
  }

  /** @param {PicturesCompared | null} pictures */
  function renderNotes(pictures) {
    const notes = pictures ? [
      ...(pictures.alignment ? [] : [t("review.versions.unaligned")]),
      ...(pictures.unread ? [t("review.versions.unread")] : []),
      ...(pictures.cut ? [t("review.versions.cut")] : []),
    ] : [];
    element("review-versions-notes").hidden = notes.length === 0;
    element("review-versions-notes").replaceChildren(...notes.map((one) => create("li", "", one)));
  }

  /** @param {PicturesCompared | null} pictures */
  function renderDifferences(pictures) {
    element("review-differences-part").hidden = pictures === null;
    if (!pictures) return;
    const places = spotsOf(pictures).length;
    const words = pictures.words.map(wordsItem);
    const regions = wordlessRegions(pictures).map(({ kind }, index) => item(words.length + index, create("span", "difference-kind", t(`review.versions.change.${kind}`)), create("span", "", t("review.versions.region"))));
    list.replaceChildren(...words, ...regions);
    setText(element("review-differences-count"), t("review.versions.count", { count: places }));
    element("review-differences-none").hidden = places > 0;
    for (const id of /** @type {const} */ (["review-versions-former", "review-versions-next"])) element(id).setAttribute("aria-disabled", String(places === 0));
  }

  /** @param {ChangedWords} change @param {number} index */
  function wordsItem({ kind, earlier, later, byTextAlone }, index) {
    const said = create("span", "difference-words");
    if (earlier) said.append(create("del", "", earlier));
    if (earlier && later) said.append(" → ");
    if (later) said.append(create("ins", "", later));
    return item(index, create("span", "difference-kind", t(`review.versions.change.${kind}`)), said, ...(byTextAlone ? [create("span", "review-hint", t("review.versions.byText"))] : []));
  }

  /** @param {number} index @param {...Node} parts */
  function item(index, ...parts) {
    const button = create("button", "difference", create("span", "difference-number", String(index + 1)), ...parts);
    button.type = "button";
    button.tabIndex = index === 0 ? 0 : -1;
    button.addEventListener("click", () => select(index, true));
    return create("li", "", button);
  }

  /** @param {Comparison} copies */
  function renderCopies({ rows, changed, added, removed, cut }) {
    const place = element("review-copies");
    const review = own.review();
    const differs = changed + added + removed > 0;
    element("review-copies-part").hidden = !review || (review.copy.trim() === "" && review.earlier?.copy.trim() === "");
    setText(element("review-copies-count"), t(differs ? "review.versions.copies" : "review.versions.sameCopies", { changed, added, removed }));
    place.replaceChildren(...rows.slice(0, MOST_ROWS).map(compareRow));
    element("review-copies-cut").hidden = !cut && rows.length <= MOST_ROWS;
  }

  /** @param {number} next @param {boolean} focus */
  function select(next, focus) {
    const all = items();
    if (all.length === 0) return;
    at = (next + all.length) % all.length;
    for (const [index, button] of all.entries()) {
      button.tabIndex = index === at ? 0 : -1;
      button.ariaCurrent = index === at ? "true" : null;
    }
    stage.select(at);
    if (focus) all[at]?.focus({ preventScroll: true });
    all[at]?.scrollIntoView({ block: "nearest" });
  }

  function close() {
    if (view.hidden) return false;
    turn += 1;
    const held = view.contains(document.activeElement);
    view.hidden = true;
    compared = null;
    stage.clear();
    list.replaceChildren();
    element("review-copies").replaceChildren();
    own.toggled();
    if (held) element("review-versions-compare").focus({ preventScroll: true });
    return true;
  }

  /** @param {1 | -1} by */
  const go = (by) => select(at < 0 && by < 0 ? items().length - 1 : at + by, true);

  for (const mode of MODES) {
    const choice = element(`review-versions-${mode}`);
    choice.addEventListener("change", () => {
      view.dataset["mode"] = mode;
      stage.setMode(mode);
    });
  }
  opacity.addEventListener("input", () => stage.setOpacity(Number(opacity.value)));
  element("review-versions-frames").addEventListener("change", () => (view.dataset["frames"] = String(element("review-versions-frames").checked)));
  element("review-versions-smaller").addEventListener("click", () => stage.zoom(-1));
  element("review-versions-larger").addEventListener("click", () => stage.zoom(1));
  element("review-versions-former").addEventListener("click", () => go(-1));
  element("review-versions-next").addEventListener("click", () => go(1));
  element("review-versions-back").addEventListener("click", close);
  view.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const on = event.target instanceof HTMLElement ? event.target : null;
    const inList = on !== null && list.contains(on);
    const key = event.key.toLowerCase();
    if (key === "n" || (inList && event.key === "ArrowDown")) go(1);
    else if (key === "p" || (inList && event.key === "ArrowUp")) go(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    open,
    close,
    isOpen: () => !view.hidden,
    /** In the language of the window. */
    render() {
      if (view.hidden) return;
      render();
      stage.render();
    },
  };
}
