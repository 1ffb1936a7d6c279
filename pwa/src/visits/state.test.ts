import { describe, expect, it } from "vitest";
import type { Alarm, Visit } from "../api/types";
import type { Panic } from "../panic/panic";
import type { Action } from "../queue/action";
import { visitOf } from "../testing";
import { t } from "../texts";
import { setTimeZone } from "../time/format";
import { stateOf, stateOfVisit, type Facts, type Tone } from "./state";

setTimeZone("Europe/Amsterdam");

const END = "2026-11-23T13:40:00Z";
const before = Date.parse("2026-11-23T13:20:00Z");
const after = Date.parse("2026-11-23T13:41:49Z");
const fatima = { id: "fatima", name: "Fatima" };

const calm: Facts = {
  myId: "jan",
  visits: [],
  panic: null,
  waiting: [],
  now: before,
  staleSince: null,
  asking: false,
  unheard: false,
};

const alarm = (more: Partial<NonNullable<Visit["alarm"]>> = {}): Visit["alarm"] => ({
  id: "a",
  cause: "overdue",
  level: "colleague",
  openedAt: END,
  acknowledgedBy: null,
  acknowledgedAt: null,
  resolvedAt: null,
  quiet: false,
  ...more,
});
const pressed = (more: Partial<Panic> = {}): Panic => ({
  alarmId: "a",
  by: "jan",
  visitId: null,
  pressedAt: before,
  address: null,
  sent: true,
  refused: false,
  bare: false,
  hidden: true,
  alarm: { resolvedAt: null, acknowledgedBy: null } as Alarm,
  ...more,
});
const taken = pressed({ alarm: { resolvedAt: null, acknowledgedBy: fatima } as Alarm });
const over = pressed({ alarm: { resolvedAt: END, acknowledgedBy: fatima } as Alarm });
const action = (kind: Action["kind"], more: Partial<Action> = {}): Action =>
  ({ key: kind, kind, subject: "v", body: {}, ...more }) as Action;
const second = visitOf({
  id: "w",
  expectedEnd: "2026-11-23T14:00:00Z",
  address: { ...visitOf().address, line: "Plein 1, 5211 AA Den Bosch" },
});
const along = visitOf({ worker: { id: "ali", name: "Ali", phone: null } });
const home = visitOf({
  state: "ended",
  watch: {
    ...visitOf().watch,
    nextDeadline: { kind: "home_safe", dueAt: "2026-11-23T14:10:00Z" } as Visit["watch"]["nextDeadline"],
  },
});
const back = (by: string, headingTo: string | null = null, more: Partial<Visit> = {}) =>
  visitOf({ state: "ended", wayBack: { by, headingTo }, ...more });
const UNTIL = "Er wordt op je gelet tot 14:40";
const OVER = "De tijd is voorbij sinds 14:40";

// biome-ignore format: a table, each row a line
const table: [what: string, facts: Partial<Facts>, tone: Tone, text: string, href: string | null][] = [
  ["the way back to the office", { visits: [back("2026-11-23T14:10:00Z")] }, "watched", "Er wordt op je gelet tot je terug bent (15:10)", "/visits/v/afterwards"],
  ["the way to the next address", { visits: [back("2026-11-23T14:10:00Z", "Kerkstraat 1")] }, "watched", "Er wordt op je gelet tot je er bent (15:10)", "/visits/v/afterwards"],
  ["not back in time", { visits: [back("2026-11-23T13:10:00Z")] }, "late", "Je zou om 14:10 terug zijn. Laat iets horen", "/visits/v/afterwards"],
  ["not back, and colleagues look", { visits: [back("2026-11-23T13:10:00Z", null, { alarm: alarm({ cause: "not_back" }) })] }, "late", "Je collega's proberen je te bereiken", "/visits/v/afterwards"],
  ["a visit that is under way after another", { visits: [back("2026-11-23T13:10:00Z"), visitOf({ id: "w" })] }, "watched", UNTIL, "/visits/w"],
  ["the way back of a colleague I went along with", { visits: [back("2026-11-23T14:10:00Z", null, { worker: { id: "ali", name: "Ali Demir", phone: null } })] }, "nobody", "Niemand let nu op je", null],
  ["nothing at all", {}, "nobody", "Niemand let nu op je", null],
  ["a planned visit", { visits: [visitOf({ state: "planned" })] }, "nobody", "Niemand let nu op je", null],
  ["a check-in that nobody confirmed", { visits: [visitOf({ state: "planned" })], waiting: [action("check-in")] }, "nobody", "Niemand let nu op je", "/visits/v"],
  ["a visit at once that nobody confirmed", { waiting: [action("plan", { body: { checkIn: true } })] }, "nobody", "Niemand let nu op je", "/visits/v"],
  ["a plan for later that nobody confirmed", { waiting: [action("plan", { body: { checkIn: false } })] }, "nobody", "Niemand let nu op je", null],
  ["a refused check-in", { waiting: [action("check-in", { refused: { status: 409, code: "", message: "", errors: [] } })] }, "nobody", "Niemand let nu op je", null],
  ["nothing ever heard", { unheard: true }, "nobody", t.state.unheard, null],
  ["under way", { visits: [visitOf()] }, "watched", UNTIL, "/visits/v"],
  ["a check-out that waits", { visits: [visitOf()], waiting: [action("check-out")] }, "watched", UNTIL, "/visits/v"],
  ["two under way", { visits: [second, visitOf()] }, "watched", "Er wordt op je gelet bij 2 bezoeken, eerst tot 14:40", null],
  ["one under way and one planned", { visits: [visitOf(), visitOf({ id: "w", state: "planned" })] }, "watched", UNTIL, "/visits/v"],
  ["somebody else's visit", { visits: [along] }, "watched", "Er wordt op jullie gelet tot 14:40, aangemeld door Ali", "/visits/v"],
  ["under way, without a connection", { visits: [visitOf()], staleSince: "2026-11-23T13:15:00Z" }, "late", "Geen verbinding sinds 14:15. Toen werd er op je gelet tot 14:40", "/visits/v"],
  ["under way, asked for after an hour in which nobody looked", { visits: [visitOf()], staleSince: "2026-11-23T13:15:00Z", asking: true }, "nobody", t.app.moment, "/visits/v"],
  ["the way back, asked for so", { visits: [back("2026-11-23T14:10:00Z")], staleSince: "2026-11-23T13:15:00Z", asking: true }, "nobody", t.app.moment, "/visits/v/afterwards"],
  ["the time is over", { visits: [visitOf()], now: after }, "late", OVER, "/visits/v"],
  ["over, without a connection", { visits: [visitOf()], now: after, staleSince: "2026-11-23T13:15:00Z" }, "late", OVER, "/visits/v"],
  ["overdue, the worker is chased", { visits: [visitOf({ alarm: alarm({ level: "worker" }) })], now: after }, "late", `${OVER}. We proberen je te bereiken`, "/visits/v"],
  ["overdue, colleagues were told", { visits: [visitOf({ alarm: alarm() })], now: after }, "late", `${OVER}. Je collega's proberen je te bereiken`, "/visits/v"],
  ["overdue at the police step", { visits: [visitOf({ alarm: alarm({ level: "police" }) })], now: after }, "late", `${OVER}. Je collega's proberen je te bereiken`, "/visits/v"],
  ["overdue and taken", { visits: [visitOf({ alarm: alarm({ acknowledgedBy: fatima }) })], now: after }, "late", `${OVER}. Fatima probeert je te bereiken`, "/visits/v"],
  ["a check call without an answer", { visits: [visitOf({ alarm: alarm({ cause: "check_call" }) })] }, "late", "Je collega's proberen je te bereiken", "/visits/v"],
  ["said that it is not well", { visits: [visitOf({ alarm: alarm({ cause: "not_ok" }) })] }, "late", "Een collega belt je", "/visits/v"],
  ["the same, who asked that nobody phones", { visits: [visitOf({ alarm: alarm({ cause: "not_ok", quiet: true }) })] }, "late", "Doorgegeven. Niemand belt je", "/visits/v"],
  ["the same, taken quietly", { visits: [visitOf({ alarm: alarm({ cause: "not_ok", quiet: true, acknowledgedBy: fatima }) })] }, "late", "Fatima pakt het op", "/visits/v"],
  ["the same, taken", { visits: [visitOf({ alarm: alarm({ cause: "not_ok", acknowledgedBy: fatima }) })] }, "late", "Fatima belt je", "/visits/v"],
  ["one late, one calm", { visits: [second, visitOf()], now: after }, "late", `Dorpsstraat 12: ${OVER}`, "/visits/v"],
  ["a panic by SMS, known by the visit", { visits: [visitOf({ alarm: alarm({ cause: "panic" }) })] }, "alarm", "Er loopt een alarm. Je collega's worden gewaarschuwd", "/visits/v"],
  ["the same, taken", { visits: [visitOf({ alarm: alarm({ cause: "panic", acknowledgedBy: fatima }) })] }, "alarm", "Er loopt een alarm. Fatima heeft het.", "/visits/v"],
  ["my panic on its way", { panic: pressed({ sent: false, alarm: null }) }, "alarm", t.state.panicSending, "/panic"],
  ["my panic refused", { panic: pressed({ sent: false, refused: true, alarm: null }) }, "alarm", t.state.panicRefused, "/panic"],
  ["my panic, put aside", { panic: pressed() }, "alarm", "Er loopt een alarm. Je collega's worden gewaarschuwd", "/panic"],
  ["my panic, taken, put aside", { panic: taken }, "alarm", "Er loopt een alarm. Fatima heeft het.", "/panic"],
  ["my panic before a calm visit", { panic: taken, visits: [visitOf()] }, "alarm", "Er loopt een alarm. Fatima heeft het.", "/panic"],
  ["my panic before an overdue one", { panic: taken, visits: [visitOf({ alarm: alarm() })], now: after }, "alarm", "Er loopt een alarm. Fatima heeft het.", "/panic"],
  ["my panic without a connection", { panic: taken, staleSince: END }, "alarm", "Er loopt een alarm. Fatima heeft het.", "/panic"],
  ["my panic, closed", { panic: over }, "nobody", "Niemand let nu op je", null],
  ["my panic closed, the visit goes on", { panic: over, visits: [visitOf()] }, "watched", UNTIL, "/visits/v"],
  ["on the way home", { visits: [home] }, "watched", "Laat weten dat je thuis bent, voor 15:10", "/visits/v/afterwards"],
  ["on the way home for too long", { visits: [home], now: Date.parse("2026-11-23T14:11:00Z") }, "late", "Je had voor 15:10 laten weten dat je thuis bent. Doe dat nu", "/visits/v/afterwards"],
  ["on the way home, and somewhere again", { visits: [home, second] }, "watched", "Er wordt op je gelet tot 15:00", "/visits/w"],
];

describe("how it stands, in one sentence", () => {
  it.each(table)("%s", (_, facts, tone, text, href) => {
    expect(stateOf({ ...calm, ...facts })).toEqual({ tone, text, href });
  });

  it("never says that somebody watches until a moment that has passed, nor in an alarm", () => {
    for (const [, facts] of table) {
      const { text } = stateOf({ ...calm, ...facts });
      const loud =
        facts.now === after || facts.visits?.some((one) => one.alarm) || (facts.panic && facts.panic !== over);
      if (loud) expect(text).not.toContain("gelet tot 14:40");
      if (facts.panic && facts.panic !== over) expect(text).not.toContain("Niemand let");
    }
  });

  it("never says alarm of one that a resident may not read about", () => {
    for (const [, facts] of table) {
      if (facts.panic || facts.visits?.some((one) => one.alarm?.cause === "panic")) continue;
      expect(stateOf({ ...calm, ...facts }).text.toLowerCase()).not.toContain("alarm");
    }
  });

  it("says of a silent alarm what it says without one: the server shows none to those inside", () => {
    const silent = visitOf({ alarm: null });
    expect(stateOf({ ...calm, visits: [silent] }).text).toBe(UNTIL);
    expect(stateOf({ ...calm, myId: "ali", visits: [silent] }).text).toContain("Er wordt op jullie gelet");
  });

  it("is the same on the visit's own screen", () => {
    const of = (visit: Visit, more: Partial<Facts> = {}) => stateOfVisit(visit, { ...calm, ...more }).text;
    expect(of(visitOf())).toBe(UNTIL);
    expect(of(visitOf(), { now: after })).toBe(OVER);
    expect(of(visitOf(), { panic: taken })).toBe("Er loopt een alarm. Fatima heeft het.");
    expect(of(visitOf(), { panic: { ...taken, visitId: "another" } })).toBe(UNTIL);
  });
});
