import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { LocationProvider, Route, Router } from "preact-iso";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import type { Task } from "../../api/types";
import { Around, fatima } from "../../testing";
import { setTimeZone } from "../../time/format";
import { TaskReportScreen } from "./TaskReportScreen";

setTimeZone("Europe/Amsterdam");
type Shown = Awaited<ReturnType<typeof api.taskReport>>;
const nothing = { happened: null, damages: null, settling: null, police: null, care: null };
const about = {
  ...nothing,
  task: { id: "t1", title: "Schade afhandelen: Bril", byHand: false },
  inShort: {
    employee: { id: "w1", name: "Jan de Wit" },
    team: null,
    happenedAt: "2026-11-20T10:00:00Z",
    kind: "other",
  },
} as unknown as Shown;
const done = { id: "t1" } as Task;

beforeEach(() => vi.restoreAllMocks());
afterEach(cleanup);

const shows = (value: object) => {
  history.replaceState(null, "", "/tasks/t1");
  vi.spyOn(api, "taskReport").mockResolvedValue({ ...about, ...value });
  render(
    <Around me={fatima}>
      <LocationProvider>
        <Router>
          <Route path="/tasks/:id" component={TaskReportScreen} />
          <Route default component={() => null} />
        </Router>
      </LocationProvider>
    </Around>,
  );
};

it("says to whoever is asked about a client which one it is", async () => {
  const behaviours = [{ id: "A", channel: "office", name: "Schelden" }];
  shows({ client: { name: "Pieters", clientReference: "K-77", behaviours, measure: "Waarschuwing" } });
  for (const words of ["Pieters", "Kenmerk: K-77", "Schelden"]) expect(await screen.findByText(words)).toBeTruthy();
  expect(screen.getByText(/Waarschuwing/)).toBeTruthy();
});

it("lets whoever was handed a line of damage note how it ended, by the task", async () => {
  const line = { id: "d1", whose: "organisation", what: "Bril", amount: 40, mayPay: false, paid: null, recovery: null };
  shows({ settling: { maySettle: true, lines: [line] } });
  fireEvent.click(await screen.findByRole("button", { name: /Bril/ }));
  fireEvent.click(screen.getByRole("radio", { name: "Er wordt niets verhaald" }));
  fireEvent.input(screen.getByRole("textbox", { name: "Waarom niet?" }), { target: { value: "Verzekerd" } });
  const settled = vi.spyOn(api, "settleForTask").mockResolvedValue(done);
  fireEvent.click(screen.getByRole("button", { name: "Bewaren" }));
  const recovery = { how: "nothing", claimedOn: null, amount: null, on: null, why: "Verzekerd" };
  await waitFor(() => expect(settled).toHaveBeenCalledWith("t1", { paid: null, recovery }));
});

it("lets whoever was handed it note how it went at the police, and nothing of what was said there", async () => {
  const police = {
    against: "things",
    kind: "report",
    on: null,
    where: "",
    number: "",
    copyOfRecord: "not_asked",
    toldOn: null,
    agreedOn: null,
    outcome: null,
    outcomeNote: "",
    missing: ["on", "number"],
  };
  shows({ police });
  const number = await screen.findByLabelText("Nummer");
  fireEvent.input(number, { target: { value: " PL21-4711 " } });
  const noted = vi.spyOn(api, "notePoliceForTask").mockResolvedValue(done);
  fireEvent.click(screen.getByRole("button", { name: "Bewaren" }));
  await waitFor(() => expect(noted.mock.lastCall?.[1]).toMatchObject({ number: "PL21-4711", on: null }));
  expect(noted.mock.lastCall?.[1]).not.toHaveProperty("literally");
});
