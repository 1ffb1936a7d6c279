// What begins with the page: who is here, what is still to be sent, and the shell for when there is no network.
import { onPanicNews, panic, restorePanic } from "../panic/panic";
import type { News } from "../queue/deliver";
import { drain, refresh, startQueue } from "../queue/queue";
import { ask, handedOver, hearOtherTabs, me, resume, session, signedOut } from "../session/session";
import { heard, onIncidentNews } from "../incidents/draft";
import { onVisitNews } from "../visits/outcomes";
import { awaitInstall } from "./install";
import { isWorker } from "./places";
import { keepShell } from "./update";
import { answers, drafts } from "../storage/database";
import { keepForGood } from "../storage/for-good";
import { forgetProposals } from "../proposals/proposals";
import { whenIdle } from "../time/idle";
import { forgetNumbers, restoreNumbers } from "../visits/numbers";
import { forgetTasks } from "../tasks/tasks";
import { beginVisits, forgetVisits, refreshVisits, restoreVisits } from "../visits/visits";

export function start(): void {
  if (isSimulator()) return; // somebody else's phones: no session, no queue
  handedOver.watch(() => {
    forgetVisits();
    forgetProposals();
    forgetTasks();
    forgetNumbers();
    panic.set(null);
  });
  awaitInstall();
  let before: string | undefined;
  session.watch(() => {
    const person = me();
    if (person?.id === before) return;
    before = person?.id;
    void refresh(); // each sees what they pressed themselves
    if (!person) return;
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
  if (news.what === "signed-out") {
    signedOut();
    // Whether the noodknop stays, only the server knows.
    void ask();
  }
  onPanicNews(news);
  onVisitNews(news);
  onIncidentNews(news);
  heard.set(news);
}
