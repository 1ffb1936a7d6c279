import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Me, Visit } from "../api/types";
import { Around, fatima, jan, visitOf } from "../testing";
import { t } from "../texts";
import { Beforehand } from "./Beforehand";
import { Ready } from "./Ready";

type State = Visit["beforehand"]["fraud"]["state"];

const planned = (state: State, more: Partial<Visit> = {}): Visit => {
  const visit = visitOf({ state: "planned", startedAt: null });
  const decidedBy = state === "same" || state === "colleague" ? { id: "karin", name: "Karin Smit" } : null;
  return { ...visit, beforehand: { ...visit.beforehand, fraud: { managerDecides: true, state, decidedBy } }, ...more };
};
const karin: Me = { ...fatima, id: "karin", grants: [{ role: "manager", team: { id: "t", name: "Team" } }] };

let heard: { method: string; path: string; body: unknown }[];
let shown: Visit;

beforeEach(() => {
  heard = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const path = new URL(request.url).pathname;
    if (request.method === "GET") return Response.json(path.endsWith("/workers") ? WORKERS : shown);
    heard.push({ method: request.method, path, body: await request.json() });
    return Response.json(shown);
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const WORKERS = [
  { id: "jan", name: "Jan de Wit" },
  { id: "ali", name: "Ali Demir" },
];

async function opensAs(me: Me) {
  const waits = { mayStart: false, tellFirst: null, lookUp: [], managerDecides: true, unwatched: false };
  render(
    <Around me={me}>
      <Ready visit={{ id: "v", expectsTrouble: null, waits }} onDone={() => undefined} />
    </Around>,
  );
  expect(screen.getByText(t.fraud.asked)).toBeTruthy();
  fireEvent.click(screen.getByText(t.beforehand.title));
  await waitFor(() => expect(screen.getByText(t.fraud.askedText)).toBeTruthy());
}

describe("who goes after a fraud investigation", () => {
  it("is asked in one press by who goes, where the protocol asks it", async () => {
    shown = planned("asked");
    render(<Beforehand visit={planned(null)} />, { wrapper: Around });
    fireEvent.click(screen.getByText(t.fraud.ask));
    await waitFor(() => expect(heard.map((one) => one.path)).toEqual(["/v1/visits/v/fraud-question"]));
    cleanup();
    render(<Beforehand visit={visitOf({ state: "planned" })} />, { wrapper: Around });
    expect(screen.queryByText(t.fraud.ask)).toBeNull();
  });

  it("is decided by a manager: the same employee, or a colleague", async () => {
    shown = planned("asked");
    await opensAs(karin);
    const instead = await screen.findByLabelText(t.fraud.instead);
    await waitFor(() => expect(screen.getByText("Ali Demir")).toBeTruthy());
    fireEvent.change(instead, { target: { value: "ali" } });
    fireEvent.click(screen.getByText(t.fraud.colleagueGoes));
    await waitFor(() => expect(heard).toHaveLength(1));
    expect(heard[0]).toMatchObject({ path: "/v1/visits/v/fraud-decision", body: { colleagueId: "ali" } });
    fireEvent.click(screen.getByText(t.fraud.sameGoes("Jan de Wit")));
    await waitFor(() => expect(heard).toHaveLength(2));
    expect(heard[1]).toMatchObject({ body: { colleagueId: null } });
  });

  it("is not decided by who watches", async () => {
    shown = planned("asked");
    await opensAs({ ...fatima, grants: [{ role: "colleague", team: { id: "t", name: "Team" } }] });
    expect(screen.queryByText(t.fraud.decide)).toBeNull();
  });

  it.each([
    ["same", jan, "Karin Smit beslist: je gaat zelf"],
    ["same", fatima, "Karin Smit beslist: Jan de Wit gaat zelf"],
    ["colleague", jan, "Karin Smit beslist: jij gaat, in plaats van een collega"],
    ["colleague", fatima, "Karin Smit beslist: Jan de Wit gaat in plaats van een collega"],
  ] as const)("says who decided what (%s), to who goes otherwise than to others", (state, me, said) => {
    render(
      <Around me={me}>
        <Beforehand visit={planned(state)} />
      </Around>,
    );
    expect(screen.getByText(said)).toBeTruthy();
  });
});
