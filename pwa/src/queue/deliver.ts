// Brings the written-down actions to the server. The page does this, and the service worker when the page is gone.
import { NotHeard, Problem, passes } from "../api/problem";
import { request } from "../api/request";
import type { Visit } from "../api/types";
import { ALARM, answers } from "../storage/database";
import { ageSeconds, isHeldBack, isOf, isPast, isUrgent, mayBePast, thisPage, type Action } from "./action";
import { all, erase, write } from "./actions";
import { pinOf } from "./pins";

export type News =
  | { what: "delivered"; action: Action; answer: unknown }
  | { what: "refused"; action: Action }
  | { what: "signed-out" };

export interface Outcome {
  /** Something still waits for the network. */
  waiting: boolean;
  news: News[];
}

/** What this page is sending at this moment, a panic's first try included. Other tabs are kept apart by a lock. */
export const flying = new Set<string>();

export async function send(action: Action, options: { keepalive?: boolean } = {}): Promise<unknown> {
  const body: Record<string, unknown> = { ...action.body };
  const pin = await pinOf(action);
  if (pin !== null) body["pin"] = pin;
  if (action.aged) body["ageSeconds"] = ageSeconds(action.pressed);
  // Some proxies refuse a DELETE that says something.
  const said = action.method === "DELETE" ? {} : { body };
  // A call for help of this moment is a call for help, whoever signed in in another tab meanwhile.
  const isNow = isUrgent(action.kind) && action.pressed.page === thisPage;
  const person = isNow ? "" : action.personId;
  const answer = await request(action.path, { method: action.method, ...said, key: action.key, person, ...options });
  // For a page that comes back to it: this one may be gone by now, or a service worker's.
  if (action.kind === "panic") void answers.keep(ALARM + action.subject, true, 0);
  return answer;
}

/**
 * One round over everything that waits for this person, and every call for help that may be theirs. Where the device is
 * nobody's any more ("") those of all, each in their own name. Actions about one subject go one after another, subjects side
 * by side: a check-out never overtakes its check-in, and nothing ever stands before a panic.
 */
export async function deliver(personId: string, askServer: () => Promise<void>): Promise<Outcome> {
  const noted = await all();
  const isMine = (action: Action) =>
    isUrgent(action.kind) ? isOf(personId)(action) : personId && action.personId === personId;
  const mine = noted.filter((action) => isMine(action) && !action.refused && !isHeldBack(action, noted));
  const free = mine.filter((action) => !flying.has(action.key));
  const outcome: Outcome = { waiting: free.length < mine.length, news: [] };
  if (free.length === 0) return outcome;

  const replay = free.some((action) => action.attempts > 0 || action.pressed.page !== thisPage);
  const heard = replay ? learnTime(askServer) : Promise.resolve("heard" as const);
  await Promise.all(
    lanes(free).map(async (lane) => {
      const [first] = lane;
      const urgent = first && isUrgent(first.kind);
      // A replay first learns the server's time, so that its age is right. A call for help of this hour doesn't wait for that.
      if (!urgent || mayBePast(first, personId)) {
        const time = await heard;
        if (urgent && isPast(first, personId)) {
          if (!first.personId) await erase(first.key); // that of a person waits for them
          return;
        }
        if (!urgent && time !== "heard") {
          outcome.waiting = true;
          if (time === "signed-out") outcome.news.push({ what: "signed-out" });
          return;
        }
      }
      for (const action of lane) if (!(await attempt(action, outcome))) return;
    }),
  );
  return outcome;
}

async function learnTime(askServer: () => Promise<void>): Promise<"heard" | "not-heard" | "signed-out"> {
  try {
    await askServer();
    return "heard";
  } catch (error) {
    return error instanceof Problem && error.status === 401 ? "signed-out" : "not-heard";
  }
}

/** Visits of which a check-out came too late to answer their alarm, by the page or by the service worker. */
export const TOO_LATE = "too-late";

async function noteTooLate({ kind, subject }: Action, answer: unknown): Promise<void> {
  if (kind !== "check-out") return;
  const { state, alarm } = (answer ?? {}) as Partial<Visit>;
  const others = ((await answers.last<string[]>(TOO_LATE))?.value ?? []).filter((id) => id !== subject);
  await answers.keep(TOO_LATE, state === "under_way" && alarm ? [...others, subject] : others, 0);
}

/** False: don't go on with this subject now. */
async function attempt(action: Action, outcome: Outcome): Promise<boolean> {
  const tried: Action = { ...action, attempts: action.attempts + 1 };
  await write(tried);
  flying.add(action.key);
  try {
    const answer = await send(tried);
    await noteTooLate(action, answer);
    await erase(action.key);
    await eraseRefused(action);
    outcome.news.push({ what: "delivered", action: tried, answer });
    return true;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) {
      outcome.waiting = true;
      outcome.news.push({ what: "signed-out" });
      return false;
    }
    if (error instanceof Problem && !passes(error.status)) {
      const refused: Action = {
        ...tried,
        refused: { status: error.status, code: error.code, message: error.message, errors: error.errors },
      };
      // It ended meanwhile, by their SMS perhaps, as the screen said: the visit tells that, and here nothing went wrong.
      await (action.kind === "ok" && error.code === "not_under_way" ? erase(action.key) : write(refused));
      outcome.news.push({ what: "refused", action: refused });
      return action.kind !== "incident";
    }
    if (!(error instanceof NotHeard) && !(error instanceof Problem)) console.error(error);
    outcome.waiting = true;
    return false;
  } finally {
    flying.delete(action.key);
  }
}

/** The same was taken with another PIN: that one before it had a wrong one is nothing to ask about. */
async function eraseRefused({ kind, subject, order }: Action): Promise<void> {
  for (const one of await all()) {
    const wrongPin = one.refused?.errors.some(({ pointer }) => pointer === "/pin");
    if (wrongPin && one.kind === kind && one.subject === subject && one.order < order) await erase(one.key);
  }
}

function lanes(actions: Action[]): Action[][] {
  const bySubject = new Map<string, Action[]>();
  for (const action of actions) {
    const name = isUrgent(action.kind) ? action.key : action.subject;
    const lane = bySubject.get(name) ?? [];
    lane.push(action);
    bySubject.set(name, lane);
  }
  return [...bySubject.values()];
}
