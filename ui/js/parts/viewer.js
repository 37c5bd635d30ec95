// Looks at one picture. Knows nothing of where it came from.

import { create, within } from "../dom.js";
import { createZoomPan } from "./zoom-pan.js";

/** @import { Place } from "./zoom-pan.js" */

/** @typedef {{ address: string, width: number, height: number, alt: string }} Picture */
/** @typedef {ReturnType<typeof createViewer>} Viewer */

/**
 * @param {string} prefix of the instance of the template `picture-viewer`
 * @param {(place: Place) => void} drawn what lies over the picture follows it
 */
export function createViewer(prefix, drawn) {
  const { element, button } = within(prefix);
  const frame = element("viewer");
  const unshown = element("viewer-unshown");

  /** @type {Picture | null} */
  let picture = null;
  /** @type {HTMLImageElement | null} */
  let image = null;

  /** At actual size, one of the picture's pixels is one of the screen's. */
  const actual = () => 1 / window.devicePixelRatio;
  const tools = {
    zoomIn: button("zoom-in"), zoomOut: button("zoom-out"), fit: button("zoom-fit"), actual: button("zoom-actual"),
    percent: element("zoom-percent"),
  };
  const view = createZoomPan(frame, tools, {
    size: () => picture,
    actual,
    least: 0.1,
    most: 8,
    draw(place) {
      if (!image) return;
      const { scale, left, top, width, height } = place;
      image.style.width = `${width}px`;
      image.style.height = `${height}px`;
      image.style.transform = `translate(${left}px, ${top}px)`;
      image.classList.toggle("pixelated", scale > 2 * actual());
      drawn(place);
    },
  });

  return {
    /** @param {Picture | null} next */
    show(next) {
      if (picture?.address === next?.address) {
        if (image && next) image.alt = next.alt;
        view.draw();
        return;
      }
      image?.remove();
      picture = next;
      image = null;
      unshown.hidden = true;
      if (!next) return;
      image = create("img", "viewer-image");
      image.draggable = false;
      image.alt = next.alt;
      const shown = image;
      image.addEventListener("error", () => {
        unshown.hidden = false;
        shown.hidden = true;
      });
      image.src = next.address;
      // Under what lies over it.
      frame.prepend(image);
      view.fit();
    },
    /** Brings a part of it into sight, at actual size. */
    lead: view.lead,
  };
}
