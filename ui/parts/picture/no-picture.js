// Says in place of the viewer that a file has no picture, and where its text is: an empty frame would look
// like a picture that could not be shown.

import { setText, within } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { formatName, isPictured } from "./picture-facts.js";

/**
 * @param {string} prefix of the instance of the template `picture-viewer`
 * @param {"material.noPicture.desk" | "material.noPicture.record"} where its words are
 */
export function createNoPicture(prefix, where) {
  const { element } = within("picture-viewer", prefix);

  return {
    /**
     * Shows the viewer, or why there is none; nothing at all where there is no file.
     * @param {{ width: number, format: string } | null} file
     */
    render(file) {
      const pictured = file !== null && isPictured(file);
      for (const part of [element("viewer-place"), element("viewer"), element("viewer-tools")]) part.hidden = !pictured;
      element("viewer-bar").hidden = !file;
      element("no-picture").hidden = !file || pictured;
      if (!file || pictured) return;
      setText(element("no-picture-what"), t("material.noPicture.what", { format: formatName(file.format) }));
      setText(element("no-picture-where"), t(where));
    },
  };
}
