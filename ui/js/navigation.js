// The side bar: which screen is shown, and a mark for the state of a run on another screen.

import { create, element, icon } from "./dom.js";
import { t } from "./i18n.js";

/** @import { ScreenName } from "../ids.d.ts" */
/** @import { ScreenEntry } from "./screens.js" */

/** A run is going on, has ended while another screen was shown, or waits for the user. @typedef {"running" | "finished" | "failed" | "interrupted"} Mark */

/** A mark that stays when its screen is opened. @param {Mark | undefined} mark */
const stays = (mark) => mark === "running" || mark === "interrupted";

/**
 * @param {ScreenEntry[]} entries
 * @param {{ opened: (screen: ScreenName) => void | Promise<void>, closed: (screen: ScreenName) => void }} tell `opened`: settles when
 *   the screen has loaded what it shows
 */
export function createNavigation(entries, tell) {
  const bar = element("nav");
  const settings = bar.querySelector('a[data-screen="settings"]');
  /** @type {ScreenName[]} */
  const screens = [...entries.map(({ id }) => id), "settings"];
  /** @type {ScreenName} */
  let current = screens[0] ?? "settings";
  /** @type {Map<ScreenName, Mark>} */
  const marks = new Map();

  for (const [index, { id, icon: symbol }] of entries.entries()) {
    const name = create("span", "");
    name.dataset["t"] = `nav.${id}`;
    const key = create("kbd", "");
    key.dataset["keys"] = `mod+${index + 1}`;
    const link = create("a", "", icon(symbol), name, create("span", "nav-mark"), key);
    link.href = `#${id}`;
    link.dataset["screen"] = id;
    bar.insertBefore(link, settings);
  }

  /** @param {ScreenName} id */
  const linkOf = (id) => bar.querySelector(`a[data-screen="${id}"]`);

  function render() {
    for (const id of screens) {
      const link = linkOf(id);
      if (id === current) link?.setAttribute("aria-current", "page");
      else link?.removeAttribute("aria-current");
      const place = link?.querySelector(".nav-mark");
      if (!(place instanceof HTMLElement)) continue;
      const mark = id === current ? undefined : marks.get(id);
      if (mark) place.dataset["mark"] = mark;
      else delete place.dataset["mark"];
      place.title = mark ? t(`nav.${mark}`) : "";
      place.replaceChildren(...(mark ? [create("span", "sr-only", t(`nav.${mark}`))] : []));
    }
  }

  /**
   * @param {ScreenName} screen
   * @param {HTMLElement} [part] of the screen, to scroll to
   */
  function open(screen, part) {
    const moved = screen !== current;
    if (moved) tell.closed(current);
    current = screen;
    // A run that has ended is seen now.
    if (!stays(marks.get(screen))) marks.delete(screen);
    element("app").dataset["screen"] = screen;
    element("starting").hidden = true;
    for (const name of screens) element(`screen-${name}`).hidden = name !== screen;
    render();
    if (moved) element(`${screen}-title`).focus({ preventScroll: true });
    const scroll = () => part?.scrollIntoView({ block: "start" });
    scroll();
    // What has loaded meanwhile can stand above the part.
    void Promise.resolve(tell.opened(screen)).then(scroll);
  }

  bar.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-screen]") : null;
    const wanted = screens.find((screen) => screen === link?.getAttribute("data-screen"));
    if (!wanted) return;
    event.preventDefault();
    open(wanted);
  });

  return {
    open,
    current: () => current,
    /** Renders everything in the current language. */
    render,
    /**
     * @param {ScreenName} screen
     * @param {Mark | null} mark
     */
    mark(screen, mark) {
      if (marks.get(screen) === (mark ?? undefined)) return;
      if (mark === null || (screen === current && !stays(mark))) marks.delete(screen);
      else marks.set(screen, mark);
      render();
    },
  };
}
