// Facts about a file: name, size, format, and its hash with a button to copy it.

import { clipboardWrite } from "../../js/bridge/window.js";
import { setText, within } from "../../js/dom.js";
import { bytes, number, t } from "../../js/i18n.js";
import { showFileName } from "../widgets/file-name.js";
import { toast, toastProblem } from "../widgets/toast.js";

/** @import { Pages } from "./sent-words.js" */

/**
 * @typedef {object} PictureFacts
 * @property {string} name
 * @property {number} width 0 where there is only a text
 * @property {number} height
 * @property {string} format
 * @property {number} bytes
 * @property {string} sha256
 * @property {Pages | null} [pages] where it may have several pictures
 * @property {number | null} [textCharacters] of the text in it
 */

/**
 * @param {string} prefix of the instance of the template `picture-viewer`
 * @param {{ title: HTMLElement, facts: HTMLElement }} places
 */
export function createPictureFacts(prefix, { title, facts }) {
  const { element } = within("picture-viewer", prefix);
  let sha256 = "";
  element("fact-sha").addEventListener("click", () => {
    clipboardWrite(sha256).then(() => toast(t("material.shaCopied")), toastProblem);
  });

  return {
    /** @param {PictureFacts} picture */
    render(picture) {
      sha256 = picture.sha256;
      showFileName(title, pictureName(picture));
      setText(facts, factsOf(picture).join(" · "));
      setText(element("fact-sha-short"), shortHash(sha256));
    },
  };
}

/** There is a picture to look at. @param {{ width: number }} picture */
export const isPictured = ({ width }) => width > 0;

/** Its kind, how much of it there is, and its size. @param {PictureFacts} picture */
export function factsOf({ width, height, format, pages, textCharacters, bytes: size }) {
  const kind = formatName(format);
  if (width === 0) return [kind, ...(textCharacters ? [t("material.characters", { count: textCharacters })] : []), bytes(size)];
  // The size of a sheet with several pictures says nothing.
  if (pages && pages[0] > 1) return [kind, t(`material.pages.${pages[1]}`, { count: pages[0] }), bytes(size)];
  return [t("material.pixels", { width: number(width), height: number(height) }), kind, bytes(size)];
}

/** @param {{ name: string }} picture */
export const pictureName = ({ name }) => name || t("material.clipboard");

/** As people write it. @type {Record<string, string>} */
const FORMATS = { jpeg: "JPG", webp: "WebP" };

/** @param {string} format */
export const formatName = (format) => (format === "text" ? t("material.text") : (FORMATS[format] ?? format.toUpperCase()));

/** Enough of a hash to tell it from another at a glance. @param {string} hash */
export const shortHash = (hash) => (hash.length > 16 ? `${hash.slice(0, 8)}…${hash.slice(-4)}` : hash);
