// What begins with the page: who is here, what is still to be sent, and the shell for when there is no network.
import { onPanicNews, restorePanic } from "../panic/panic";
import type { News } from "../queue/deliver";
import { drain, refresh, startQueue } from "../queue/queue";
import { ask, hearOtherTabs, me, resume, session } from "../session/session";
import { heard, onIncidentNews } from "../incidents/draft";
import { onVisitNews } from "../visits/outcomes";
import { awaitInstall } from "./install";
import { isWorker } from "./places";
import { keepShell } from "./update";
import { answers, drafts } from "../storage/database";
import { keepForGood } from "../storage/for-good";
import { whenIdle } from "../time/idle";
import { restoreNumbers } from "../visits/numbers";
import { beginVisits, refreshVisits, restoreVisits } from "../visits/visits";

export function start(): void {
  if (isSimulator()) return; // somebody else's phones: no session, no queue
  awaitInstall();
  let before: string | undefined;
  session.watch(() => {
    const person = me();
    if (person?.id === before) return;
    before = person?.id;
    void refresh(); // each sees what they pressed themselves
    if (!person) return;
    void restorePanic(person.id);
    void drain(); // what waited for somebody to sign in
    if (!isWorker(person)) return;
    beginVisits();
    void whenIdle().then(keepForGood);
  });
  // At once, and not after the server has said who this is: a call for help doesn't wait for that.
  hearOtherTabs();
  startQueue({ personId: () => me()?.id ?? null, askServer: refreshVisits, onNews: spread });
  // Nobody reads what is too old meanwhile: whoever asks for it throws it away.
  void whenIdle().then(() => Promise.all([answers.forgetOld(), drafts.forgetOld()]));
  void restorePanic();
  void restoreVisits();
  void restoreNumbers();
  const known = resume();
  void known.then(drain);
  if (import.meta.env.PROD) keepShell(known);
}

export const isSimulator = (): boolean => location.pathname.replace(/\/$/, "") === "/simulator";

function spread(news: News): void {
  // Whether nobody is signed in any more, or somebody else, and whether the noodknop stays: only the server knows.
  if (news.what === "signed-out") void ask();
  onPanicNews(news);
  onVisitNews(news);
  onIncidentNews(news);
  heard.set(news);
}
