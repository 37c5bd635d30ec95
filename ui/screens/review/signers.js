// Who signs: the people whose keys are on this machine, and a form for a new one.

import { signerCreate, signers } from "../../js/bridge/review.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { element } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";

/** @import { Problem, Signer } from "../../js/ipc.d.ts" */

/**
 * @param {object} own
 * @param {() => void} own.changed another signer is chosen
 * @param {() => void} own.made there is a new one
 * @param {(problem: Problem | null) => void} own.show
 */
export function createSigners(own) {
  const select = element("review-signer");
  const form = element("review-signer-form");
  const [name, staff, opener] = [element("review-signer-name"), element("review-signer-staff"), element("review-signer-new")];
  /** @type {Signer[]} */
  let all = [];

  /** @param {string} chosen */
  function fill(chosen) {
    const words = (/** @type {Signer} */ one) => t("review.signer.option", { name: one.name, staff: one.staff });
    select.replaceChildren(new Option(t(all.length === 0 ? "review.signer.none" : "review.signer.choose"), ""), ...all.map((one) => new Option(words(one), one.key)));
    select.value = all.some(({ key }) => key === chosen) ? chosen : "";
    own.changed();
  }

  async function read() {
    try {
      all = await signers();
      // The only one there is need not be chosen.
      fill(select.value || (all.length === 1 ? (all[0]?.key ?? "") : ""));
    } catch (thrown) {
      own.show(problemOf(thrown));
    }
  }

  /** @param {boolean} wanted */
  function open(wanted) {
    form.hidden = !wanted;
    opener.setAttribute("aria-expanded", String(wanted));
    (wanted ? name : opener).focus();
  }

  const createOne = oneAtATime(async () => {
    const [who, number] = [name.value.trim(), staff.value.trim()];
    name.setAttribute("aria-invalid", String(who === ""));
    staff.setAttribute("aria-invalid", String(number === ""));
    if (who === "" || number === "") return (who === "" ? name : staff).focus();
    try {
      const made = await signerCreate(who, number);
      all = [...all.filter(({ key }) => key !== made.key), made];
      own.show(null);
      [name.value, staff.value] = ["", ""];
      open(false);
      fill(made.key);
      select.focus();
      own.made();
    } catch (thrown) {
      own.show(problemOf(thrown));
    }
  });

  opener.addEventListener("click", () => open(form.hidden !== false));
  element("review-signer-cancel").addEventListener("click", () => open(false));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void createOne();
  });
  for (const field of [name, staff]) field.addEventListener("input", () => field.setAttribute("aria-invalid", "false"));
  select.addEventListener("change", own.changed);

  return {
    read,
    /** The key of the chosen one; empty for none. */
    chosen: () => select.value,
    focus() {
      if (all.length === 0 && form.hidden) opener.focus();
      else select.focus();
    },
    /** Closes the form; whether it was open. */
    escape() {
      if (form.hidden || !form.contains(document.activeElement)) return false;
      open(false);
      return true;
    },
    render: () => fill(select.value),
  };
}
