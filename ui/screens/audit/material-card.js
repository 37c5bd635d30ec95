// The card of the staged file: a drop zone if there is none; its facts, and the viewer or a note that there is no picture in it, if there is
// one; and why a file was refused.

import { announce, announceProblem } from "../../js/announce.js";
import { materialAddress, materialChoose, materialPaste, materialRemove, sentAddress } from "../../js/bridge/material.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { element, keepFocus, setText } from "../../js/dom.js";
import { bytes, t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { describePreparing } from "../../js/problem-text.js";
import { hideNotice, showNotice, showProblem } from "../../parts/widgets/notice.js";
import { createNoPicture } from "../../parts/picture/no-picture.js";
import { createPictureFacts, isPictured, pictureName } from "../../parts/picture/picture-facts.js";
import { createPreparing } from "./preparing.js";

/** @import { Limits, Material, Problem } from "../../js/ipc.d.ts" */
/** @import { Viewed } from "../../parts/picture/picture-views.js" */
/** @import { SentBar } from "../../parts/picture/sent-bar.js" */

/** More names than these would fill the card. */
const NAMES_SHOWN = 5;
/** The user stopped the preparation: nothing to report. */
const STOPPED = "picture_stopped";

/**
 * @param {Limits} limits
 * @param {Material | null} first
 * @param {SentBar} sent shows the picture
 * @param {(brought: boolean) => Promise<void>} changed `brought`: the user has just added it, rather than that it is restored;
 *   resolves once all of it is where it goes
 */
export function createMaterialCard(limits, first, sent, changed) {
  const card = element("material");
  const title = element("material-title");
  const refusal = element("material-problem");
  const leftOut = element("material-left-out");
  const facts = createPictureFacts("", { title, facts: element("material-facts") });
  const noPicture = createNoPicture("", "material.noPicture.desk");
  const preparing = createPreparing(element("viewer"), element("material-choose"), element("material-replace"));

  let material = first;
  /** @type {{ name: string, problem: Problem } | null} */
  let refused = null;
  let leftOutSeen = false;

  function render() {
    card.dataset["state"] = material ? "loaded" : "empty";
    card.dataset["pictured"] = String(!material || isPictured(material));
    for (const part of [element("material-facts"), element("material-tools")]) part.hidden = !material;
    noPicture.render(material);
    element("material-empty").hidden = material !== null;
    setText(element("material-limits"), t("material.limits", { bytes: bytes(limits.fileBytes).replace(" ", "\u00a0") }));
    if (material) facts.render(material);
    else {
      title.removeAttribute("title");
      title.textContent = t("material.title");
    }
    sent.show(material && isPictured(material) ? viewedOf(material) : null, material?.notes ?? []);
    preparing.render();
    renderNotices();
  }

  function renderNotices() {
    if (refused) {
      const { name, problem } = refused;
      showProblem(refusal, problem, {
        ...describePreparing(problem),
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

  /** @param {Material | null} next @param {boolean} brought by the user, just now */
  function put(next, brought) {
    material = next;
    refused = null;
    leftOutSeen = false;
    keepFocus(render, element("viewer"), element("material-choose"), element("material-replace"));
    if (next) announce(t("material.announce", { name: pictureName(next) }));
    // A run that waits for the file waits for its text as well.
    void changed(brought).then(() => {
      if (material === next) preparing.done(next !== null);
    });
  }

  /**
   * @param {string} name
   * @param {Problem} problem
   */
  function refuse(name, problem) {
    if (problem.code === STOPPED) return;
    refused = { name, problem };
    preparing.done(false);
    renderNotices();
    announceProblem(`${name ? t("material.refused", { name }) : ""} ${describePreparing(problem).what}`);
  }

  /** @param {() => Promise<Material | null>} command */
  async function take(command) {
    try {
      const taken = await command();
      if (taken) put(taken, true);
    } catch (thrown) {
      refuse("", problemOf(thrown));
    }
  }

  const choose = oneAtATime(() => take(materialChoose));
  const paste = oneAtATime(() => take(materialPaste));
  element("material-choose").addEventListener("click", choose);
  element("material-replace").addEventListener("click", choose);
  element("material-paste").addEventListener("click", paste);
  element("material-remove").addEventListener("click", oneAtATime(async () => void await stage(async () => null)));

  /**
   * Stages what the command yields, or nothing if it yields nothing; whether it succeeded.
   * @param {() => Promise<Material | null>} command
   */
  async function stage(command) {
    preparing.stop();
    try {
      const next = await command();
      if (!next && material) await materialRemove();
      put(next, false);
      return true;
    } catch (thrown) {
      refuse("", problemOf(thrown));
      return false;
    }
  }

  return {
    render, put, refuse, choose, paste, stage,
    material: () => material,
    /** Reports the progress of the next file; whether its preparation has just begun. */
    prepare: preparing.receive,
    wait: preparing.wait,
    /** Stops the preparation of the next file; returns whether there was one. */
    stop: preparing.stop,
  };
}

/** @param {Material} material @returns {Viewed} */
function viewedOf({ id, name, format, width, height, pages, showable, parts }) {
  return {
    key: String(id), width, height, format, pages, parts,
    alt: t("material.alt", { name: pictureName({ name }) }),
    original: showable ? materialAddress(id) : null,
    address: (part) => sentAddress(id, part.number),
  };
}
