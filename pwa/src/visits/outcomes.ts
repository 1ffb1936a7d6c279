// What became of what I pressed on a visit, as far as the visit itself doesn't tell.
import type { Visit } from "../api/types";
import { createStore } from "../app/store";
import { thisPage } from "../queue/action";
import { TOO_LATE, type News } from "../queue/deliver";
import { waiting } from "../queue/queue";
import { answers } from "../storage/database";
import { accept } from "./visits";

/** Visits of which a check-out came too late to answer their alarm: it must be pressed again. */
export const pressAgain = createStore<ReadonlySet<string>>(new Set());

// Whoever delivered it: this page, another tab, or the service worker while no page was there.
waiting.watch(() => {
  void answers.last<string[]>(TOO_LATE).then((last) => pressAgain.set(new Set(last?.value)));
});

const ABOUT_A_VISIT = new Set([
  "plan",
  "change",
  "check-in",
  "ok",
  "extend",
  "check-out",
  "back",
  "feeling",
  "cancel",
  "preparation",
  "trouble",
  "no-trouble",
]);

export function onVisitNews(news: News): void {
  if (news.what !== "delivered" || !ABOUT_A_VISIT.has(news.action.kind)) return;
  const visit = news.answer as Visit;
  const { pressed } = news.action;
  // Not when it was sent: to what is sent again the server says once more what it said then.
  accept(visit, pressed.page === thisPage ? pressed.mono : 0);
}
