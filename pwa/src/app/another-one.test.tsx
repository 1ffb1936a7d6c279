// From one alarm, drill, report, task or visit straight to another: nothing of the first stands beside the second.
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { LocationProvider, Route, Router, useLocation } from "preact-iso";
import type { ComponentType } from "preact";
import { afterEach, expect, it, vi } from "vitest";
import { api as calls } from "../api/calls";
import { api } from "../api/later";
import type { Drill, HandOver, Visit, WholeIncident } from "../api/types";
import { SessionContext } from "../session/context";
import { soon } from "../test-soon";
import { alarmOf, fatima, protocol, visitOf } from "../testing";
import { t } from "../texts/later";
import { visits } from "../visits/visits";
import { AfterwardsScreen } from "../screens/afterwards/AfterwardsScreen";
import { AlarmPage } from "../screens/alarm/AlarmPage";
import { CasePage } from "../screens/case/CasePage";
import { DrillPage } from "../screens/drills/DrillPage";
import { HandOverScreen } from "../screens/hand-over/HandOverScreen";
import { TaskReportScreen } from "../screens/tasks/TaskReportScreen";
import { VisitScreen } from "../screens/visit/VisitScreen";

/** Never answered: what stands there meanwhile is what is asked about. */
const never = () => new Promise<never>(() => undefined);
let go: (path: string) => void = () => undefined;

function Away() {
  go = useLocation().route;
  return null;
}

function opens(path: string, component: ComponentType) {
  history.replaceState(null, "", path.replace(":id", "a"));
  render(
    <LocationProvider>
      <SessionContext.Provider value={{ state: "signed-in", me: fatima, protocol, colleagues: [] }}>
        <Away />
        <Router>{[<Route key="one" path={path} component={component} />]}</Router>
      </SessionContext.Provider>
    </LocationProvider>,
  );
}

afterEach(() => {
  cleanup();
  visits.set({ all: [], asOf: null, heard: null, silent: false });
  vi.restoreAllMocks();
});

it("says below no other alarm that its call to the police was noted, and keeps no note for it", async () => {
  vi.spyOn(calls, "alarm").mockImplementation((id) => Promise.resolve(alarmOf({ id, visitId: null, name: id })));
  vi.spyOn(api, "policeCall").mockResolvedValue(alarmOf());
  opens("/alarms/:id", AlarmPage);
  fireEvent.click(await screen.findByRole("button", { name: t.handOver.save }));
  await screen.findByText(t.handOver.saved);
  fireEvent.input(screen.getByLabelText(t.alarm.noteOf), { target: { value: "De buren zijn thuis" } });
  go("/alarms/b");
  await screen.findByText(t.alarm.named("b"));
  expect(screen.queryByText(t.handOver.saved)).toBeNull();
  expect(screen.getByLabelText<HTMLInputElement>(t.alarm.noteOf).value).toBe("");
  go("/alarms/a");
  await screen.findByText(t.alarm.named("a"));
  expect(screen.getByLabelText<HTMLInputElement>(t.alarm.noteOf).value).toBe("De buren zijn thuis");
});

it("reads the sheet of no other alarm", async () => {
  const sheet = {
    addresses: [],
    say: [],
    companions: [],
    tried: [],
    policeCalls: [],
    emergencyNumber: "112",
    asOf: "2026-11-23T13:31:00Z",
    lastContactAt: null,
    worker: { name: "Jan de Wit" },
  };
  vi.spyOn(api, "handOver").mockImplementation((id) =>
    id === "a" ? Promise.resolve({ ...sheet, alarmId: id } as unknown as HandOver) : never(),
  );
  opens("/alarms/:id/hand-over", HandOverScreen);
  await screen.findByText("Jan de Wit");
  go("/alarms/b/hand-over");
  await soon(() => expect(screen.queryByText("Jan de Wit")).toBeNull());
});

it("shows the report of no other drill", async () => {
  const drill = {
    team: { name: "Wijkteam Oost" },
    worker: { name: "Jan de Wit" },
    kind: "panic",
    startedAt: "2026-11-23T13:31:00Z",
    endedAt: "2026-11-23T13:41:00Z",
    steps: [],
    people: [],
    silent: [],
    timeline: [],
  };
  vi.spyOn(api, "drill").mockImplementation((id) =>
    id === "a" ? Promise.resolve({ ...drill, id } as unknown as Drill) : never(),
  );
  opens("/drills/:id", DrillPage);
  await screen.findByText(t.drills.of("Wijkteam Oost"));
  go("/drills/b");
  await soon(() => expect(screen.queryByText(t.drills.of("Wijkteam Oost"))).toBeNull());
});

it("shows nothing of another report, and none of its letters", async () => {
  const incident = {
    state: "reported",
    employee: { id: "p1", name: "Jan de Wit" },
    reportedBy: { id: "p1", name: "Jan de Wit" },
    happenedAt: "2026-11-28T10:00:00Z",
    createdAt: "2026-11-28T10:00:00Z",
    description: "Hij schold.",
    ...Object.fromEntries(
      ["behaviours", "witnesses", "damages", "expressions", "stalkingLog", "attachments", "signatures"]
        .concat("reopenings", "tasks", "asks")
        .map((part) => [part, []]),
    ),
    settling: { lines: [] },
  };
  for (const part of ["careOf", "measuresOf", "advice", "police", "registerEntry", "readers"] as const)
    vi.spyOn(api, part).mockRejectedValue(new Error("not of interest"));
  vi.spyOn(api, "incident").mockImplementation((id) =>
    Promise.resolve({ ...incident, id, description: `Wat er gebeurde in ${id}` } as unknown as WholeIncident),
  );
  vi.spyOn(api, "letters").mockImplementation((id) =>
    id === "a"
      ? Promise.resolve({
          letters: [],
          sent: [{ name: "Waarschuwing", deliveredAt: "2026-11-28T10:00:00Z" }],
          choices: [],
          never: false,
        } as unknown as Awaited<ReturnType<typeof api.letters>>)
      : never(),
  );
  opens("/incidents/:id", CasePage);
  await screen.findByText(/Waarschuwing/);
  go("/incidents/b");
  await screen.findByText("Wat er gebeurde in b");
  expect(screen.queryByText(/Waarschuwing/)).toBeNull();
});

it("shows the report of no other task", async () => {
  const report = {
    task: { id: "a", title: "Verhaal doorgeven", kind: "pass_on", byHand: false },
    inShort: { employee: { name: "Jan de Wit" }, team: null, happenedAt: "2026-11-28T10:00:00Z", kind: "verbal" },
  };
  vi.spyOn(api, "taskReport").mockImplementation((id) =>
    id === "a" ? Promise.resolve(report as unknown as Awaited<ReturnType<typeof api.taskReport>>) : never(),
  );
  opens("/tasks/:id", TaskReportScreen);
  await screen.findByText("Verhaal doorgeven");
  go("/tasks/b");
  await soon(() => expect(screen.queryByText("Verhaal doorgeven")).toBeNull());
});

const ended = (id: string): Visit =>
  visitOf({
    id,
    state: "ended",
    endedAt: "2026-11-23T13:40:00Z",
    address: { ...visitOf().address, line: `Straat ${id}` },
  });

it("asks of each visit how it went", async () => {
  vi.spyOn(calls, "visit").mockImplementation((id) => (id === "a" ? Promise.resolve(ended(id)) : never()));
  opens("/visits/:id/afterwards", AfterwardsScreen);
  await screen.findByText("Straat a");
  go("/visits/b/afterwards");
  await soon(() => expect(screen.queryByText("Straat a")).toBeNull());
});

it("shows whose visit it is of no other visit", async () => {
  vi.spyOn(calls, "visit").mockImplementation((id) => (id === "a" ? Promise.resolve(ended(id)) : never()));
  opens("/visits/:id", VisitScreen);
  await screen.findByText("Straat a");
  go("/visits/b");
  await soon(() => expect(screen.queryByText("Straat a")).toBeNull());
});
