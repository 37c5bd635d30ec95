// The picture of a record, as it was received and, where that was another one, as it was sent.

import { recordedAddress } from "../bridge.js";
import { input, within } from "../dom.js";
import { t } from "../i18n.js";
import { createPictureFacts, pictureName } from "../parts/picture-facts.js";
import { createViewer } from "../parts/viewer.js";

/** @import { RecordMaterial } from "../ipc.d.ts" */

/** @param {string} prefix of the template's instance */
export function createMaterialView(prefix) {
  const { element, id } = within(prefix);
  const viewer = createViewer(prefix);
  const facts = createPictureFacts(prefix, { title: element("material-title"), facts: element("material-facts") });
  /** @type {RecordMaterial[]} */
  let materials = [];
  let role = "received";

  const shown = () => materials.find((one) => one.role === role) ?? materials[0];

  function render() {
    const material = shown();
    for (const part of ["material", "viewer", "viewer-bar"]) element(part).hidden = !material;
    const roles = new Set(materials.map(({ sha256 }) => sha256));
    element("material-roles").hidden = roles.size < 2;
    if (!material) return viewer.show(null);
    input(id(`material-${material.role === "sent" ? "sent" : "received"}`)).checked = true;
    facts.render(material);
    const { width, height, sha256 } = material;
    viewer.show({ address: recordedAddress(sha256), width, height, alt: t("material.alt", { name: pictureName(material) }) });
  }

  for (const one of ["received", "sent"]) {
    input(id(`material-${one}`)).addEventListener("change", () => {
      role = one;
      render();
    });
  }

  return {
    /** @param {RecordMaterial[]} next */
    show(next) {
      materials = next;
      role = "received";
      render();
    },
    render,
  };
}
