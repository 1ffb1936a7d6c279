// How it stands with whoever holds this phone, in one sentence. Pure: what the server said, what was pressed, how long
// ago it was heard. Every screen that says whether somebody watches says it from here.
import type { Visit } from "../api/types";
import { isOpen, type Panic } from "../panic/panic";
import type { Action } from "../queue/action";
import { shortLine } from "../texts/address";
import { t } from "../texts";
import { clockTime, timeOrDay } from "../time/format";

export interface Facts {
  /** Who holds this phone. */
  myId: string;
  visits: Visit[];
  /** The noodknop of this phone, until it was put away. */
  panic: Panic | null;
  waiting: Action[];
  /** Server time. */
  now: number;
  /** The server's time of the last answer, when that is too long ago to rely on. */
  staleSince: string | null;
  /** It is being asked, and no question went without an answer. */
  asking: boolean;
  /** Nothing was ever heard, and nothing is remembered. */
  unheard: boolean;
}

export type Tone = "watched" | "nobody" | "late" | "alarm";

export interface State {
  tone: Tone;
  text: string;
  /** The screen that it is about; null when there is none. */
  href: string | null;
}

/** What holds of everything that is going on: the gravest. */
export function stateOf(facts: Facts): State {
  return (
    ofMyPanic(facts.panic) ??
    gravest(
      facts.visits.filter(isUnderWay).map((visit) => stateOfVisit(visit, facts)),
      facts,
    ) ??
    onTheWay(facts) ??
    goingHome(facts) ??
    nobody(facts)
  );
}

/** What holds of one visit that the server says is under way. */
export function stateOfVisit(visit: Visit, facts: Omit<Facts, "visits">): State {
  const mine = visit.worker.id === facts.myId;
  const href = `/visits/${visit.id}`;
  const panic = ofMyPanic(facts.panic);
  if (panic && (facts.panic?.visitId ?? visit.id) === visit.id) return panic;
  const alarm = visit.alarm && visit.alarm.resolvedAt === null ? visit.alarm : null;
  const until = clockTime(visit.expectedEnd);
  if (alarm) return { ...ofAlarm(alarm, until, mine), href };
  if (facts.now >= Date.parse(visit.expectedEnd)) return { tone: "late", text: t.state.over(until), href };
  const old = ofOld(facts, until);
  if (old) return { ...old, href };
  return {
    tone: "watched",
    text: mine ? t.today.watchedUntil(until) : t.today.watchedTogether(visit.worker.name, until),
    href,
  };
}

/** Of an answer that is too old to say that somebody watches. Whoever looks again at a page that was hidden waits a moment. */
function ofOld({ staleSince, asking, now }: Pick<Facts, "staleSince" | "asking" | "now">, until: string) {
  if (!staleSince) return null;
  if (asking) return { tone: "nobody", text: t.app.moment } as const;
  return { tone: "late", text: t.state.watchedThen(timeOrDay(staleSince, now), until) } as const;
}

/** A noodknop of this phone: never "nobody", as long as the server has it and nobody closed it. */
function ofMyPanic(panic: Panic | null): State | null {
  if (!isOpen(panic)) return null;
  const href = "/panic";
  if (!panic.sent) return { tone: "alarm", text: panic.refused ? t.state.panicRefused : t.state.panicSending, href };
  const taker = panic.alarm?.acknowledgedBy;
  return { tone: "alarm", text: taker ? t.state.alarmTaken(taker.name) : t.state.alarm, href };
}

/** The word alarm only where the noodknop was pressed for all to see; a resident may look along. */
function ofAlarm(alarm: NonNullable<Visit["alarm"]>, until: string, mine: boolean): Omit<State, "href"> {
  const taker = alarm.acknowledgedBy?.name;
  if (alarm.cause === "panic") {
    return { tone: "alarm", text: taker ? t.state.alarmTaken(taker) : t.state.alarm };
  }
  // They asked for it, and whoever is with them may read along.
  if (alarm.quiet && alarm.cause !== "panic") {
    return { tone: "late", text: taker ? t.panic.taken(taker) : t.visit.notPhoned };
  }
  if (alarm.cause === "not_ok") return { tone: "late", text: taker ? t.state.calls(taker) : t.state.somebodyCalls };
  if (alarm.level === "worker" && mine) {
    return { tone: "late", text: alarm.cause === "overdue" ? t.state.overAndChased(until) : t.state.chased };
  }
  const text = taker ? t.visit.taken(taker) : t.visit.lookedFor;
  return { tone: "late", text: alarm.cause === "overdue" ? t.state.overAnd(until, text) : text };
}

const GRAVITY: Tone[] = ["watched", "nobody", "late", "alarm"];

function gravest(states: State[], { visits, myId }: Facts): State | null {
  const [first, ...others] = [...states].sort((a, b) => GRAVITY.indexOf(b.tone) - GRAVITY.indexOf(a.tone));
  if (!first) return null;
  const mine = visits.filter((visit) => isUnderWay(visit) && visit.worker.id === myId);
  if (first.tone !== "watched") {
    return others.length === 0 || first.tone === "alarm" ? first : { ...first, text: atThe(first, visits) };
  }
  if (mine.length > 1) {
    const soonest = Math.min(...mine.map((visit) => Date.parse(visit.expectedEnd)));
    return { tone: "watched", text: t.today.watchedAtSeveral(mine.length, clockTime(soonest)), href: null };
  }
  // My own visit before one that I go along with.
  return mine[0] ? (states.find((one) => one.href === `/visits/${mine[0]?.id}`) ?? first) : first;
}

/** With several visits it must be said which one is late. */
function atThe(state: State, visits: Visit[]): string {
  const visit = visits.find((one) => state.href === `/visits/${one.id}`);
  return visit ? t.state.whichOne(shortLine(visit.address.line), state.text) : state.text;
}

function onTheWay(facts: Facts): State | null {
  const visit = facts.visits.find((one) => one.worker.id === facts.myId && one.wayBack);
  return visit ? stateOfWayBack(visit, facts) : null;
}

/** After a visit, until they are back, or at the next address. A silent alarm is not known here. */
export function stateOfWayBack(visit: Visit, facts: Pick<Facts, "now" | "staleSince" | "asking">): State | null {
  const back = visit.wayBack;
  if (!back) return null;
  const href = `/visits/${visit.id}/afterwards`;
  const by = clockTime(back.by);
  const alarm = visit.alarm && visit.alarm.resolvedAt === null ? visit.alarm : null;
  if (alarm && (alarm.cause === "panic" || alarm.level !== "worker")) return { ...ofAlarm(alarm, by, true), href };
  if (isMissed(visit, facts.now)) {
    return { tone: "late", text: back.headingTo ? t.wayBack.missedThere(by) : t.wayBack.missed(by), href };
  }
  const watched = back.headingTo ? t.wayBack.untilThere(by) : t.wayBack.until(by);
  return { ...(ofOld(facts, by) ?? { tone: "watched", text: watched }), href };
}

/** Whether they should have been there by now. */
const isMissed = (visit: Visit, now: number): boolean =>
  Boolean(visit.wayBack) && (visit.alarm !== null || now >= Date.parse(visit.wayBack?.by ?? ""));

function goingHome(facts: Facts): State | null {
  const visit = facts.visits.find((one) => one.worker.id === facts.myId && homeBy(one) !== null);
  return visit ? stateOfGoingHome(visit, facts) : null;
}

/** Straight home, until they say that they are there. */
export function stateOfGoingHome(visit: Visit, { now }: Pick<Facts, "now">): State | null {
  const by = homeBy(visit);
  if (!by) return null;
  const href = `/visits/${visit.id}/afterwards`;
  return now < Date.parse(by)
    ? { tone: "watched", text: t.state.home(clockTime(by)), href }
    : { tone: "late", text: t.state.homeLate(clockTime(by)), href };
}

function nobody({ visits, waiting, unheard, myId }: Facts): State {
  const start = waiting.find((action) => !action.refused && isStart(action));
  if (start) return { tone: "nobody", text: t.today.nobody, href: `/visits/${start.subject}` };
  if (unheard && visits.every((visit) => visit.worker.id !== myId)) {
    return { tone: "nobody", text: t.state.unheard, href: null };
  }
  return { tone: "nobody", text: t.today.nobody, href: null };
}

const isStart = (action: Action): boolean =>
  action.kind === "check-in" || (action.kind === "plan" && action.body["checkIn"] === true);

const isUnderWay = (visit: Visit): boolean => visit.state === "under_way";

/** Until when somebody who goes straight home should say that they are there. */
export const homeBy = (visit: Visit): string | null =>
  visit.state === "ended" && visit.watch.nextDeadline?.kind === "home_safe" ? visit.watch.nextDeadline.dueAt : null;
