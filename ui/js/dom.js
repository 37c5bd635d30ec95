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
 * Without a prefix an id stays as it is.
 * @param {string} prefix
 * @param {string} id
 */
const prefixed = (prefix, id) => (prefix ? `${prefix}-${id}` : id);

/**
 * The same for the elements of one instance of a template.
 * @param {string} prefix
 */
export function within(prefix) {
  const full = (/** @type {string} */ id) => prefixed(prefix, id);
  return {
    element: (/** @type {string} */ id) => element(full(id)),
    button: (/** @type {string} */ id) => button(full(id)),
    input: (/** @type {string} */ id) => input(full(id)),
    select: (/** @type {string} */ id) => byId(full(id), HTMLSelectElement),
    /** @param {string} id of a `<use>` @param {string} name of the icon it shows from now on */
    setIcon: (id, name) => setIcon(full(id), name),
    id: full,
  };
}

/** @typedef {ReturnType<typeof within>} Instance */

/** What refers to elements by their ids. */
const REFERENCES = ["for", "list", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"];

/**
 * A copy of a `<template>` of index.html, and of the templates that it asks for with `data-template`. Each id `x` in it
 * becomes `${prefix}-x`, so that the same parts can stand on several screens; with an empty prefix it stays `x`.
 * @param {string} template its id
 * @param {string} prefix
 */
export function instantiate(template, prefix) {
  const copy = byId(template, HTMLTemplateElement).content.cloneNode(true);
  if (!(copy instanceof DocumentFragment)) throw new Error(`#${template} has no content`);
  for (const part of copy.querySelectorAll("[id]")) part.id = prefixed(prefix, part.id);
  for (const name of REFERENCES) {
    for (const part of copy.querySelectorAll(`[${name}]`)) {
      const ids = (part.getAttribute(name) ?? "").split(/\s+/).filter(Boolean);
      part.setAttribute(name, ids.map((id) => prefixed(prefix, id)).join(" "));
    }
  }
  fillPlaces(copy, prefix);
  return copy;
}

/**
 * Puts templates where `data-template` asks for them; outside of a template, `data-prefix` names the instance.
 * @param {ParentNode} root
 * @param {string} [prefix]
 */
export function fillPlaces(root, prefix) {
  for (const place of root.querySelectorAll("[data-template]")) {
    if (!(place instanceof HTMLElement)) continue;
    place.replaceWith(instantiate(place.dataset["template"] ?? "", place.dataset["prefix"] ?? prefix ?? ""));
  }
}

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
 * Whether a part of the page that is about to close has to say where the keyboard goes on; what has the focus elsewhere
 * keeps it.
 * @param {HTMLElement} part
 */
export function holdsFocus(part) {
  const held = document.activeElement;
  return held === null || held === document.body || part.contains(held);
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
