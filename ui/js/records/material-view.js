// The picture of a record, as it was received and, where that was another one, as it was sent; and the text in it.

import { recordedAddress } from "../bridge.js";
import { byId, input, within } from "../dom.js";
import { t } from "../i18n.js";
import { createPictureFacts, pictureName } from "../parts/picture-facts.js";
import { lineWith } from "../reading/found-words.js";
import { createPictureText } from "../reading/picture-text.js";

/** @import { RecordMaterial } from "../ipc.d.ts" */
/** @import { Known } from "../reading/reading.js" */

/** @param {string} prefix of the template's instance */
export function createMaterialView(prefix) {
  const { element, id } = within(prefix);
  // What was asked for here becomes searchable, whatever is looked at meanwhile.
  const text = createPictureText(prefix, { changed: leadToWords, goesOn: () => true });
  const card = byId(id("reading-card"), HTMLDetailsElement);
  const facts = createPictureFacts(prefix, { title: element("material-title"), facts: element("material-facts") });
  /** @type {RecordMaterial[]} */
  let materials = [];
  let role = "received";
  /** What the record was found by, while its place in a picture is looked for. */
  let words = "";

  const shown = () => materials.find((one) => one.role === role) ?? materials[0];

  function render() {
    const material = shown();
    for (const part of ["material", "viewer", "viewer-bar", "reading-card"]) element(part).hidden = !material;
    const roles = new Set(materials.map(({ sha256 }) => sha256));
    element("material-roles").hidden = roles.size < 2;
    text.show(material?.sha256 ?? null, false);
    if (!material) return text.viewer.show(null);
    input(id(`material-${material.role === "sent" ? "sent" : "received"}`)).checked = true;
    facts.render(material);
    const { width, height, sha256 } = material;
    text.viewer.show({ address: recordedAddress(sha256), width, height, alt: t("material.alt", { name: pictureName(material) }) });
  }

  /** Once all is read; a picture that does not hold them leaves it to the other one. @param {Known} known */
  function leadToWords({ state, lines }) {
    if (words === "" || ["none", "asking", "waiting", "looking", "reading"].includes(state)) return;
    const found = lineWith(lines, words);
    if (found) {
      words = "";
      card.open = true;
      text.lead(found.index, found.from, found.to);
    } else if (role === "received" && materials.some((one) => one.role === "sent" && one.sha256 !== shown()?.sha256)) {
      turnTo("sent");
    } else {
      words = "";
      turnTo("received");
    }
  }

  /** @param {string} next */
  function turnTo(next) {
    role = next;
    render();
  }

  for (const one of ["received", "sent"]) {
    input(id(`material-${one}`)).addEventListener("change", () => {
      words = "";
      turnTo(one);
    });
  }
  card.addEventListener("toggle", text.reveal);

  return {
    /**
     * @param {RecordMaterial[]} next
     * @param {string} found the words that were found in one of them; empty for none
     */
    show(next, found) {
      materials = next;
      role = "received";
      words = found;
      // What is known of the same picture may be more by now.
      text.show(null, false);
      render();
    },
    /** All of it, in the language now in use. */
    render() {
      render();
      text.render();
    },
  };
}
