// Somebody sets the phone's clock, or a mast does, while a check-in is filled in: the end that they chose stays.
import { act, cleanup, render, screen } from "@testing-library/preact";
import { Route, Router } from "preact-iso";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { waiting } from "../queue/queue";
import { CheckInScreen } from "../screens/check-in/CheckInScreen";
import { Around, visitOf } from "../testing";
import { t } from "../texts";
import { serverClock, type Tick } from "../time/clock";
import { setTimeZone } from "../time/format";
import { visits } from "../visits/visits";

setTimeZone("Europe/Amsterdam");

const HOUR = 3_600_000;
const noon = Date.parse("2026-11-23T12:00:00Z");
let tick: Tick = { mono: performance.now(), wall: noon };

/** Seconds, and by how much the wall clock is set meanwhile. */
const passes = (seconds: number, set = 0) => {
  tick = { mono: tick.mono + seconds * 1000, wall: tick.wall + seconds * 1000 + set };
};

describe("a wall clock that is set while a check-in is filled in", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    tick = { mono: tick.mono + 1_000, wall: noon };
    vi.spyOn(Date, "now").mockImplementation(() => tick.wall);
    vi.spyOn(performance, "now").mockImplementation(() => tick.mono);
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
    serverClock.sync("2026-11-23T12:00:00Z", tick);
    visits.set({
      all: [visitOf({ state: "planned", startedAt: null })],
      asOf: "2026-11-23T12:00:00Z",
      heard: { ...tick },
      silent: false,
    });
    window.history.replaceState({}, "", "/visits/v/check-in");
    render(
      <Around>
        <Router>
          <Route path="/visits/:id/check-in" component={CheckInScreen} />
          <Route default component={() => null} />
        </Router>
      </Around>,
    );
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    visits.set({ all: [], asOf: null, heard: null, silent: false });
    window.history.replaceState({}, "", "/");
  });

  it.each([HOUR, -HOUR])("by %i ms: the end stays on the screen, and goes out so", async (set) => {
    expect(screen.getByText(t.checkIn.untilBrief("13:30"))).toBeTruthy();
    passes(10, set);
    await act(() => void vi.advanceTimersByTime(10_000));
    passes(50);
    await act(() => void vi.advanceTimersByTime(10_000));
    expect(screen.getByText(t.checkIn.untilBrief("13:31"))).toBeTruthy();
    screen.getByRole("button", { name: t.checkIn.send }).click();
    await vi.waitFor(() => expect(waiting.get().map(({ kind }) => kind)).toEqual(["check-in"]));
    expect(waiting.get()[0]?.body["expectedEnd"]).toBe("2026-11-23T12:31:00.000Z");
  });
});
