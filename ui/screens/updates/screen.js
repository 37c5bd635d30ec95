// Regulatory updates: a report on a topic. What is new since the report before stands first; topics that are pinned are
// asked about again with one press.
//
// Ids for tests of the window: as on the due diligence screen, with the prefix `updates-`; and before-report .news
// [data-state=some|none], pinned .pinned-ask, pinned-none

import { reportNews } from "../../js/bridge/reports.js";
import { updatesRun } from "../../js/bridge/runs.js";
import { problemOf } from "../../js/bridge/tauri.js";
import { create } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { createPinnedSubjects } from "./pinned-subjects.js";
import { renderBlock } from "../../parts/report/report-view.js";
import { createSubjectScreen } from "../subject/screen.js";
import { date } from "../../js/time.js";

/** @import { Screen, ScreenFrame } from "../../js/screens.js" */
/** @import { Start, Subject } from "../../js/ipc.d.ts" */

/**
 * @param {ScreenFrame} frame
 * @param {Start} start
 * @returns {Screen}
 */
export function createUpdatesScreen(frame, start) {
  /** @type {Subject[]} */
  let subjects = [];
  /** What is new in the report shown. @type {{ since: number, blocks: string[] } | null} */
  let news = null;

  const { screen, run, field, askAgain } = createSubjectScreen(frame, {
    id: "updates",
    place: "updates",
    draft: start.drafts.updates,
    kind: "topic",
    ask: updatesRun,
    began() {
      news = null;
    },
    ended: (done) => void readNews(done.id, done.formerAt),
    changed: renderPinned,
    listed(all) {
      subjects = all;
      renderPinned();
    },
  });
  const pinned = createPinnedSubjects({ ask: askAgain, pin: (subject) => void field.pin(subject) });

  function renderPinned() {
    pinned.render(subjects, run.run()?.asked.subject ?? null);
  }

  /**
   * @param {number | null} id of the run
   * @param {number | null} since
   */
  async function readNews(id, since) {
    if (id === null || since === null) return;
    try {
      const blocks = await reportNews(id);
      if (run.run()?.id !== id) return;
      news = { since, blocks };
      renderNews();
    } catch (thrown) {
      if (run.run()?.id === id) run.show(problemOf(thrown));
    }
  }

  function renderNews() {
    if (!news) return;
    const { since, blocks } = news;
    const heading = create("h2", "", t(blocks.length > 0 ? "updates.news" : "updates.noNews", { date: date(since) }));
    const section = create("section", "news document", heading, ...blocks.map(renderBlock));
    section.dataset["state"] = blocks.length > 0 ? "some" : "none";
    section.setAttribute("aria-label", heading.textContent ?? "");
    run.showBefore(blocks.length > 0 ? [section, create("p", "news-rest", t("updates.whole"))] : [section]);
  }

  return {
    ...screen,
    render() {
      renderPinned();
      screen.render();
      renderNews();
    },
  };
}
