// While somebody fills in a check-in, the desk may add who comes along: what the form sends throws nobody out.
import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { LocationProvider, Route, Router } from "preact-iso";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Visit } from "../../api/types";
import { refresh, waiting } from "../../queue/queue";
import { SessionContext } from "../../session/context";
import { forgetEverything } from "../../storage/database";
import { jan, protocol, visitOf } from "../../testing";
import { t } from "../../texts";
import { deviceClock, serverClock } from "../../time/clock";
import { visits } from "../../visits/visits";
import { CheckInScreen } from "./CheckInScreen";

const ali = { id: "ali", name: "Ali Demir" };
const sara = { id: "sara", name: "Sara Vos" };

const along = (...people: (typeof ali)[]): Visit["companions"] =>
  people.map(({ id, name }) => ({
    id: `c-${id}`,
    personId: id,
    name,
    phone: null,
    comingAt: null,
    thereAt: null,
    declinedAt: null,
    saidNoAt: null,
  }));

/** The next answer of the server about it. */
const polls = (companions: Visit["companions"]) =>
  visits.set({
    all: [visitOf({ state: "planned", startedAt: null, companions })],
    asOf: "2026-11-23T13:10:00Z",
    heard: deviceClock.read(),
    silent: false,
  });

beforeEach(async () => {
  await forgetEverything();
  await refresh();
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
  serverClock.sync("2026-11-23T13:10:00Z", deviceClock.read());
  history.replaceState(null, "", "/visits/v/check-in");
});
afterEach(async () => {
  cleanup();
  visits.set({ all: [], asOf: null, heard: null, silent: false });
  await forgetEverything();
  await refresh();
  history.replaceState(null, "", "/");
  vi.unstubAllGlobals();
});

const opens = () =>
  render(
    <LocationProvider>
      <SessionContext.Provider value={{ state: "signed-in", me: jan, protocol, colleagues: [ali, sara] }}>
        <Router>
          <Route path="/visits/:id/check-in" component={CheckInScreen} />
          <Route default component={() => null} />
        </Router>
      </SessionContext.Provider>
    </LocationProvider>,
  );

async function sends() {
  screen.getByRole("button", { name: t.checkIn.send }).click();
  await vi.waitFor(() => expect(waiting.get().map(({ kind }) => kind)).toContain("check-in"));
  return waiting.get().find(({ kind }) => kind === "change")?.body;
}

it("says nothing of who comes along where nobody changed that in the form", async () => {
  polls(along(ali));
  opens();
  await act(() => polls(along(ali, sara)));
  expect(await sends()).toBeUndefined();
});

const ticked = () =>
  [ali, sara]
    .filter(({ name }) => screen.getByRole<HTMLInputElement>("checkbox", { name }).checked)
    .map(({ name }) => name);

it("shows who comes along by now, with what was ticked and unticked here", async () => {
  polls(along(ali));
  opens();
  await act(() => polls(along(sara)));
  expect(ticked()).toEqual([sara.name]);
  fireEvent.click(screen.getByRole("checkbox", { name: sara.name }));
  expect(ticked()).toEqual([]);
  fireEvent.click(screen.getByRole("checkbox", { name: ali.name }));
  await act(() => polls([]));
  expect(ticked()).toEqual([ali.name]);
  await act(() => polls(along(sara)));
  expect(await sends()).toEqual({ companions: [{ personId: "ali" }] });
});

it("takes out whom the desk added meanwhile, once that is what is asked here", async () => {
  polls([]);
  opens();
  await act(() => polls(along(ali, sara)));
  fireEvent.click(screen.getByRole("checkbox", { name: sara.name }));
  expect(await sends()).toEqual({ companions: [{ personId: "ali" }] });
});

it("adds who was chosen to whom the desk added meanwhile", async () => {
  polls([]);
  opens();
  await act(() => polls(along(sara)));
  fireEvent.click(screen.getByRole("checkbox", { name: ali.name }));
  expect(await sends()).toEqual({ companions: [{ personId: "sara" }, { personId: "ali" }] });
});
