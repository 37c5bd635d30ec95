// A tab list with the usual keys.

/**
 * @param {HTMLElement} list `role="tablist"`, with buttons that name their panels
 * @param {(panel: string) => void} opened its id
 */
export function createTabs(list, opened) {
  const tabs = Array.from(list.querySelectorAll("button"));

  /** @param {HTMLButtonElement} tab */
  const panelOf = (tab) => tab.getAttribute("aria-controls") ?? "";
  const current = () => tabs.find((tab) => tab.ariaSelected === "true");

  /** @param {string} panel */
  function open(panel) {
    for (const tab of tabs) {
      const wanted = panelOf(tab) === panel;
      tab.ariaSelected = String(wanted);
      tab.tabIndex = wanted ? 0 : -1;
      const place = document.getElementById(panelOf(tab));
      if (place) place.hidden = !wanted;
    }
    opened(panel);
  }

  for (const tab of tabs) tab.addEventListener("click", () => open(panelOf(tab)));
  list.addEventListener("keydown", (event) => {
    const shown = tabs.filter((tab) => !tab.hidden);
    const at = shown.findIndex((tab) => tab === document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    const tab = next === undefined ? undefined : shown[(next + shown.length) % shown.length];
    if (!tab) return;
    event.preventDefault();
    tab.focus();
    open(panelOf(tab));
  });

  return { open, current: () => panelOf(current() ?? /** @type {HTMLButtonElement} */ (tabs[0])) };
}
