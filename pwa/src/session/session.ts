// Who is signed in on this device, and by which rules their organisation works.
import { api } from "../api/calls";
import { Problem } from "../api/problem";
import type { Me, Named, Protocol, Role } from "../api/types";
import { createStore } from "../app/store";
import { answers, belongsTo, forgetHere } from "../storage/database";
import { keepLanguage, speak, t } from "../texts";
import { serverClock } from "../time/clock";
import { setTimeZone, wallTime } from "../time/format";
import { quietly } from "../time/within";

export type Session =
  | { state: "unknown" }
  /** `unheard`: nobody said so; the server was silent, and this device remembers nobody. `watched`, `visited`: what
      whoever was signed in here does. */
  | {
      state: "signed-out";
      expired: boolean;
      unheard?: boolean;
      onlyAlarms?: boolean;
      watched?: boolean;
      visited?: boolean;
    }
  | { state: "signed-in"; me: Me; protocol: Protocol | null; colleagues: Named[] };

export const session = createStore<Session>({ state: "unknown" });

/** What a screen may need in an emergency, also signed out: numbers, no names. */
export interface Numbers {
  emergency: string;
  service: string | null;
}

export const numbers = createStore<Numbers>({ emergency: "112", service: null });

/** Who was here last in this page. */
let last: string | undefined;

function enter(me: Me, protocol: Protocol | null, colleagues: Named[]): void {
  last = me.id;
  keepLanguage(me.language);
  void speak(me.language, me.managerWord);
  setTimeZone(me.organisation.timeZone);
  numbers.set({
    emergency: protocol?.emergencyNumber ?? numbers.get().emergency,
    service: me.serviceNumber,
  });
  const now = session.get();
  const next = { state: "signed-in", me, protocol, colleagues } as const;
  // The same as before, as at nearly every start: nothing is drawn anew.
  if (JSON.stringify(now) !== JSON.stringify(next)) session.set(next);
}

/** Shows what this device knows at once. The question to the server is on its way meanwhile. */
export async function resume(): Promise<void> {
  const asked = askTogether(enterAsKnown());
  // One after the other, while nobody waits for it: a browser takes as long for the first time, or the first names, that
  // it writes as for a thousand after it.
  setTimeout(() => wallTime(0));
  setTimeout(() => t.visit.with([t.app.name]));
  await asked;
}

async function enterAsKnown(): Promise<void> {
  const [me, protocol, colleagues, listed] = await Promise.all([
    answers.last<Me>("me"),
    answers.last<Protocol>("protocol"),
    answers.last<Named[]>("colleagues"),
    answers.last("visits"),
  ]);
  if (!me) return;
  // Who I am is answered first, before the server has said what time it is.
  serverClock.resume((listed ?? me).wallOffset);
  enter(me.value, protocol?.value ?? null, colleagues?.value ?? []);
}

/** How often it was asked who this is, and the latest of those that was answered: what comes after it is of earlier. */
let turns = 0;
let latest = 0;
let again: ReturnType<typeof setTimeout> | undefined;

/** Asks who this is, and answers whether the server said so. Only a clear "nobody" signs out; silence leaves everything
    as it was, and is asked again: somebody else may have come in. */
export async function ask(known?: Promise<void>): Promise<boolean> {
  const turn = ++turns;
  clearTimeout(again);
  const answer = api.me();
  answer.catch(() => undefined); // heard below, after what this device knows
  try {
    await known;
    const found = await answer;
    if (turn < latest) return true;
    latest = turn;
    if (!isMine(found) && filledIn.stays(found.name)) return true;
    await welcome(found);
    return true;
  } catch (error) {
    const heard = error instanceof Problem;
    if (heard && turn < latest) return true;
    if (heard && error.status === 401) {
      latest = turn;
      signedOut(error.onlyAlarms);
    } else if (session.get().state === "unknown") session.set({ state: "signed-out", expired: false, unheard: true });
    const now = session.get();
    if (!heard || (now.state === "signed-out" && now.unheard)) {
      again = setTimeout(ask, now.state === "signed-in" ? CALM : ASK_AGAIN);
    }
    return heard;
  }
}

let asked: Promise<boolean> | null = null;

/** Milliseconds after an answer within which it is not asked again: the first screen asks once more when it is drawn. */
const LATELY = 5_000;

/** The same; whoever asks while it is being asked, or just after the answer, has that answer. */
export function askTogether(known?: Promise<void>): Promise<boolean> {
  const forget = () => {
    asked = null;
  };
  asked ??= ask(known).then((heard) => {
    if (heard) setTimeout(forget, LATELY);
    else forget();
    return heard;
  });
  return asked;
}

/** Who is signed in need not sign in again because a network was away when the page began. */
const ASK_AGAIN = 4_000;
const CALM = 15_000;

/** Somebody signs out: who was here before that is no news, however late it comes. */
export function noLonger(): void {
  latest = ++turns;
  clearTimeout(again);
}

/**
 * language: one that was chosen before signing in. It is theirs from then on. go: to where a second step is asked. Answers
 * whether they are inside: without the second step they are not.
 */
export async function signIn(
  email: string,
  password: string,
  language: string | null = null,
  go = (address: string): void => location.assign(address),
): Promise<boolean> {
  const answer = await api.signIn(email, password);
  noLonger();
  // A second step has a page of its own; what was typed here is gone then, and the language goes along.
  if ("setUp" in answer) {
    go(`/step#${answer.setUp ? "new" : answer.ways.join("-")}/${language ?? ""}`);
    return false;
  }
  const chosen = language ?? answer.language;
  if (chosen !== answer.language) await api.setLanguage(chosen).catch(() => undefined);
  await welcome({ ...answer, language: chosen });
  return true;
}

/** Reads and hears another language from now on, on every device. */
export async function chooseLanguage(language: string): Promise<void> {
  await api.setLanguage(language);
  const now = session.get();
  if (now.state === "signed-in") await welcome({ ...now.me, language });
}

export async function welcome(me: Me): Promise<void> {
  const before = session.get();
  const known = before.state === "signed-in" && before.me.id === me.id ? before : null;
  // Nothing of what is asked waits for the store.
  const asked = Promise.all([
    api.protocol().catch(() => known?.protocol ?? null),
    hasRole(me, "worker", "colleague", "manager") ? api.colleagues().catch(() => known?.colleagues ?? []) : [],
  ]);
  const handedOver = await belongsTo(me.id);
  if (handedOver) tell("entered");
  if (handedOver || (last && last !== me.id)) forgetHere();
  enter(me, known?.protocol ?? null, known?.colleagues ?? []);
  const [[protocol, colleagues]] = await Promise.all([asked, answers.keep("me", me, serverClock.wallOffset)]);
  if (last !== me.id) return; // somebody else came in meanwhile
  const people = Array.isArray(colleagues) ? colleagues : [];
  enter(me, protocol, people);
  if (protocol) await answers.keep("protocol", protocol, serverClock.wallOffset);
  await answers.keep("colleagues", people, serverClock.wallOffset);
}

/** Whether the same person is signed in again, in another window of this browser. Somebody else's name is said. */
export async function isBack(): Promise<boolean> {
  const found = await api.me().catch(() => null);
  if (found === null) return false;
  if (isMine(found)) await welcome(found);
  else filledIn.stays(found.name);
  return isMine(found);
}

/** What stands on this page is theirs. */
function isMine(found: Me): boolean {
  const mine = me();
  return mine === null || mine.id === found.id;
}

/**
 * Asked before a page goes whose sign-in ran out, or is by now that of `other`, who signed in in another window: whether
 * it stays, since somebody is filling in a form on it. What one person typed is not sent by another.
 */
export const filledIn = { stays: (_other: string | null): boolean => false };

/** The server no longer knows this browser. What was pressed stays, for when the same person signs in again. */
export function signedOut(onlyAlarms = false): void {
  const before = session.get();
  if (onlyAlarms) {
    session.set({ state: "signed-out", expired: true, onlyAlarms });
    return;
  }
  if (before.state === "signed-out" && !before.unheard) return;
  const person = before.state === "signed-in" ? before.me : null;
  if (person && filledIn.stays(null)) return;
  session.set({
    state: "signed-out",
    expired: person !== null,
    watched: person !== null && hasRole(person, "colleague", "manager"),
    visited: person !== null && hasRole(person, "worker"),
  });
}

/** The other tabs of this browser, where it has and allows it. */
const tabs = quietly(() => new BroadcastChannel("achterwacht-session"), null);

export const tell = (what: "entered" | "left"): void => quietly(() => tabs?.postMessage(what), undefined);

/** Asks who this is when somebody came or left in another tab: a page that asks for nothing would go on showing a report. */
export function hearOtherTabs(): void {
  const look = () => void ask().then(() => me() || forgetHere());
  tabs?.addEventListener("message", look);
  // Where a browser has no such channel, or the other tab was closed before it said so.
  document.addEventListener("visibilitychange", () => !document.hidden && me() && look());
}

export const me = (): Me | null => {
  const now = session.get();
  return now.state === "signed-in" ? now.me : null;
};

/** The teams this person watches over. */
export const watchedTeams = (person: Me): Named[] => {
  const watching = person.grants.filter(({ role }) => role === "colleague" || role === "manager");
  const everywhere = watching.some(({ team }) => team === null);
  return person.teams.filter(({ id }) => everywhere || watching.some(({ team }) => team?.id === id));
};

export const hasRole = (person: Me, ...roles: Role[]): boolean =>
  person.grants.some((grant) => roles.includes(grant.role));

/** Whether they are a manager of this team. */
export const managesTeam = (person: Me, teamId: string): boolean =>
  person.grants.some(({ role, team }) => role === "manager" && (team === null || team.id === teamId));
