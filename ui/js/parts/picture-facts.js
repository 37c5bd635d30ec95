// What is known of a picture beside its looks: name, size, format, and the hash of its bytes, to be copied.

import { clipboardWrite } from "../bridge.js";
import { setText, within } from "../dom.js";
import { bytes, number, t } from "../i18n.js";
import { showFileName } from "./file-name.js";
import { toast, toastProblem } from "./toast.js";

/** @typedef {{ name: string, width: number, height: number, format: string, bytes: number, sha256: string }} PictureFacts */

/**
 * @param {string} prefix of the instance of the template `picture-viewer`
 * @param {{ title: HTMLElement, facts: HTMLElement }} places
 */
export function createPictureFacts(prefix, { title, facts }) {
  const { element, button } = within(prefix);
  let sha256 = "";
  button("fact-sha").addEventListener("click", () => {
    clipboardWrite(sha256).then(() => toast(t("material.shaCopied")), toastProblem);
  });

  return {
    /** @param {PictureFacts} picture */
    render(picture) {
      sha256 = picture.sha256;
      showFileName(title, pictureName(picture));
      const pixels = t("material.pixels", { width: number(picture.width), height: number(picture.height) });
      setText(facts, [pixels, formatName(picture.format), bytes(picture.bytes)].join(" · "));
      setText(element("fact-sha-short"), shortHash(sha256));
    },
  };
}

/** @param {{ name: string }} picture */
export const pictureName = ({ name }) => name || t("material.clipboard");

/** As people write it. @type {Record<string, string>} */
const FORMATS = { jpeg: "JPG", webp: "WebP" };

/** @param {string} format */
export const formatName = (format) => FORMATS[format] ?? format.toUpperCase();

/** Enough of a hash to tell it from another at a glance. @param {string} hash */
export const shortHash = (hash) => (hash.length > 16 ? `${hash.slice(0, 8)}…${hash.slice(-4)}` : hash);
