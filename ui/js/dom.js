// Small, typed access to the page. Nothing here knows what the page is about.

/**
 * The element with this id, checked to be what the caller takes it for.
 * @template {typeof Element} T
 * @param {string} id
 * @param {T} type
 * @returns {InstanceType<T>}
 */
export function byId(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`#${id} is not a ${type.name}`);
  return /** @type {InstanceType<T>} */ (found);
}

/** @param {string} id */
export const element = (id) => byId(id, HTMLElement);
/** @param {string} id */
export const button = (id) => byId(id, HTMLButtonElement);
/** @param {string} id */
export const input = (id) => byId(id, HTMLInputElement);

/**
 * A new element with text or children.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} className
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function create(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/**
 * One of the icons of index.html.
 * @param {string} name
 */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/**
 * Points a `<use>` of index.html at another icon.
 * @param {string} id
 * @param {string} name
 */
export function setIcon(id, name) {
  byId(id, SVGUseElement).setAttribute("href", `#i-${name}`);
}

/**
 * Sets text only where it differs, so that a clock does not disturb a selection or a screen reader.
 * @param {Element} target
 * @param {string} text
 */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/**
 * Changes the page; where that takes away the element that had the focus, the first of `next` that is shown gets it,
 * so that the keyboard never falls out of the page.
 * @param {() => void} change
 * @param {...string} next ids
 */
export function keepFocus(change, ...next) {
  const held = document.activeElement;
  change();
  if (held === null || held === document.body) return;
  const now = document.activeElement;
  if (now !== null && now !== document.body && now.checkVisibility()) return;
  next.map(element).find((heir) => heir.checkVisibility())?.focus();
}
