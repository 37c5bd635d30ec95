// Says in a few words how a picture is sent, and unfolds over the picture what that means part by part.

import { holdsFocus, setIcon, setText, within } from "../../js/dom.js";
import { sentList } from "./sent-list.js";
import { howSent } from "./sent-words.js";

/** @import { SentPart } from "../../js/ipc.d.ts" */

/**
 * @param {string} prefix of the instance of the template `picture-viewer`
 * @param {(part: SentPart) => void} show brings a part into sight
 */
export function createSentPanel(prefix, show) {
  const { element } = within("picture-viewer", prefix);
  const opener = element("sent-how");
  const panel = element("sent-panel");
  const list = element("sent-list");
  /** @type {{ parts: SentPart[], notes: string[] }} */
  let sent = { parts: [], notes: [] };

  function close() {
    if (panel.hidden) return false;
    const held = holdsFocus(panel);
    panel.hidden = true;
    list.replaceChildren();
    opener.setAttribute("aria-expanded", "false");
    if (held) opener.focus({ preventScroll: true });
    return true;
  }

  /** @param {SentPart} part */
  function lead(part) {
    close();
    show(part);
  }

  function open() {
    list.replaceChildren(...sentList(sent.parts, sent.notes, lead));
    panel.hidden = false;
    list.scrollTop = 0;
    opener.setAttribute("aria-expanded", "true");
    list.focus({ preventScroll: true });
  }

  opener.addEventListener("click", () => (panel.hidden ? open() : close()));
  element("sent-close").addEventListener("click", close);
  panel.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && !panel.contains(event.relatedTarget) && event.relatedTarget !== opener) close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (event.target instanceof Node && !panel.contains(event.target) && !opener.contains(event.target)) close();
  }, { passive: true });

  return {
    close,
    /**
     * @param {SentPart[]} parts
     * @param {string[]} notes
     */
    render(parts, notes) {
      sent = { parts, notes };
      const { words, lossy } = howSent(parts);
      setText(element("sent-how-words"), words);
      opener.dataset["lossy"] = String(lossy);
      setIcon(element("sent-how-icon"), lossy ? "alert" : "info");
      if (panel.hidden) return;
      // In another language, where it stood.
      const [top, held] = [list.scrollTop, panel.contains(document.activeElement)];
      list.replaceChildren(...sentList(parts, notes, lead));
      list.scrollTop = top;
      if (held && !panel.contains(document.activeElement)) list.focus({ preventScroll: true });
    },
  };
}
