// Who opens a visit by its address: who is there, who was there, and who only watches over it.
import { cleanup, render, screen } from "@testing-library/preact";
import { Route, Router } from "preact-iso";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../api/calls";
import type { Visit } from "../../api/types";
import { Around, fatima, visitOf } from "../../testing";
import { t } from "../../texts/later";
import { visits } from "../../visits/visits";
import { VisitScreen } from "./VisitScreen";

afterEach(() => {
  cleanup();
  visits.set({ all: [], asOf: null, heard: null, silent: false });
  vi.restoreAllMocks();
});

const opens = (visit: Visit) => {
  vi.spyOn(api, "visit").mockResolvedValue(visit);
  return render(
    <Around me={fatima}>
      <Router>{[<Route key="visit" default component={VisitScreen} />]}</Router>
    </Around>,
  );
};
const along = (declinedAt: string | null): Visit["companions"] => [
  {
    id: "c",
    personId: fatima.id,
    name: fatima.name,
    phone: null,
    comingAt: null,
    thereAt: null,
    declinedAt,
    saidNoAt: null,
  },
];

it.each(["under_way", "planned"] as const)(
  "shows who watches whose %s it is, and no button of a worker",
  async (state) => {
    const { container } = opens(visitOf({ state, companions: along("2026-11-23T13:00:00Z") }));
    await screen.findByText(t.visitLater.notYours("Jan de Wit"));
    expect(screen.queryAllByRole("button", { name: t.visit.checkOut })).toEqual([]);
    expect(container.querySelector('a[href="/board"]')).toBeTruthy();
    expect(visits.get().all).toEqual([]);
  },
);

it("tells who watches how one went that is over, and repeats nothing of the place", async () => {
  const story = [{ at: "2026-11-23T14:10:00Z", kind: "checked_out", text: "Jan de Wit meldde zich af.", by: null }];
  const visit = visitOf({ state: "ended", background: "Gevaarlijke hond", timeline: story as Visit["timeline"] });
  const { container } = opens(visit);
  await screen.findByText("Jan de Wit meldde zich af.");
  expect(screen.queryByText(/hond/)).toBeNull();
  expect(container.querySelector('a[href="/board"]')).toBeNull();
  expect(visits.get().all).toEqual([]);
});

it("leads who watches to the alarm that is open", async () => {
  const alarm = {
    id: "a",
    cause: "panic" as const,
    level: "manager" as const,
    openedAt: "2026-11-23T13:31:00Z",
    acknowledgedBy: null,
    acknowledgedAt: null,
    resolvedAt: null,
    quiet: false,
  };
  const { container } = opens(visitOf({ alarm }));
  await screen.findByText(t.state.toAlarm);
  expect(container.querySelector('a[href="/alarms/a"]')).toBeTruthy();
});

it("says to who was there that it is over", async () => {
  // The address of this test names no visit.
  opens(visitOf({ id: "", state: "ended", companions: along(null) }));
  await screen.findByText(t.visit.ended);
  expect(screen.queryByText(t.app.moment)).toBeNull();
});
