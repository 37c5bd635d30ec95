// Uncaught errors of this page go into the log: where they were thrown, but not their messages, which may quote the customer's text.

import { pageFailed } from "./bridge/support.js";

/** The most errors that are logged until the page is loaded again. */
const MOST = 20;

/** The places in scripts of this app that a stack names, as FILE:LINE:COLUMN. @param {string} stack */
export function placesIn(stack) {
  return Array.from(stack.matchAll(/\/\/(?:tauri\.)?localhost\/([\w./-]+\.js:\d+:\d+)/g), ([, place]) => place ?? "");
}

/** @param {Window} page */
export function logErrors(page) {
  let logged = 0;
  /** @param {unknown} thrown */
  function log(thrown) {
    if (!(thrown instanceof Error) || logged >= MOST) return;
    logged += 1;
    pageFailed(placesIn(thrown.stack ?? "")).catch(() => undefined);
  }
  page.addEventListener("error", ({ error }) => log(error));
  page.addEventListener("unhandledrejection", ({ reason }) => log(reason));
}
