// What became of what I pressed on a visit, as far as the visit itself doesn't tell.
import type { Visit } from "../api/types";
import { createStore } from "../app/store";
import { whenForgotten } from "../storage/database";
import { thisPage } from "../queue/action";
import type { News } from "../queue/deliver";
import { accept } from "./visits";

/** Visits of which a check-out came too late to answer their alarm: it must be pressed again. */
export const pressAgain = createStore<ReadonlySet<string>>(new Set());

whenForgotten(() => pressAgain.set(new Set()));

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
  if (news.action.kind !== "check-out") return;
  const late = visit.state === "under_way" && visit.alarm !== null;
  pressAgain.update((now) => {
    const next = new Set(now);
    if (late) next.add(visit.id);
    else next.delete(visit.id);
    return next;
  });
}
