// The context that the rules assume about the material: guesses, each with the words behind it, and the person's corrections.

import { create, icon, keepFocus } from "../../js/dom.js";
import { lookUp, t } from "../../js/i18n.js";

/** @import { ContextField, MaterialContext } from "../../js/ipc.d.ts" */

/** @typedef {keyof MaterialContext} FieldName */

/** @type {Record<Exclude<FieldName, "place" | "date">, string[]>} */
const VALUES = {
  product: ["fund", "private-fund", "wealth", "loan", "credit-card", "insurance", "deposit", "advisory", "none"],
  audience: ["public", "qualified"],
  medium: ["image", "text", "video", "audio", "sms", "live", "print"],
  institution: ["bank", "wealth-company", "fund-manager", "distributor", "broker", "insurer", "insurance-intermediary", "loan-platform", "local-finance", "unlicensed"],
};
/** As the rules name them, in both languages. */
const PLACES = "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆".split(" ");
/** @type {FieldName[]} */
const NAMES = ["product", "audience", "medium", "institution", "place", "date"];

/** @returns {MaterialContext} */
export const unsaid = () => ({ product: null, audience: null, medium: null, institution: null, place: null, date: null });

/** A day as YYYY-MM-DD, however it is set apart; `null`: it is none. @param {string} text */
export function dayOf(text) {
  if (text.trim() === "") return "";
  const [, year = "", month = "", day = ""] = /^(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$/.exec(text.trim()) ?? [];
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso ? null : iso;
}

/** @param {FieldName} name @param {string} value */
const valueName = (name, value) => lookUp(`findings.context.${name}.${value}`) ?? value;

/**
 * @param {HTMLElement} bar
 * @param {(context: MaterialContext) => void} changed
 */
export function createContextBar(bar, changed) {
  /** The person's statements. */
  let said = unsaid();
  /** @type {ContextField[]} */
  let assumed = [];
  /** The fields in the page. @type {Partial<Record<FieldName, { place: HTMLElement, shows: string }>>} */
  let made = {};

  /** @param {FieldName} name @param {string | null} value */
  function say(name, value) {
    said = { ...said, [name]: value };
    render();
    changed(said);
  }

  /** @param {FieldName} name */
  function fieldOf(name) {
    const known = assumed.find((field) => field.name === name);
    const value = said[name];
    const guess = value === null && known?.guessed ? known : null;
    const words = guess ? guess.words.map((one) => `「${one}」`).join(" ") : "";
    const label = create("span", "context-name", t(`findings.context.name.${name}`));
    if (guess) label.append(create("span", "context-mark", t("findings.context.guess")));
    const control = name === "date" ? dateOf(value ?? known?.value ?? "") : choiceOf(name, value, guess ? guess.value : null);
    const inner = create("div", "context-control", create("label", "", label, name === "date" ? control : create("span", "select", control, icon("chevron"))));
    const place = create("div", "context-field", inner);
    place.dataset["field"] = name;
    place.dataset["state"] = value !== null ? "said" : guess ? "guessed" : "unknown";
    control.dataset["context"] = name;
    control.addEventListener("change", () => {
      const next = name === "date" ? dayOf(control.value) : control.value;
      control.setAttribute("aria-invalid", String(next === null));
      if (next !== null) say(name, next === "" ? null : next);
    });
    const unknown = name === "date" ? `${t("findings.context.unknownHint")} ${t("findings.context.dateHint")}` : t("findings.context.unknownHint");
    const hint = guess ? (words ? t("findings.context.words", { words }) : "") : value === null ? unknown : "";
    if (hint) {
      control.title = hint;
      // In sight as long as the control has the focus.
      const shown = create("span", "context-words", hint);
      shown.id = `${bar.id}-${name}-words`;
      control.setAttribute("aria-describedby", shown.id);
      place.append(shown);
    }
    if (value !== null) {
      const back = create("button", "icon-button context-back", icon("undo"));
      back.type = "button";
      back.title = t("findings.context.back");
      back.setAttribute("aria-label", t("findings.context.backTo", { name: t(`findings.context.name.${name}`) }));
      back.addEventListener("click", () => say(name, null));
      inner.append(back);
    }
    return place;
  }

  /** @param {string} value */
  function dateOf(value) {
    const control = create("input", "");
    // An empty date field of WebKitGTK shows the present day, as if somebody had said it.
    control.type = "text";
    control.autocomplete = "off";
    control.spellcheck = false;
    control.maxLength = 10;
    control.placeholder = t("findings.context.dateForm");
    control.value = value;
    return control;
  }

  /** @param {Exclude<FieldName, "date">} name @param {string | null} value @param {string | null} guess */
  function choiceOf(name, value, guess) {
    const control = create("select", "");
    const first = guess === null ? t("findings.context.unknown") : valueName(name, guess);
    const all = name === "place" ? PLACES : VALUES[name];
    control.append(new Option(first, ""), ...all.map((one) => new Option(valueName(name, one), one)));
    control.value = value ?? "";
    return control;
  }

  /** Only fields that differ are rebuilt. */
  function render() {
    const held = document.activeElement instanceof HTMLElement ? document.activeElement.closest(".context-field") : null;
    const heldName = held instanceof HTMLElement && bar.contains(held) ? held.dataset["field"] : undefined;
    keepFocus(() => {
      for (const name of NAMES) {
        const shows = JSON.stringify([said[name], assumed.find((field) => field.name === name)]);
        const before = made[name];
        if (before?.shows === shows) continue;
        const place = fieldOf(name);
        if (before) before.place.replaceWith(place);
        else bar.append(place);
        made[name] = { place, shows };
      }
    }, bar);
    if (heldName === undefined) return;
    const now = document.activeElement;
    if (now !== null && bar.contains(now)) return;
    const control = bar.querySelector(`[data-context="${heldName}"]`);
    if (control instanceof HTMLElement) control.focus({ preventScroll: true });
  }

  return {
    said: () => said,
    /** The statements made before the last start. @param {MaterialContext} before */
    resume(before) {
      said = before;
      render();
    },
    /** The material changed: statements about the previous one do not apply to it. */
    forget() {
      said = unsaid();
      assumed = [];
      render();
    },
    /** @param {ContextField[]} fields */
    show(fields) {
      assumed = fields;
      render();
    },
    /** Writes all words in the current language. */
    render() {
      made = {};
      bar.replaceChildren();
      render();
    },
  };
}
