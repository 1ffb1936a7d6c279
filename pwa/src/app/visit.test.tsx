// "Somebody watches" may only ever come from the server.
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Visit } from "../api/types";
import { pressedNow, thisPage, type Action } from "../queue/action";
import { waiting } from "../queue/queue";
import { Around, fatima, jan, visitOf } from "../testing";
import { t } from "../texts";
import { deviceClock, serverClock } from "../time/clock";
import { setTimeZone } from "../time/format";
import { visits } from "../visits/visits";
import { TodayScreen } from "../screens/today/TodayScreen";
import { Instruction } from "../screens/visit/Instruction";
import { Unconfirmed } from "../screens/visit/Unconfirmed";
import { UnderWay } from "../screens/visit/UnderWay";

setTimeZone("Europe/Amsterdam");

// The visit of these tests is going on.
beforeEach(() => serverClock.sync("2026-11-23T13:20:00Z", deviceClock.read()));

afterEach(() => {
  cleanup();
  visits.set({ all: [], asOf: null, heard: null, silent: false });
  waiting.set([]);
  vi.restoreAllMocks();
});

const watched = t.today.watchedUntil("14:40");
const checkIn = (more: Partial<Action> = {}): Action => ({
  key: "k",
  kind: "check-in",
  subject: "v",
  method: "POST",
  path: "/v1/visits/v/check-in",
  body: {},
  aged: true,
  personId: "jan",
  pressed: { ...pressedNow(), page: thisPage },
  order: 1,
  attempts: 2,
  ...more,
});

describe("the sentence that matters most", () => {
  it("says that somebody watches when the server said 'under way'", () => {
    visits.set({ all: [visitOf()], asOf: null, heard: deviceClock.read(), silent: false });
    render(<TodayScreen />, { wrapper: Around });
    expect(screen.getByText(watched)).toBeTruthy();
  });

  it("does not say so of a check-in that nobody confirmed", () => {
    visits.set({
      all: [visitOf({ state: "planned", startedAt: null })],
      asOf: null,
      heard: deviceClock.read(),
      silent: false,
    });
    waiting.set([checkIn()]);
    render(<TodayScreen />, { wrapper: Around });
    expect(screen.queryByText(watched)).toBeNull();
    expect(screen.getByText(t.today.nobody)).toBeTruthy();
    expect(screen.getByText(t.pending.title(t.pending.kinds["check-in"]))).toBeTruthy();
  });

  it("says plainly that nobody watches while a check-in waits", () => {
    render(<Unconfirmed visit={visitOf({ state: "planned" })} actions={[checkIn()]} />, { wrapper: Around });
    expect(screen.getByText(t.visit.notConfirmed)).toBeTruthy();
    expect(screen.getByText(t.pending.nobodyYet)).toBeTruthy();
  });

  it("stays when a check-out waits: the server still watches, and the SMS way is there", () => {
    const action = checkIn({ kind: "check-out" });
    render(<UnderWay visit={visitOf()} actions={[action]} />, { wrapper: Around });
    expect(screen.getByText(watched)).toBeTruthy();
    expect(screen.getByText(t.pending.title(t.pending.kinds["check-out"]))).toBeTruthy();
    expect(screen.getByRole("link", { name: /UIT/ }).getAttribute("href")).toBe("sms:+3197010250000?&body=UIT");
  });

  it("goes with its age when the server is silent", () => {
    const heard = { mono: performance.now() - 60_000, wall: Date.now() - 60_000 };
    visits.set({ all: [visitOf()], asOf: "2026-11-23T13:20:00Z", heard, silent: true });
    render(<TodayScreen />, { wrapper: Around });
    expect(screen.getByText(t.freshness.since("14:20"))).toBeTruthy();
    expect(screen.getByText(t.freshness.watched("14:20"))).toBeTruthy();
  });

  it("names the day when what is kept is of yesterday, since a time alone reads as today's", () => {
    const heard = { mono: performance.now() - 60_000, wall: Date.now() - 60_000 };
    visits.set({ all: [visitOf()], asOf: "2026-11-22T20:20:00Z", heard, silent: true });
    render(<TodayScreen />, { wrapper: Around });
    const then = "zo 22 nov 21:20";
    expect(screen.getByText(t.freshness.since(then))).toBeTruthy();
    expect(screen.getByText(t.freshness.watched(then))).toBeTruthy();
    expect(screen.getAllByText(t.state.watchedThen(then, "14:40")).length).toBeGreaterThan(0);
  });

  it("names the way by SMS only where there is a number for it", () => {
    const heard = { mono: performance.now() - 60_000, wall: Date.now() - 60_000 };
    visits.set({ all: [visitOf()], asOf: "2026-11-23T13:20:00Z", heard, silent: true });
    render(<Around me={{ ...jan, serviceNumber: null }}>{<TodayScreen />}</Around>);
    expect(screen.queryByText(t.freshness.bySms)).toBeNull();
    cleanup();
    render(<TodayScreen />, { wrapper: Around });
    expect(screen.getByText(t.freshness.bySms)).toBeTruthy();
  });

  it("says nothing of what stands there where nothing does", () => {
    visits.set({ all: [], asOf: null, heard: null, silent: true });
    render(<TodayScreen />, { wrapper: Around });
    expect(screen.getByText(t.freshness.nothingYet)).toBeTruthy();
  });
});

describe("a screen that a resident may see", () => {
  it("shows an alarm in plain words, without the word alarm", () => {
    const alarm = {
      id: "a",
      cause: "overdue",
      level: "manager",
      openedAt: "2026-11-23T13:45:00Z",
      acknowledgedBy: null,
      acknowledgedAt: null,
      resolvedAt: null,
      quiet: false,
    };
    const { container } = render(<UnderWay visit={visitOf({ alarm })} actions={[]} />, { wrapper: Around });
    expect(screen.getByText(t.visit.lookedFor)).toBeTruthy();
    expect(container.textContent?.toLowerCase()).not.toContain("alarm");
    expect(container.querySelector(".notice--alarm, .badge--alarm")).toBeNull();
  });

  it("says calmly that nobody calls who asked for that, with the way back", () => {
    render(<UnderWay visit={visitOf({ quiet: true })} actions={[]} />, { wrapper: Around });
    expect(screen.getByText(t.visit.quiet)).toBeTruthy();
    expect(screen.getByText(t.visit.ringAgain).getAttribute("href")).toContain(encodeURIComponent(t.sms.ring));
    cleanup();
    render(<UnderWay visit={visitOf()} actions={[]} />, { wrapper: Around });
    expect(screen.queryByText(t.visit.quiet)).toBeNull();
  });

  it("asks nobody to call who asked not to be phoned", () => {
    const alarm = {
      id: "a",
      cause: "not_ok",
      level: "manager",
      openedAt: "2026-11-23T13:45:00Z",
      acknowledgedBy: { id: "f", name: "Fatima Bakker" },
      acknowledgedAt: "2026-11-23T13:46:00Z",
      resolvedAt: null,
      quiet: true,
    };
    render(<UnderWay visit={visitOf({ alarm })} actions={[]} />, { wrapper: Around });
    expect(screen.queryByText(t.visit.taken("Fatima Bakker"))).toBeNull();
    expect(screen.queryByText(t.visit.lookedForText)).toBeNull();
  });
});

describe("an instruction that changes while somebody is inside", () => {
  const pairs = {
    checked: true,
    advice: ["pairs"],
    instructions: ["Ga met z'n tweeën."],
    provisional: false,
    sameBuilding: false,
    noAddress: false,
  };
  const shown = (checkedAt: string, risk: Partial<Visit["risk"]> = {}) => {
    const visit = visitOf({ risk: { ...pairs, checkedAt, ...risk } });
    render(
      <Around>
        <Instruction visit={visit} />
      </Around>,
    );
  };

  it("says that it is new, and folds what it is", () => {
    shown("2026-11-23T13:20:00Z");
    const title = screen.getByText("Nieuwe instructie, 14:20");
    expect(title.closest("details")?.open).toBe(false);
    expect(title.textContent).not.toContain("tweeën");
  });

  it("is not new when it was asked at the check-in", () => {
    shown("2026-11-23T13:10:00.400Z");
    expect(screen.getByText("Instructie voor deze afspraak")).toBeTruthy();
  });

  it("says so too when there is nothing to do there any more", () => {
    shown("2026-11-23T13:20:00Z", { advice: [], instructions: [] });
    expect(screen.getByText("Nieuwe instructie, 14:20")).toBeTruthy();
    expect(screen.getByText("Geen aanwijzing voor dit adres (14:20)")).toBeTruthy();
  });

  it("says nothing where there is nothing", () => {
    shown("2026-11-23T13:10:00Z", { advice: [], instructions: [] });
    expect(screen.queryByText(/nstructie/)).toBeNull();
  });
});

describe("the card of a visit", () => {
  const nothing = { ...visitOf().risk, checkedAt: "2026-11-20T15:12:00Z" };
  const along = [jan, fatima].map(({ id, name }) => ({
    id: `c-${id}`,
    personId: id,
    name,
    phone: null,
    comingAt: null,
    thereAt: null,
    declinedAt: null,
    saidNoAt: null,
  }));

  it("says on which day the register was asked, since it may have changed after that", () => {
    visits.set({ all: [visitOf({ state: "planned", risk: nothing })], asOf: null, heard: null, silent: false });
    render(<TodayScreen />, { wrapper: Around });
    expect(screen.getByText("Geen aanwijzing voor dit adres (vr 20 nov 16:12)")).toBeTruthy();
  });

  it("names to who comes along the others, and not themselves", () => {
    const visit = visitOf({ worker: { id: "ali", name: "Ali Demir", phone: null }, companions: along });
    visits.set({ all: [visit], asOf: null, heard: null, silent: false });
    render(<TodayScreen />, { wrapper: Around });
    expect(screen.getByText(t.visit.with([fatima.name]))).toBeTruthy();
    cleanup();
    render(<UnderWay visit={{ ...visit, companions: along.slice(0, 1) }} actions={[]} />, { wrapper: Around });
    expect(screen.queryByText(/^met /)).toBeNull();
  });
});
