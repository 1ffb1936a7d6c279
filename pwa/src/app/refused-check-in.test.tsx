// A check-in on a plan that is not this worker's any more, or was called off: nobody watches, and the phone says so.
import { cleanup, render, screen, waitFor } from "@testing-library/preact";
import { LocationProvider, Route, Router } from "preact-iso";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "../api/calls";
import { Problem } from "../api/problem";
import type { DutyNumbers } from "../api/types";
import { pressedNow, type Action } from "../queue/action";
import { waiting } from "../queue/queue";
import { Around, visitOf } from "../testing";
import { t } from "../texts";
import { t as later } from "../texts/later";
import { dutyNumbers } from "../visits/numbers";
import { visits } from "../visits/visits";
import { TodayScreen } from "../screens/today/TodayScreen";
import { Unconfirmed } from "../screens/visit/Unconfirmed";
import { VisitScreen } from "../screens/visit/VisitScreen";

const soon = new Date(Date.now() + 3_600_000).toISOString();
const why = "Dit bezoek is nu van Ali Demir.";

const checkIn = (more: Partial<Action> = {}): Action => ({
  key: "k",
  kind: "check-in",
  subject: "v",
  method: "POST",
  path: "/v1/visits/v/check-in",
  body: { expectedEnd: soon },
  aged: true,
  personId: "jan",
  pressed: pressedNow(),
  order: 1,
  attempts: 2,
  ...more,
});
const refusedWith = (status: number) => ({ refused: { status, code: "refused", message: why, errors: [] } });
const refused = checkIn(refusedWith(404));
const called = visitOf({ state: "cancelled", startedAt: null });

beforeEach(() => {
  const people = [{ id: "f", name: "Fatma", phone: "+31612345678" }];
  dutyNumbers.set({ teams: [{ team: { id: "t", name: "Wijkteam" }, people }] } as unknown as DutyNumbers);
});
afterEach(() => {
  cleanup();
  visits.set({ all: [], asOf: null, heard: null, silent: false });
  waiting.set([]);
  dutyNumbers.set(null);
  history.replaceState(null, "", "/");
  vi.restoreAllMocks();
});

const links = () => screen.getAllByRole("link").map((one) => one.getAttribute("href"));

function saysThatNobodyWatches() {
  expect(screen.getByText(t.pending.refused(t.pending.kinds["check-in"]))).toBeTruthy();
  expect(screen.getByText(why)).toBeTruthy();
  expect(links()).toContain("tel:+31612345678");
  // What comes of it takes the place of what was refused.
  const anew = screen.getAllByRole("link", { name: t.today.newVisit });
  expect(anew.map((one) => one.getAttribute("href"))).toContain("/visits/new?again=k");
}

function opensVisit() {
  history.replaceState(null, "", "/visits/v");
  render(
    <Around>
      <LocationProvider>
        <Router>
          {[
            <Route key="visit" path="/visits/:id" component={VisitScreen} />,
            <Route key="other" default component={() => null} />,
          ]}
        </Router>
      </LocationProvider>
    </Around>,
  );
}

it("says of a plan that this phone knows no more why it was refused, whom to call, and the way to begin anew", () => {
  render(<Unconfirmed visit={null} actions={[refused]} />, { wrapper: Around });
  saysThatNobodyWatches();
  expect(screen.getByText(t.today.nobody)).toBeTruthy();
});

it("says that nobody watches yet while such a check-in waits, and offers no SMS that names no place", () => {
  render(<Unconfirmed visit={null} actions={[checkIn()]} />, { wrapper: Around });
  expect(screen.getByText(t.visit.notConfirmed)).toBeTruthy();
  expect(screen.getByText(t.pending.nobodyYet)).toBeTruthy();
  expect(links()).toContain("tel:+31612345678");
  expect(links().filter((href) => href?.startsWith("sms:"))).toEqual([]);
});

it("keeps the SMS of a visit that this phone has planned itself", () => {
  const address = { country: "NL", postcode: "5211AA", houseNumber: 12, city: "Den Bosch" };
  const plan = checkIn({ kind: "plan", body: { address, checkIn: true, expectedEnd: soon } });
  render(<Unconfirmed visit={null} actions={[plan]} />, { wrapper: Around });
  expect(screen.getByText("5211 AA 12")).toBeTruthy();
  expect(links().filter((href) => href?.startsWith("sms:"))).toHaveLength(2);
});

it("stays on the screen of the visit once the list has it no more", async () => {
  vi.spyOn(api, "visit").mockRejectedValue(new Problem(404, "weg", "weg"));
  waiting.set([refused]);
  opensVisit();
  await waitFor(saysThatNobodyWatches);
});

it("stays on the screen of a visit that was called off, until it is seen that nobody watches", async () => {
  visits.set({ all: [called], asOf: null, heard: null, silent: false });
  waiting.set([checkIn(refusedWith(409))]);
  opensVisit();
  await waitFor(saysThatNobodyWatches);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(location.pathname).toBe("/visits/v");
  saysThatNobodyWatches();
  waiting.set([]);
  await waitFor(() => expect(location.pathname).toBe("/"));
});

it.each([
  ["known no more", []],
  ["called off", [called]],
])("is told on Today of a visit that is %s", (_, all) => {
  visits.set({ all, asOf: null, heard: null, silent: false });
  waiting.set([refused]);
  render(<TodayScreen />, { wrapper: Around });
  saysThatNobodyWatches();
  expect(screen.getByRole("heading", { name: t.places.visit })).toBeTruthy();
});

const ofAli = visitOf({
  state: "planned",
  startedAt: null,
  worker: { id: "ali", name: "Ali Demir", phone: null },
  companions: [
    {
      id: "c",
      personId: "jan",
      name: "Jan",
      phone: null,
      comingAt: null,
      thereAt: null,
      declinedAt: null,
      saidNoAt: null,
    },
  ],
});

it("offers no second try of a plan that is a colleague's by now, along with whom they go", async () => {
  visits.set({ all: [ofAli], asOf: null, heard: null, silent: false });
  waiting.set([checkIn(refusedWith(409))]);
  opensVisit();
  await screen.findByText(later.visitLater.notYours("Ali Demir"));
  expect(screen.queryByRole("button", { name: t.pending.again })).toBeNull();
  expect(links()).not.toContain("/visits/v/check-in");
  expect(links()).toContain("/visits/new?again=k");
  expect(links()).toContain("tel:+31612345678");
});

it("offers a new one on Today too where the plan is a colleague's by now, along with whom they go", () => {
  visits.set({ all: [ofAli], asOf: null, heard: null, silent: false });
  waiting.set([refused]);
  render(<TodayScreen />, { wrapper: Around });
  expect(links()).toContain("/visits/new?again=k");
});

it("is told on Today once where the visit is on the list", () => {
  visits.set({ all: [visitOf({ state: "planned", startedAt: null })], asOf: null, heard: null, silent: false });
  waiting.set([refused]);
  render(<TodayScreen />, { wrapper: Around });
  expect(screen.getAllByText(t.pending.refused(t.pending.kinds["check-in"]))).toHaveLength(1);
  expect(links()).not.toContain("/visits/new?again=k");
});
