// Two change who comes along on one visit: neither throws out whom the other added.
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../api/calls";
import type { Visit } from "../api/types";
import { SessionContext } from "../session/context";
import { fatima, protocol, visitOf } from "../testing";
import { t } from "../texts/later";
import { visits } from "./visits";
import { WhoComes } from "./WhoComes";

const colleagues = [
  { id: "ali", name: "Ali Demir" },
  { id: "sara", name: "Sara Vos" },
];

const goes = (personId: string | null, name: string, phone: string | null = null): Visit["companions"][number] => ({
  id: `c-${name}`,
  personId,
  name,
  phone,
  comingAt: null,
  thereAt: null,
  declinedAt: null,
  saidNoAt: null,
});
const ali = goes("ali", "Ali Demir");
const sara = goes("sara", "Sara Vos");
const ruth = goes(null, "Ruth", "+31612345678");
const omar = goes(null, "Omar");
const planned = (companions: Visit["companions"]) => visitOf({ state: "planned", startedAt: null, companions });

afterEach(() => {
  cleanup();
  visits.set({ all: [], asOf: null, heard: null, silent: false });
  vi.restoreAllMocks();
});

/** Opened with that list, while the server has this one by now. */
function opens(began: Visit["companions"], now: Visit["companions"]) {
  vi.spyOn(api, "visit").mockResolvedValue(planned(now));
  const sent = vi.spyOn(api, "changeVisit").mockResolvedValue(planned(now));
  const onClose = vi.fn();
  render(
    <SessionContext.Provider value={{ state: "signed-in", me: fatima, protocol, colleagues }}>
      <WhoComes visit={planned(began)} onClose={onClose} />
    </SessionContext.Provider>,
  );
  return { sent, onClose };
}

const presses = (name: string) => fireEvent.click(screen.getByRole("checkbox", { name }));

async function sends({ sent, onClose }: ReturnType<typeof opens>) {
  fireEvent.click(screen.getByRole("button", { name: t.companions.changeDone }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  return sent.mock.calls.map(([, body]) => body.companions);
}

it("keeps whom another desk added meanwhile", async () => {
  const opened = opens([], [sara]);
  presses("Ali Demir");
  expect(await sends(opened)).toEqual([[{ personId: "sara" }, { personId: "ali" }]]);
});

it("takes out whom it takes out, and brings back nobody whom another desk took out", async () => {
  const opened = opens([ali, sara, ruth], [ali, ruth]);
  presses("Ali Demir");
  expect(await sends(opened)).toEqual([[{ name: "Ruth", phone: "+31612345678" }]]);
});

it("sends nothing where nothing was changed", async () => {
  expect(await sends(opens([ali], [ali, sara]))).toEqual([]);
});

it("changes the number of who is no colleague, and knows them by their name", async () => {
  const opened = opens([ruth], [{ ...ruth, phone: "+31687654321" }, sara]);
  fireEvent.input(screen.getByLabelText(t.companions.phone), { target: { value: "+31611111111" } });
  expect(await sends(opened)).toEqual([[{ personId: "sara" }, { name: "Ruth", phone: "+31611111111" }]]);
});

it("leaves each of two guests who they are", async () => {
  const opened = opens([ruth, omar], [ruth, omar]);
  presses("Ali Demir");
  fireEvent.input(screen.getByLabelText(t.companions.phone), { target: { value: "+31611111111" } });
  const [companions] = await sends(opened);
  expect(companions).toContainEqual({ name: "Ruth", phone: "+31611111111" });
  expect(companions).toContainEqual({ name: "Omar" });
  expect(companions).toContainEqual({ personId: "ali" });
  expect(companions).toHaveLength(3);
});
