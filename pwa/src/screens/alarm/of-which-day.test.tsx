// The page of an alarm says of which day it is, and where somebody was last.
import { cleanup, render, screen } from "@testing-library/preact";
import { Route, Router } from "preact-iso";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../api/calls";
import type { Alarm } from "../../api/types";
import { alarmOf, Around, fatima } from "../../testing";
import { t } from "../../texts/later";
import { serverClock } from "../../time/clock";
import { setTimeZone } from "../../time/format";
import { AlarmPage } from "./AlarmPage";

setTimeZone("Europe/Amsterdam");

const opens = async (alarm: Alarm, now: string) => {
  vi.spyOn(serverClock, "now").mockReturnValue(Date.parse(now));
  vi.spyOn(api, "alarm").mockResolvedValue({ ...alarm, visitId: null });
  render(
    <Around me={fatima}>
      <Router>{[<Route key="alarm" default component={AlarmPage} />]}</Router>
    </Around>,
  );
  await screen.findByText(t.alarm.told);
};

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it("says three weeks later of which day the alarm was", async () => {
  await opens(alarmOf(), "2026-12-14T13:31:00Z");
  expect(screen.getByText(/23 november 2026/).className).toBe("");
});

it("says it on the day itself on paper only", async () => {
  await opens(alarmOf(), "2026-11-23T13:35:00Z");
  expect(screen.getByText(/23 november 2026/).className).toBe("on-paper");
});

it("says of an alarm that was closed on another day than it began, on which", async () => {
  const closed = { resolvedAt: "2026-11-24T09:00:00Z", resolvedBy: { id: "k", name: "Karin Smit" } };
  await opens(alarmOf({ ...closed, outcome: "safe" }), "2026-12-14T13:31:00Z");
  expect(screen.getByText(/di 24 nov 10:00/)).toBeTruthy();
});

it("shows the address of a visit that was over as the last one", async () => {
  await opens(alarmOf({ cause: "not_back", addressLeft: true }), "2026-11-23T13:35:00Z");
  expect(screen.getByText(t.alarm.lastAddress("Dorpsstraat 12, 5211 AA Den Bosch"))).toBeTruthy();
});
