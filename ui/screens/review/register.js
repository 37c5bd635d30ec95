// The register of reviews: a period, its figures, a table by month, type and so on, and the reasons for dismissals.
//
// Ids for tests of the window: #review-register-toggle #register-period #register-figures [data-figure] #register-split input[name=register-split]
// #register-table #register-reasons #register-save #register-page #register-close

import { reviewRegister, reviewStatistics, reviewYearlyPage } from "../../js/bridge/review.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { create, element, icon, setText } from "../../js/dom.js";
import { language, number, t } from "../../js/i18n.js";
import { oneAtATime } from "../../js/one-at-a-time.js";
import { hideNotice, showProblem } from "../../parts/widgets/notice.js";
import { toast } from "../../parts/widgets/toast.js";
import { PARTS, SPLITS, adoptionOf, firstPassOf, firstPeriod, isEmpty, keyFigures, periodsOf, rowsOf, timeOf } from "./register-state.js";

/** @import { ReviewFigures, ReviewStatistics } from "../../js/ipc.d.ts" */
/** @import { KeyFigure, Split, Value } from "./register-state.js" */

/** More rows would take long to lay out; the saved register has them all. */
const MOST_ROWS = 300;
const NOTES = /** @type {const} */ (["one", "date", "firstPass", "adoption", "time", "overdue", "altered", "unapproved", "items"]);
const COLUMNS = /** @type {const} */ (["submissions", "passed", "passedAfterChanges", "refused", "open", "overdue", "firstPass", "findings", "adoption", "median"]);

/** @param {() => void} closed the reviews are shown again */
export function createRegister(closed) {
  const place = element("review-register");
  const toggle = element("review-register-toggle");
  const select = element("register-period");
  /** @type {ReviewStatistics | null} */
  let shown = null;
  /** The choice; `null`: none yet. @type {string | null} */
  let period = null;
  let turn = 0;

  const isOpen = () => !place.hidden;

  async function read() {
    turn += 1;
    const mine = turn;
    place.ariaBusy = "true";
    try {
      let next = await reviewStatistics(period ?? "");
      if (mine !== turn) return;
      if (period === null) {
        period = firstPeriod(next.monthsKnown, today());
        if (period !== "") next = await reviewStatistics(period);
        if (mine !== turn) return;
      }
      shown = next;
      hideNotice(element("register-problem"));
      render();
    } catch (thrown) {
      if (mine === turn) fail(thrown, () => void read());
    } finally {
      if (mine === turn) place.ariaBusy = null;
    }
  }

  /** @param {unknown} thrown @param {() => void} [retry] */
  function fail(thrown, retry) {
    const place = element("register-problem");
    const actions = retry ? [{ label: t("tryAgain"), press: retry }] : [];
    showProblem(place, problemOf(thrown), { actions, dismiss: () => hideNotice(place) });
  }

  /** @param {(period: string, english: boolean) => Promise<string | null>} command */
  const saving = (command) => oneAtATime(async () => {
    try {
      const name = await command(period ?? "", language() === "en");
      if (name !== null) toast(t("report.saved", { name }));
    } catch (thrown) {
      fail(thrown);
    }
  });

  /** @param {boolean} open */
  function show(open) {
    if (open === isOpen()) return;
    place.hidden = !open;
    element("screen-review").dataset["view"] = open ? "register" : "reviews";
    toggle.setAttribute("aria-pressed", String(open));
    if (!open) return closed();
    element("register-title").focus({ preventScroll: true });
    void read();
  }

  function render() {
    renderWords();
    if (!shown) return;
    renderPeriods(shown);
    const { all, demo, damaged } = shown;
    const nothing = isEmpty(all);
    const left = [demo > 0 ? t("review.register.demo", { count: demo }) : "", damaged > 0 ? t("review.register.damaged", { count: damaged }) : ""].filter(Boolean);
    element("register-left-out").hidden = left.length === 0;
    setText(element("register-left-out"), left.join(t("common.sentences")));
    element("register-none").hidden = !nothing;
    for (const part of [element("register-figures"), element("register-split-card"), element("register-notes")]) part.hidden = nothing;
    element("register-reasons-card").hidden = nothing || all.dismissed === 0;
    element("register-figures").replaceChildren(...keyFigures(all).map(makeFigure));
    renderTable(shown);
    renderReasons(shown);
  }

  function renderWords() {
    element("register-notes-list").replaceChildren(...NOTES.map((note) => create("li", "", t(`review.register.note.${note}`))));
    element("register-legend").replaceChildren(...PARTS.map((part) => {
      const swatch = create("span", "register-swatch");
      swatch.dataset["part"] = part;
      return create("li", "", swatch, t(`review.register.column.${part}`));
    }));
  }

  /** @param {ReviewStatistics} statistics */
  function renderPeriods({ monthsKnown, period: current }) {
    const { years, quarters, months } = periodsOf(monthsKnown);
    const groups = /** @type {const} */ ([["years", years], ["quarters", quarters], ["months", months]]);
    select.replaceChildren(
      new Option(t("review.register.allTime"), ""),
      ...groups.filter(([, all]) => all.length > 0).map(([kind, all]) => {
        const group = create("optgroup", "", ...all.map((one) => new Option(one, one)));
        group.label = t(`review.register.periods.${kind}`);
        return group;
      }),
    );
    // A period whose last submission went away meanwhile.
    if (![...select.options].some(({ value }) => value === current)) select.append(new Option(current, current));
    select.value = current;
  }

  /** @param {ReviewStatistics} statistics */
  function renderTable(statistics) {
    const split = splitOf();
    const rows = rowsOf(statistics, split);
    const heads = [t(`review.register.split.${split}`), "", ...COLUMNS.map((column) => t(`review.register.column.${column}`))];
    element("register-table").replaceChildren(
      create("caption", "sr-only", t("review.register.caption", { what: t(`review.register.split.${split}`) })),
      create("thead", "", create("tr", "", ...heads.map((head, at) => head === "" ? create("td", "register-bar-cell") : headCell(head, at === 0 ? "name" : "")))),
      create("tbody", "", ...rows.slice(0, MOST_ROWS).map(({ name, figures, parts }) => {
        const bar = create("div", "register-bar", ...parts.filter(({ share }) => share > 0).map(({ part, share }) => {
          const piece = create("i", "");
          piece.dataset["part"] = part;
          piece.style.width = `${share * 100}%`;
          return piece;
        }));
        bar.ariaHidden = "true";
        const called = name || t("review.register.unnamed");
        const head = Object.assign(create("th", "", create("span", "register-name", called)), { scope: "row", title: called });
        return create("tr", "", head, create("td", "register-bar-cell", bar), ...COLUMNS.map((column) => cell(figures, column)));
      })),
    );
    element("register-more").hidden = rows.length <= MOST_ROWS;
    setText(element("register-more"), t("review.register.more", { count: rows.length - MOST_ROWS }));
  }

  /** @param {ReviewStatistics} statistics */
  function renderReasons({ reasons }) {
    const most = Math.max(1, ...reasons.map(({ count }) => count));
    element("register-reasons").replaceChildren(
      create("caption", "sr-only", t("review.register.reasons")),
      create("thead", "", create("tr", "", headCell(t("review.register.reason"), "name"), create("td", "register-bar-cell"), headCell(t("review.register.count"), ""))),
      create("tbody", "", ...reasons.slice(0, MOST_ROWS).map(({ reason, count }) => {
        const piece = create("i", "");
        piece.style.width = `${(count / most) * 100}%`;
        const bar = create("div", "register-bar", piece);
        bar.ariaHidden = "true";
        return create("tr", "", Object.assign(create("th", "", create("span", "register-reason", reason)), { scope: "row" }), create("td", "register-bar-cell", bar), create("td", "", number(count)));
      })),
    );
  }

  toggle.addEventListener("click", () => show(!isOpen()));
  element("register-close").addEventListener("click", () => show(false));
  select.addEventListener("change", () => {
    period = select.value;
    void read();
  });
  const saveRegister = saving(reviewRegister);
  const savePage = saving(reviewYearlyPage);
  element("register-save").addEventListener("click", () => void saveRegister());
  element("register-page").addEventListener("click", () => void savePage());
  for (const choice of document.querySelectorAll('input[name="register-split"]')) choice.addEventListener("change", () => shown && renderTable(shown));

  return {
    isOpen,
    /** Shows the reviews; whether the register was open. */
    close() {
      const was = isOpen();
      show(false);
      return was;
    },
    /** The screen is shown. */
    refresh: () => void (isOpen() && read()),
    render,
    find: () => select.focus(),
  };
}

/** @returns {Split} */
function splitOf() {
  const chosen = document.querySelector('input[name="register-split"]:checked');
  return SPLITS.find((split) => chosen instanceof HTMLInputElement && chosen.value === split) ?? "months";
}

/** By the local clock. */
function today() {
  const now = new Date();
  return [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
}

/** @param {string} words @param {"name" | ""} kind */
const headCell = (words, kind) => Object.assign(create("th", kind === "name" ? "register-head-name" : "", words), { scope: "col" });

/** @param {ReviewFigures} figures @param {typeof COLUMNS[number]} column */
function cell(figures, column) {
  if (column === "firstPass") return create("td", "", valueWords({ kind: "share", value: firstPassOf(figures) }));
  if (column === "adoption") return create("td", "", valueWords({ kind: "share", value: adoptionOf(figures) }));
  if (column === "median") return create("td", "", valueWords({ kind: "time", value: figures.medianMs }));
  const made = create("td", "", number(figures[column]));
  if (figures[column] === 0) made.dataset["none"] = "true";
  if (column === "overdue" && figures.overdue > 0) made.dataset["warns"] = "true";
  return made;
}

/** @param {KeyFigure} figure */
function makeFigure({ name, value, of, warns }) {
  const words = create("dd", "", ...(warns ? [icon("alert")] : []), create("span", "register-value", valueWords(value)));
  if (of !== null) words.append(create("span", "register-of", t("review.register.of", { of })));
  const made = create("div", "register-figure", create("dt", "", t(`review.register.figure.${name}`)), words);
  made.dataset["figure"] = name;
  made.dataset["warns"] = String(warns);
  made.title = t(`review.register.hint.${name}`);
  return made;
}

/** @param {Value} value */
function valueWords({ kind, value }) {
  if (value === null) return "—";
  if (kind === "count") return number(value);
  if (kind === "share") return `${(value * 100).toFixed(1)}%`;
  const time = timeOf(value);
  return t(`review.register.${time.unit}`, { value: time.value });
}
