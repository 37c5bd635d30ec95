// Over the list: how many items there are in which state, what the queue does now, and how far it is.

import { element, setText } from "../../js/dom.js";
import { progressOf } from "./state.js";
import { checkedWords, countWords, nowWords } from "./words.js";

/** @import { Counts, Phase, Store } from "./state.js" */

const TICK_MS = 250;

/** @param {Store} store */
export function createOverview(store) {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let clock;

  return {
    /** @param {Phase} phase @param {Counts} counts */
    render(phase, counts) {
      const words = countWords(counts);
      setText(element("queue-counts"), words);
      const renderNow = () => setText(element("queue-now"), nowWords(phase, counts, { items: store.items(), heldMs: store.heldMs(), tookMs: store.queue().tookMs }));
      renderNow();
      setText(element("queue-checked"), checkedWords(store.items()));
      clearInterval(clock);
      if (phase === "held") clock = setInterval(renderNow, TICK_MS);
      const { of, done, parts } = progressOf(counts);
      const meter = element("queue-meter");
      meter.setAttribute("aria-valuemax", String(Math.max(1, of)));
      meter.setAttribute("aria-valuenow", String(done));
      meter.setAttribute("aria-valuetext", words);
      for (const part of meter.querySelectorAll("i")) {
        const count = parts[/** @type {keyof typeof parts} */ (part.dataset["part"])];
        part.style.width = `${of > 0 ? (100 * count) / of : 0}%`;
      }
    },
  };
}
