// The material of a review: its picture with numbered frames around the words of findings, and its copy.

import { recordedAddress } from "../../js/bridge/material.js";
import { recordOpen } from "../../js/bridge/records.js";
import { element } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { roomAround } from "../../parts/findings/frame-places.js";
import { createFrames } from "../../parts/findings/frames.js";
import { createPictureViews } from "../../parts/picture/picture-views.js";
import { factsOf, isPictured } from "../../parts/picture/picture-facts.js";
import { pagesOf } from "../../parts/picture/sent-words.js";
import { createViewer } from "../../parts/picture/viewer.js";
import { showFileName } from "../../parts/widgets/file-name.js";
import { createReviewCopy } from "./copy.js";
import { decisionOf, levelOf } from "./state.js";

/**
 * @import { RecordMaterial, Review, SentPart } from "../../js/ipc.d.ts"
 * @import { Box } from "../../parts/ocr/quads.js"
 * @import { Place } from "../../parts/picture/zoom-pan.js"
 */

/** The minimum height of legible words in CSS pixels. */
const LEGIBLE = 9;

/**
 * @param {object} own
 * @param {(id: string) => void} own.chosen the words of a finding were pressed
 * @param {(id: string | null) => void} own.over
 */
export function createReviewMaterial(own) {
  /** @type {Review | null} */
  let review = null;
  /** The file and how it was sent, of the record with this number: a file of several pages is made of what was sent. @type {{ record: number, file: RecordMaterial, sent: SentPart[] } | null} */
  let known = null;
  /** The record whose picture is shown. @type {number | null} */
  let pictured = null;
  /** Findings that the person looks at: the selected one, and the one under the pointer. @type {[string | null, string | null]} */
  let strong = [null, null];

  const frames = createFrames("review", { chosen: own.chosen, over: own.over, boxed: () => undefined, boxing: () => undefined });
  /** The position of the picture in its frame. @type {Place | null} */
  let place = null;
  /** Where it stood when it was last moved to a finding. @type {Place | null} */
  let led = null;
  const viewer = createViewer("review", (next) => {
    place = next;
    frames.draw(next);
  });
  const views = createPictureViews("review", viewer);
  const copy = createReviewCopy(own);

  /** @param {number} record */
  async function learn(record) {
    // Without it the picture is shown as the review names it.
    const opened = await recordOpen(record, () => undefined).catch(() => null);
    const file = opened?.facts.materials.find(({ role }) => role === "received");
    if (!opened || !file || review?.record !== record) return;
    known = { record, file, sent: opened.facts.sent };
    renderPicture();
  }

  function renderPicture() {
    const picture = review?.picture ?? null;
    const file = known?.record === review?.record ? known?.file : undefined;
    const isShown = picture !== null && (file === undefined || isPictured(file));
    element("review-material").hidden = !isShown;
    for (const part of [element("review-viewer-place"), element("review-viewer"), element("review-viewer-bar")]) part.hidden = !isShown;
    element("review-fact-sha").hidden = true;
    if (!isShown || !picture || !review) return views.show(null);
    const { sha256, name, width, height } = picture;
    const sent = known?.record === review.record ? known.sent : [];
    const pages = pagesOf(sent);
    showFileName(element("review-material-title"), name || t("material.clipboard"));
    element("review-material-facts").textContent = file ? factsOf({ ...file, pages }).join(" · ") : t("material.pixels", { width, height });
    views.show({
      key: `${review.record} ${sha256}`, width: file?.width ?? width, height: file?.height ?? height, format: file?.format ?? "", pages, parts: sent,
      alt: t("material.alt", { name: name || t("material.clipboard") }),
      original: file && !file.showable ? null : recordedAddress(sha256),
      address: (part) => recordedAddress(part.sha256),
    });
  }

  function renderPlaces() {
    if (!review) return;
    const { findings, draft } = review;
    const rows = findings.map((finding) => ({ key: finding.id, number: finding.number, level: levelOf(finding, decisionOf(draft, finding.id)), picture: finding.picture }));
    frames.show(rows);
    copy.show(review.copy, findings.flatMap(({ id, copy: ranges }, at) => ranges.map(([from, to]) => ({ from, to, key: id, level: rows[at]?.level ?? "open" }))));
    emphasise();
  }

  /** All of the picture is shown again, unless the person has moved it. */
  function rest() {
    if (led && place && led.scale === place.scale && led.left === place.left && led.top === place.top) viewer.fit();
    led = null;
  }

  /** @param {Box} box in pixels of the picture */
  function isInSight({ left, top, width, height }) {
    if (!place) return false;
    const { scale } = place;
    const [x, y] = [place.left + left * scale, place.top + top * scale];
    const frame = element("review-viewer");
    return height * scale >= LEGIBLE && x >= 0 && y >= 0 && x + width * scale <= frame.clientWidth && y + height * scale <= frame.clientHeight;
  }

  function emphasise() {
    const keys = strong.filter((key) => key !== null);
    frames.emphasise(keys);
    copy.emphasise(keys);
  }

  return {
    /** @param {Review} next */
    show(next) {
      review = next;
      renderPlaces();
      const worded = next.copy.trim() !== "";
      element("review-copy-card").hidden = !worded;
      element("review-materialless").hidden = worded || next.picture !== null;
      if (pictured === next.record) return;
      pictured = next.record;
      [strong, led] = [[null, null], null];
      emphasise();
      renderPicture();
      if (next.picture) void learn(next.record);
    },
    /** @param {string | null} id */
    select(id) {
      strong = [id, strong[1]];
      emphasise();
    },
    /** @param {string | null} id */
    hover(id) {
      if (strong[1] === id) return;
      strong = [strong[0], id];
      emphasise();
    },
    /** Shows the position of a finding; the picture moves no further than necessary. @param {string} id @param {boolean} close as large as it can be */
    lead(id, close) {
      const finding = review?.findings.find((one) => one.id === id);
      const [quad] = finding?.picture ?? [];
      if (!close) rest();
      if (quad && (close || !isInSight(roomAround(quad)))) {
        viewer.lead(roomAround(quad));
        led = place;
      }
      copy.lead(id);
    },
    rest,
    render() {
      viewer.render();
      renderPicture();
      renderPlaces();
    },
  };
}
