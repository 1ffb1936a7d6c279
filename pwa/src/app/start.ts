// What begins with the page: who is here, what is still to be sent, and the shell for when there is no network.
import { hearNews as hearPanicNews, recallPanic } from "../panic/panic";
import type { News } from "../queue/deliver";
import { startQueue } from "../queue/queue";
import { me, resume, session, signedOut } from "../session/session";
import { hearIncidentNews } from "../screens/incident/draft";
import { hearVisitNews } from "../visits/outcomes";
import { forgetVisits, hearVisits, recallVisits } from "../visits/visits";

export function start(): void {
  if (isSimulator()) return; // somebody else's phones: no session, no queue
  void recallPanic();
  void recallVisits();
  let lastPerson: string | null = null;
  session.watch((now) => {
    const person = now.state === "signed-in" ? now.me.id : null;
    if (person !== null && lastPerson !== null && person !== lastPerson) forgetVisits();
    lastPerson = person ?? lastPerson;
  });
  void resume().then(() => startQueue({ personId: () => me()?.id ?? null, hearServer: hearVisits, onNews: spread }));
  if (import.meta.env.PROD) void navigator.serviceWorker?.register("/sw.js").catch(() => undefined);
}

export const isSimulator = (): boolean => location.pathname.replace(/\/$/, "") === "/simulator";

function spread(news: News): void {
  if (news.what === "signed-out") signedOut();
  hearPanicNews(news);
  hearVisitNews(news);
  hearIncidentNews(news);
}
