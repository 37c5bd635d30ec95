// The picture on the desk: an invitation when there is none, the viewer and its facts when there is one, and
// beside either of them why a file was not taken.

import { announce, announceProblem } from "../announce.js";
import { clipboardWrite, materialAddress, materialChoose, materialPaste, materialRemove, problemOf } from "../bridge.js";
import { button, element, keepFocus, setText } from "../dom.js";
import { bytes, number, t } from "../i18n.js";
import { oneAtATime } from "../one-at-a-time.js";
import { describe } from "../problem-text.js";
import { showFileName } from "./file-name.js";
import { hideNotice, showNotice, showProblem } from "./notice.js";
import { toast, toastProblem } from "./toast.js";
import { createViewer } from "./viewer.js";

/** @import { Limits, Material, Problem } from "../ipc.d.ts" */

/** More names than these would fill the card. */
const NAMES_SHOWN = 5;

/**
 * @param {Limits} limits
 * @param {Material | null} first
 * @param {() => void} changed
 */
export function createMaterialCard(limits, first, changed) {
  const card = element("material");
  const title = element("material-title");
  const refusal = element("material-problem");
  const leftOut = element("material-left-out");
  const viewer = createViewer();

  let material = first;
  /** @type {{ name: string, problem: Problem } | null} */
  let refused = null;
  let leftOutSeen = false;

  function render() {
    card.dataset["state"] = material ? "loaded" : "empty";
    for (const id of ["viewer", "viewer-bar", "material-facts", "material-tools"]) element(id).hidden = !material;
    element("material-empty").hidden = material !== null;
    const side = number(limits.pictureSide);
    setText(element("material-limits"), t("material.limits", { bytes: bytes(limits.pictureBytes), side }));
    if (material) renderFacts(material);
    else {
      title.removeAttribute("title");
      title.textContent = t("material.title");
    }
    viewer.show(material && {
      address: materialAddress(material.id), width: material.width, height: material.height,
      alt: t("material.alt", { name: nameOf(material) }),
    });
    renderNotices();
  }

  /** @param {Material} material */
  function renderFacts(material) {
    showFileName(title, nameOf(material));
    const pixels = t("material.pixels", { width: number(material.width), height: number(material.height) });
    const format = material.format === "jpeg" ? "JPG" : material.format.toUpperCase();
    setText(element("material-facts"), [pixels, format, bytes(material.bytes)].join(" · "));
    setText(element("fact-sha-short"), `${material.sha256.slice(0, 8)}…${material.sha256.slice(-4)}`);
  }

  function renderNotices() {
    if (refused) {
      const { name, problem } = refused;
      showProblem(refusal, problem, {
        ...(name ? { title: t("material.refused", { name }) } : {}),
        dismiss: () => { refused = null; renderNotices(); },
      });
    } else hideNotice(refusal);
    const names = leftOutSeen ? [] : (material?.leftOut ?? []);
    if (names.length > 0) {
      const some = names.slice(0, NAMES_SHOWN).join(t("common.separator"));
      const more = names.length > NAMES_SHOWN ? ` ${t("common.more", { count: names.length - NAMES_SHOWN })}` : "";
      showNotice(leftOut, {
        what: t("material.leftOut"), remedy: t("material.leftOutNames", { names: some + more }),
        dismiss: () => { leftOutSeen = true; renderNotices(); },
      });
    } else hideNotice(leftOut);
  }

  /** @param {Material | null} next */
  function put(next) {
    material = next;
    refused = null;
    leftOutSeen = false;
    keepFocus(render, "viewer", "material-choose");
    if (next) announce(t("material.announce", { name: nameOf(next) }));
    changed();
  }

  /**
   * @param {string} name
   * @param {Problem} problem
   */
  function refuse(name, problem) {
    refused = { name, problem };
    renderNotices();
    announceProblem(`${name ? t("material.refused", { name }) : ""} ${describe(problem).what}`);
  }

  /** @param {() => Promise<Material | null>} command */
  async function take(command) {
    try {
      const taken = await command();
      if (taken) put(taken);
    } catch (thrown) {
      refuse("", problemOf(thrown));
    }
  }

  const choose = oneAtATime(() => take(materialChoose));
  const paste = oneAtATime(() => take(materialPaste));
  button("material-choose").addEventListener("click", choose);
  button("material-replace").addEventListener("click", choose);
  button("material-paste").addEventListener("click", paste);
  button("material-remove").addEventListener("click", oneAtATime(async () => {
    try {
      await materialRemove();
      put(null);
    } catch (thrown) {
      refuse("", problemOf(thrown));
    }
  }));
  button("fact-sha").addEventListener("click", () => {
    if (!material) return;
    clipboardWrite(material.sha256).then(() => toast(t("material.shaCopied")), toastProblem);
  });

  return { render, put, refuse, choose, paste, material: () => material };
}

/** @param {Material} material */
function nameOf(material) {
  return material.name || t("material.clipboard");
}
