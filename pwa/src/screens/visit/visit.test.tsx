// "Somebody watches" may only ever come from the server.
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { pressedNow, thisPage, type Action } from "../../queue/action";
import { waiting } from "../../queue/queue";
import { Around, visitOf } from "../../testing";
import { t } from "../../texts";
import { deviceClock } from "../../time/clock";
import { setTimeZone } from "../../time/format";
import { visits } from "../../visits/visits";
import { TodayScreen } from "../today/TodayScreen";
import { Unconfirmed } from "./Unconfirmed";
import { UnderWay } from "./UnderWay";

setTimeZone("Europe/Amsterdam");

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
    };
    const { container } = render(<UnderWay visit={visitOf({ alarm })} actions={[]} />, { wrapper: Around });
    expect(screen.getByText(t.visit.lookedFor)).toBeTruthy();
    expect(container.textContent?.toLowerCase()).not.toContain("alarm");
    expect(container.querySelector(".notice--alarm, .badge--alarm")).toBeNull();
  });
});
