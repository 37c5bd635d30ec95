// Small, typed access to the page. Independent of the contents of the page.

/** @import { IconName, Ids, Templates } from "../ids.d.ts" */

/**
 * @template {keyof Ids} I
 * @param {I} id
 * @returns {Ids[I]}
 */
export const element = (id) => /** @type {Ids[I]} */ (found(id));

/**
 * @param {string} id
 * @returns {unknown}
 */
function found(id) {
  const one = document.getElementById(id);
  if (!one) throw new Error(`no element has the id ${id}`);
  return one;
}

/**
 * Without a prefix an id stays as it is.
 * @param {string} prefix
 * @param {string} id
 */
const prefixed = (prefix, id) => (prefix ? `${prefix}-${id}` : id);

/**
 * The elements of one instance of a template.
 * @template {keyof Templates} T
 * @param {T} template
 * @param {string} prefix of the instance
 */
export function within(template, prefix) {
  // Only the type checker needs it.
  void template;
  const full = (/** @type {string} */ id) => prefixed(prefix, id);
  return {
    /**
     * @template {keyof Templates[T] & string} I
     * @param {I} id
     * @returns {Templates[T][I]}
     */
    element: (id) => /** @type {Templates[T][I]} */ (found(full(id))),
    id: full,
  };
}

/** Attributes that refer to elements by their ids. */
const REFERENCES = ["for", "list", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"];

/**
 * A copy of a `<template>` of index.html, and of the templates that it asks for with `data-template`. Each id `x` in it becomes
 * `${prefix}-x`, so that several screens can show the same parts; with an empty prefix it stays `x`.
 * @param {string} template its id
 * @param {string} prefix
 */
function instantiate(template, prefix) {
  const source = document.getElementById(template);
  if (!(source instanceof HTMLTemplateElement)) throw new Error(`there is no template ${template}`);
  const copy = document.importNode(source.content, true);
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
 * Puts templates where `data-template` asks for them. `data-prefix` names the instance; within a template it comes after the prefix
 * of the instance around it.
 * @param {ParentNode} root
 * @param {string} [prefix]
 */
export function fillPlaces(root, prefix = "") {
  for (const place of root.querySelectorAll("[data-template]")) {
    if (!(place instanceof HTMLElement)) continue;
    const { template = "", prefix: own } = place.dataset;
    place.replaceWith(instantiate(template, own ? prefixed(prefix, own) : prefix));
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
 * @param {IconName} name
 */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  setIcon(use, name);
  svg.append(use);
  return svg;
}

/**
 * Shows another icon.
 * @param {SVGUseElement} use
 * @param {IconName} name
 */
export const setIcon = (use, name) => use.setAttribute("href", `#i-${name}`);

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
 * Changes the page. Where that takes away the element that had the focus, the first of `heirs` in sight gets it, so that the keyboard
 * never falls out of the page.
 * @param {() => void} change
 * @param {...HTMLElement} heirs
 */
export function keepFocus(change, ...heirs) {
  const held = document.activeElement;
  change();
  if (held === null || held === document.body) return;
  const now = document.activeElement;
  if (now !== null && now !== document.body && now.checkVisibility()) return;
  heirs.find((heir) => heir.checkVisibility())?.focus();
}
