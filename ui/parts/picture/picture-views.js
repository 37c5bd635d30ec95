// The views of a picture: the original, as it is sent, or both side by side. The parts sent lie where they were taken
// from, so that zoom, position and the text layer fit both.

import { setText, within } from "../../js/dom.js";
import { number, t } from "../../js/i18n.js";
import { formatName } from "./picture-facts.js";
import { isPlain, piecesOf } from "./sent-words.js";

/** @import { PageKind, SentPart } from "../../js/ipc.d.ts" */
/** @import { Page } from "./page-list.js" */
/** @import { Pages } from "./sent-words.js" */
/** @import { Layer, Viewer } from "./viewer.js" */

/** @typedef {"original" | "sent" | "swipe"} View */

/**
 * @typedef {object} Viewed
 * @property {string} key names the picture
 * @property {string} alt
 * @property {number} width
 * @property {number} height
 * @property {string} format
 * @property {Pages | null} pages where it may have several pictures
 * @property {string | null} original its address; `null`: it can't be shown
 * @property {SentPart[]} parts
 * @property {(part: SentPart) => string} address of a part
 */

/** What the pictures in these are, where nothing says so because there is one alone. @type {Partial<Record<string, PageKind>>} */
const KINDS = { gif: "frame", tiff: "page", pdf: "page", docx: "picture", pptx: "picture" };

const VIEWS = /** @type {View[]} */ (["original", "sent", "swipe"]);

/**
 * @param {string} prefix of the instance of the template `picture-viewer`
 * @param {Viewer} viewer
 */
export function createPictureViews(prefix, viewer) {
  const { element, id } = within("picture-viewer", prefix);
  const choices = VIEWS.map((view) => ({ view, choice: element(`view-${view}`) }));
  /** @type {Viewed | null} */
  let viewed = null;
  /** @type {View} */
  let chosen = "original";

  for (const { view, choice } of choices) {
    // Apart from those of another instance.
    choice.name = id("view");
    choice.addEventListener("change", () => {
      chosen = view;
      draw();
    });
  }

  /** @param {Viewed} of @returns {Layer[]} */
  function sentLayers({ parts, address, format }) {
    const pieces = piecesOf(parts);
    const isOpaque = (/** @type {SentPart} */ { encoder }) => encoder === "jpeg" || (encoder.startsWith("original") && format === "jpeg");
    return pieces.map((part) => ({ address: address(part), region: part.region, opaque: isOpaque(part), mark: pieces.length > 1 ? number(part.number) : "" }));
  }

  /** The pages of the file, where there are several, in their order on the sheet. @param {Viewed} of @returns {Page[]} */
  function pagesOf({ parts, address }) {
    /** @type {Map<number, Page>} */
    const pages = new Map();
    for (const part of parts) {
      if (!part.page) continue;
      const { number: of, kind, region } = part.page;
      const page = pages.get(of) ?? { number: of, kind, region, parts: [] };
      pages.set(of, page);
      const shown = { address: address(part), region: part.region };
      // One view of the whole is less to load than all of its strips.
      if (part.context) page.parts = [shown];
      else if (!parts.some((one) => one.context && one.page?.number === of)) page.parts.push(shown);
    }
    return pages.size > 1 ? [...pages.values()].sort((one, other) => one.region.y - other.region.y) : [];
  }

  function draw() {
    const [choice, why] = [element("view-choices"), element("view-why")];
    choice.hidden = !viewed || viewed.original === null || viewed.parts.length === 0 || isPlain(viewed.parts);
    why.hidden = !viewed || viewed.original !== null;
    if (!viewed) return viewer.show(null);
    const { key, width, height, alt, original, format, pages } = viewed;
    // Pages and frames are not shown by a viewer of their own: nothing is kept from sight.
    const kind = pages?.[1] ?? KINDS[format];
    if (!why.hidden) setText(why, kind ? t(`sent.shown.${kind}`) : t("sent.unshowable", { format: formatName(format) }));
    const view = original === null ? "sent" : choice.hidden ? "original" : chosen;
    for (const one of choices) one.choice.checked = one.view === view;
    // Marks of the original are not shown over the picture as sent, where both are visible.
    element("viewer").dataset["view"] = original === null ? "only" : view;
    /** @type {Layer[]} */
    const brought = original === null ? [] : [{ address: original, region: { x: 0, y: 0, width, height }, opaque: format === "jpeg", mark: "" }];
    viewer.show({
      key, width, height, alt,
      pages: pagesOf(viewed),
      layers: view === "sent" ? sentLayers(viewed) : brought,
      beside: view === "swipe" ? sentLayers(viewed) : null,
    });
  }

  return {
    /** @param {Viewed | null} next */
    show(next) {
      if (next?.key !== viewed?.key) chosen = "original";
      viewed = next;
      draw();
    },
  };
}
