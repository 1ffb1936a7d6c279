// The sheet that is read to the police: how old it is, of which day, and where somebody was last.
import { cleanup, render, screen } from "@testing-library/preact";
import { Route, Router } from "preact-iso";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import { NotHeard } from "../../api/problem";
import type { HandOver } from "../../api/types";
import { STALE_SECONDS } from "../../desk/freshness";
import { Around, fatima } from "../../testing";
import { t } from "../../texts/later";
import { serverClock } from "../../time/clock";
import { setTimeZone } from "../../time/format";
import { HandOverScreen } from "./HandOverScreen";

setTimeZone("Europe/Amsterdam");

const place = {
  line: "Dorpsstraat 12",
  instructions: [],
  clientName: "",
  background: "",
  noNumber: false,
  left: false,
};
const sheetOf = (more: Partial<HandOver> = {}) =>
  ({
    alarmId: "a",
    drill: false,
    silent: false,
    quiet: false,
    emergencyNumber: "112",
    addresses: [place],
    onward: null,
    worker: { name: "Jan de Wit", phone: "+31612345678" },
    companions: [],
    peopleInside: 1,
    causeText: "niet terug",
    since: "2026-11-23T22:50:00Z",
    expectedEnd: null,
    lastContactAt: "2026-11-23T22:55:00Z",
    lastContactText: "",
    tried: [],
    callBack: null,
    say: [],
    policeCalls: [],
    location: null,
    locationText: "",
    mapLink: null,
    battery: null,
    resolvedAt: null,
    asOf: "2026-11-23T23:10:00Z",
    ...more,
  }) as HandOver;

const opens = async (sheet: HandOver) => {
  const asked = vi.spyOn(api, "handOver").mockResolvedValue(sheet);
  const { container } = render(
    <Around me={fatima}>
      <Router>{[<Route key="sheet" default component={HandOverScreen} />]}</Router>
    </Around>,
  );
  await screen.findByText(/Jan de Wit/);
  return { asked, container };
};

beforeEach(() => {
  vi.spyOn(serverClock, "now").mockReturnValue(Date.parse("2026-11-23T23:10:00Z"));
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it("says the day of what began before midnight, and of when it is itself, also on paper", async () => {
  const { container } = await opens(sheetOf());
  expect(screen.getByText(t.handOver.since).nextElementSibling?.textContent).toBe("ma 23 nov 23:50");
  expect(screen.getByText(t.handOver.lastContact).nextElementSibling?.textContent).toBe("ma 23 nov 23:55");
  expect(screen.getByText(t.handOver.asOf("00:10:00"))).toBeTruthy();
  expect(container.querySelector(".paper-head")).toBeTruthy();
});

it("gives the number of who may not be phoned with that beside it", async () => {
  await opens(sheetOf({ silent: true }));
  expect(screen.getByText(t.handOver.who).nextElementSibling?.textContent).toContain(`(${t.handOver.doNotCall})`);
});

it("gives the address that was left as the last one, and where they were going", async () => {
  const onward = { to: null, home: false, by: "2026-11-23T23:05:00Z" };
  await opens(sheetOf({ addresses: [{ ...place, left: true }], onward }));
  expect(screen.getByText(t.alarm.lastAddress("Dorpsstraat 12"))).toBeTruthy();
  expect(screen.getByText(t.handOver.onward).nextElementSibling?.textContent).toBe("kantoor, verwacht om 00:05");
});

it("says that it is out of date when no answer comes any more", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { asked } = await opens(sheetOf());
  asked.mockRejectedValue(new NotHeard("nothing"));
  expect(screen.queryByText(t.alarm.stale)).toBeNull();
  await vi.advanceTimersByTimeAsync((STALE_SECONDS + 3) * 1000);
  expect(screen.getByText(t.alarm.stale)).toBeTruthy();
});
