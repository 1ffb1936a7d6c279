import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { LocationProvider, Route, Router } from "preact-iso";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import type { Letter, Task, WholeIncident } from "../../api/types";
import { Around, fatima } from "../../testing";
import { setTimeZone } from "../../time/format";
import { CasePage } from "./CasePage";

setTimeZone("Europe/Amsterdam");
const karin = { ...fatima, grants: [{ role: "manager" as const, team: null }] };
const task = { id: "t1", kind: "measure_step", title: "Brief maken: Waarschuwing", state: "done" } as Task;
const incident = {
  id: "i1",
  state: "reported",
  employee: { id: "p1", name: "Jan de Wit" },
  reportedBy: { id: "p1", name: "Jan de Wit" },
  happenedAt: "2026-11-28T10:00:00Z",
  createdAt: "2026-11-28T10:00:00Z",
  description: "Hij schold.",
  behaviours: [],
  witnesses: [],
  damages: [],
  expressions: [],
  stalkingLog: [],
  attachments: [],
  signatures: [],
  reopenings: [
    {
      closedBy: { id: "p2", name: "Karin Smit" },
      closedAt: "2026-11-28T11:00:00Z",
      closeReason: null,
      reopenedBy: { id: "p3", name: "Ruth Visser" },
      reopenedAt: "2026-11-28T12:00:00Z",
      reason: "Nog een brief",
    },
  ],
  tasks: [],
  asks: [],
  settling: { lines: [] },
} as unknown as WholeIncident;

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it("asks for all of the report again when one part of it changed, so that no task stands there that is done", async () => {
  history.replaceState(null, "", "/incidents/i1");
  for (const part of ["careOf", "measuresOf", "advice", "police", "registerEntry", "readers"] as const)
    vi.spyOn(api, part).mockRejectedValue(new Error("not of interest"));
  const choice = { letterId: "warning", name: "Waarschuwing", says: [] };
  vi.spyOn(api, "letters").mockResolvedValue({
    letters: [],
    sent: [],
    choices: [choice],
    never: false,
  } as unknown as Awaited<ReturnType<typeof api.letters>>);
  vi.spyOn(api, "writeLetter").mockResolvedValue({} as Letter);
  vi.spyOn(api, "incident")
    .mockResolvedValueOnce(incident)
    .mockResolvedValue({ ...incident, tasks: [task] });
  render(
    <LocationProvider>
      <Around me={karin}>
        <Router>
          <Route path="/incidents/:id" component={CasePage} />
          <Route default component={() => null} />
        </Router>
      </Around>
    </LocationProvider>,
  );
  fireEvent.change(await screen.findByLabelText("Welke brief?"), { target: { value: "warning" } });
  fireEvent.click(screen.getByRole("button", { name: "Brief maken" }));
  expect(await screen.findByText(/Brief maken: Waarschuwing/)).toBeTruthy();
  expect(api.letters).toHaveBeenCalledTimes(2);
  expect(screen.getByText(/Karin Smit, .*12:00.*Ruth Visser/)).toBeTruthy();
  expect(screen.getByText("Waarom weer open: Nog een brief")).toBeTruthy();
});
