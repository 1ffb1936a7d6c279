import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { Route, Router } from "preact-iso";
import { afterEach, describe, expect, it, vi } from "vitest";
import { api } from "../api/later";
import type { Alarm, BoardAlarm, Drill, DrillLine, DrillRow, HandOver } from "../api/types";
import { Around, jan } from "../testing";
import { AlarmRow } from "../screens/board/AlarmRow";
import { DrillRow as DrillOnBoard } from "../screens/board/DrillRow";
import { HandOverScreen } from "../screens/hand-over/HandOverScreen";
import { DrillPage } from "../screens/drills/DrillPage";
import { DrillsScreen } from "../screens/drills/DrillsScreen";
import { t } from "../texts/later";
import { duration } from "../screens/drills/report";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const row = (name: string, more: Partial<DrillRow> = {}): DrillRow => ({
  person: { id: name, name },
  level: "colleague",
  toldAt: "2026-11-23T13:00:15Z",
  messages: [{ channel: "sms", state: "delivered", at: "2026-11-23T13:00:16Z" }],
  delivered: true,
  answer: null,
  answeredAt: null,
  seconds: null,
  ...more,
});

const drill = (more: Partial<Drill> = {}): Drill => ({
  id: "d",
  team: { id: "t", name: "Inkomen" },
  kind: "overdue",
  worker: { id: "jan", name: "Jan de Wit" },
  startedBy: { id: "karin", name: "Karin Smit" },
  startedAt: "2026-11-23T13:00:00Z",
  endedAt: "2026-11-23T13:02:30Z",
  endedBy: null,
  people: [],
  silent: [],
  steps: [],
  timeline: [],
  asOf: "2026-11-23T13:03:00Z",
  ...more,
});

const alarm = {
  id: "d",
  visitId: null,
  cause: "overdue",
  level: "police",
  worker: { id: "jan", name: "Jan de Wit", phone: "+31612345678" },
  openedAt: "2026-11-23T13:00:00Z",
  acknowledgedBy: null,
  resolvedAt: null,
  nextDeadline: null,
  drill: true,
  mayAct: true,
} as unknown as Alarm;
const onBoard = { ...alarm, address: null } as unknown as BoardAlarm;

describe("what a drill showed", () => {
  it("says a duration as a person would", () => {
    expect([0.4, 48, 59.7, 185].map(duration)).toEqual(["0 s", "48 s", "1 min 00 s", "3 min 05 s"]);
  });

  it("is a line of the list, which comes by the page", async () => {
    const line = (id: string, taken: DrillLine["taken"]): DrillLine => ({
      ...drill({ id }),
      told: [],
      taken,
      silent: 2,
    });
    const page = { teams: [], asOf: "2026-11-23T13:03:00Z" };
    const asked = vi
      .spyOn(api, "drills")
      .mockResolvedValueOnce({
        ...page,
        drills: [line("new", { person: { id: "fatima", name: "Fatima Bakker" }, seconds: 12.4 })],
        next: "new",
      })
      .mockResolvedValueOnce({ ...page, drills: [line("old", null)], next: null });
    render(<DrillsScreen />, { wrapper: Around });
    expect(await screen.findByText(/Fatima Bakker pakte het op na 12 s · 2 mensen zonder antwoord/)).toBeTruthy();
    fireEvent.click(screen.getByText(t.past.more));
    expect(await screen.findByText(/niemand pakte het op/)).toBeTruthy();
    expect(asked.mock.calls).toEqual([[undefined], ["new"]]);
    expect(screen.queryByText(t.past.more)).toBeNull();
  });

  it("stands on its page: who answered after how long, who did not, and what nobody took", async () => {
    vi.spyOn(api, "drill").mockResolvedValue(
      drill({
        people: [
          row("Fatima Bakker", { answer: "taken", seconds: 12.4 }),
          row("Ali Demir", {
            messages: [
              { channel: "sms", state: "sent", at: "2026-11-23T13:00:16Z" },
              { channel: "call", state: "failed", at: "2026-11-23T13:00:36Z" },
            ],
          }),
        ],
        silent: [{ id: "ali", name: "Ali Demir" }],
        steps: [
          { level: "manager", reachedAt: "2026-11-23T13:00:00Z", takenBy: null, takenAt: null },
          { level: "police", reachedAt: null, takenBy: null, takenAt: null },
        ],
      }),
    );
    render(
      <Around>
        <Router>{[<Route key="page" default component={DrillPage} />]}</Router>
      </Around>,
    );
    expect(await screen.findByText("Pakte het op na 12 s")).toBeTruthy();
    expect(screen.getByText("Geen antwoord")).toBeTruthy();
    expect(screen.getByText("sms: verstuurd · telefoon: niet opgenomen")).toBeTruthy();
    expect(screen.getByText("Niemand pakte het op")).toBeTruthy();
    expect(screen.getByText("Zover kwam het niet")).toBeTruthy();
    expect(screen.getByText("OEFENING. Deze oefening is voorbij")).toBeTruthy();
    expect(screen.queryByText("Oefening stoppen"), "who may not begin one does not stop one").toBeNull();
  });

  it("can be stopped by a manager while it runs", async () => {
    vi.spyOn(api, "drill").mockResolvedValue(drill({ endedAt: null }));
    render(
      <Around me={{ ...jan, grants: [{ role: "manager", team: null }] }}>
        <Router>{[<Route key="page" default component={DrillPage} />]}</Router>
      </Around>,
    );
    expect(await screen.findByRole("button", { name: "Oefening stoppen" })).toBeTruthy();
  });
});

describe("a drill that runs", () => {
  it("is marked on the board, and offers no emergency number, whatever its level", () => {
    const { container } = render(
      <Around>
        <DrillOnBoard alarm={onBoard} onDone={() => undefined} />
      </Around>,
    );
    expect(screen.getByRole("heading").textContent).toMatch(/^OEFENING\. /);
    expect(container.querySelector('a[href^="tel:"], a[href$="/hand-over"]')).toBeNull();
    cleanup();
    const real = render(
      <Around>
        <AlarmRow alarm={{ ...onBoard, drill: false }} onDone={() => undefined} />
      </Around>,
    );
    expect(real.container.querySelector('a[href$="/hand-over"]'), "as a real alarm does").toBeTruthy();
    expect(screen.getByRole("link", { name: /^Bel Jan, 06/ }), "by name: five alarms may stand there").toBeTruthy();
  });

  it("has a sheet that is marked and can't be dialled from", async () => {
    const sheet = {
      alarmId: "d",
      drill: true,
      emergencyNumber: "(oefening: niet bellen)",
      addresses: [{ line: "Oefenadres", instructions: [] }],
      worker: { name: "Jan de Wit", phone: null },
      companions: [],
      peopleInside: 1,
      causeText: "niet afgemeld",
      since: "2026-11-23T13:00:00Z",
      asOf: "2026-11-23T13:03:00Z",
      lastContactAt: null,
      lastContactText: "",
      tried: [],
      callBack: null,
      say: ["OEFENING. Bel niemand."],
      policeCalls: [],
      location: null,
    } as unknown as HandOver;
    const asked = vi.spyOn(api, "handOver").mockResolvedValue(sheet);
    const { container } = render(
      <Around>
        <Router>{[<Route key="page" default component={HandOverScreen} />]}</Router>
      </Around>,
    );
    expect(await screen.findByText("OEFENING. Bel het noodnummer niet.")).toBeTruthy();
    expect(container.querySelector('a[href^="tel:"]')).toBeNull();
    expect(container.querySelector("form")).toBeNull();
    cleanup();
    asked.mockResolvedValue({ ...sheet, drill: false, emergencyNumber: "112" });
    const real = render(
      <Around>
        <Router>{[<Route key="page" default component={HandOverScreen} />]}</Router>
      </Around>,
    );
    expect(await screen.findByText("Lees dit voor")).toBeTruthy();
    expect(real.container.querySelector('a[href="tel:112"]'), "as a real one does").toBeTruthy();
  });
});
