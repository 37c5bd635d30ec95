// The file of a record: its picture, as received and as sent, with its text; or a note that there is no picture in it.

import { recordedAddress } from "../../js/bridge/material.js";
import { element } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { createNoPicture } from "../../parts/picture/no-picture.js";
import { createPictureFacts, isPictured, pictureName } from "../../parts/picture/picture-facts.js";
import { createSentBar } from "../../parts/picture/sent-bar.js";
import { pagesOf } from "../../parts/picture/sent-words.js";
import { lineWith } from "../../parts/ocr/count-words.js";
import { createPictureText } from "../../parts/ocr/picture-text.js";

/** @import { RecordFacts, RecordMaterial, Rectangle, SentPart } from "../../js/ipc.d.ts" */
/** @import { Known } from "../../parts/ocr/ocr.js" */
/** @import { Place } from "../../parts/picture/zoom-pan.js" */

/** @param {(place: Place) => void} drawn the position of the picture */
export function createMaterialView(drawn) {
  // The text read here becomes searchable, whatever is shown meanwhile.
  const text = createPictureText("record", {
    count: element("record-ocr-count"),
    changed(known) {
      bar.known();
      leadToWords(known);
    },
    drawn,
    goesOn: () => true,
  });
  const bar = createSentBar("record", text);
  const card = element("record-ocr-card");
  const noPicture = createNoPicture("record", "material.noPicture.record");
  const facts = createPictureFacts("record", { title: element("record-material-title"), facts: element("record-material-facts") });
  /** The received material. @type {RecordMaterial | null} */
  let material = null;
  /** @type {SentPart[]} */
  let sent = [];
  /** @type {string[]} */
  let notes = [];
  /** The search hit of the record, while its place in the picture is being searched. */
  let words = "";

  function render() {
    const pictured = material !== null && isPictured(material) ? material : null;
    element("record-material").hidden = !material;
    element("record-material").dataset["pictured"] = String(pictured !== null);
    element("record-ocr-card").hidden = !pictured;
    noPicture.render(material);
    text.show(pictured?.sha256 ?? null, false);
    const pages = pagesOf(sent);
    if (material) facts.render({ ...material, pages });
    if (!pictured) return bar.show(null, []);
    const { width, height, sha256, format, showable } = pictured;
    bar.show({
      key: sha256, width, height, format, pages, parts: sent,
      alt: t("material.alt", { name: pictureName(pictured) }),
      original: showable ? recordedAddress(sha256) : null,
      address: (part) => recordedAddress(part.sha256),
    }, notes);
  }

  /** Once OCR has finished. @param {Known} known */
  function leadToWords({ state, lines }) {
    if (words === "" || ["none", "asking", "waiting", "looking", "reading"].includes(state)) return;
    const found = lineWith(lines, words);
    words = "";
    if (!found) return;
    card.open = true;
    text.lead(found.index, found.from, found.to);
  }

  card.addEventListener("toggle", text.reveal);

  return {
    /**
     * @param {Pick<RecordFacts, "materials" | "sent" | "notes">} record
     * @param {string} found the words that were found in its picture; empty for none
     */
    show(record, found) {
      material = record.materials.find(({ role }) => role === "received") ?? record.materials[0] ?? null;
      ({ sent, notes } = record);
      words = found;
      // More may be known about the same picture by now.
      text.show(null, false);
      render();
    },
    /** How to bring a region of the picture into sight; `null` where there is no picture. @param {Rectangle | null} region */
    lead: (region) => (region && material && isPictured(material) ? () => text.bring(region) : null),
    /** Shows a part of the picture. */
    leadTo: text.viewer.lead,
    /** Closes anything open over the picture; returns whether there was something. */
    escape: bar.escape,
    /** Renders everything in the current language. */
    render() {
      render();
      text.render();
    },
  };
}
