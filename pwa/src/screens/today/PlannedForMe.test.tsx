import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import type { CarePlan } from "../../api/types";
import { setTimeZone } from "../../time/format";
import { soon } from "../../test-soon";
import { PlannedForMe } from "./PlannedForMe";

const step = {
  id: "t1",
  title: "Eerste gesprek",
  state: "open",
  mine: false,
  dueAt: "2026-12-04T16:00:00Z",
  outcomes: [],
};
const plan = {
  id: "p1",
  seenAs: "own",
  person: { id: "w1", name: "Jan de Wit" },
  whom: "",
  happenedAt: "2026-12-01T10:00:00Z",
  endedAt: null,
  carer: "de leidinggevende",
  carers: [{ id: "m1", name: "Karin Smit", called: "de leidinggevende" }],
  steps: [
    step,
    { ...step, id: "t2", title: "Melding maken", mine: true },
    { ...step, id: "t3", title: "Opvang", state: "done" },
  ],
  offers: [],
  evaluation: null,
  information: [],
  regular: false,
  freeChoice: false,
} as unknown as CarePlan;
const shows = (...plans: CarePlan[]) => {
  const asked = vi.spyOn(api, "myCare").mockResolvedValue({ plans, more: false, asOf: "2026-12-02T10:00:00Z" });
  return { asked, ...render(<PlannedForMe />) };
};

beforeEach(() => setTimeZone("Europe/Amsterdam"));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it("says who talks with me and until when, once, and not what I do myself", async () => {
  const { container } = shows(plan);
  await soon(() => expect(screen.getByRole("region", { name: "Wat er voor je gepland is" })).toBeTruthy());
  const seen = container.querySelectorAll(".card > p");
  expect([...seen].map((one) => one.textContent)).toEqual([
    "Na wat er gebeurde op 1 december 2026",
    "Bij de leidinggevende: Karin Smit",
    "Eerste gesprek: uiterlijk 4 december 2026",
  ]);
});

it("says who has it really, once it was given to somebody or lay too long", async () => {
  const hr = { id: "h1", name: "Hanna Visser", called: "HR" };
  const given = { ...plan, id: "p2", carers: [{ id: "a1", name: "Ali Demir", called: null }, hr] } as CarePlan;
  shows(given, { ...plan, id: "p3", carers: [] });
  await soon(() => expect(screen.getByText("Bij Ali Demir")).toBeTruthy());
  expect(screen.getByText("Ook bij HR: Hanna Visser")).toBeTruthy();
  expect(screen.getByText("Bij de leidinggevende: daar is nu niemand voor")).toBeTruthy();
});

it("asks again once somebody else was asked for", async () => {
  const { asked } = shows(plan);
  const another = vi.spyOn(api, "anotherPerson").mockResolvedValue(plan);
  await soon(() => expect(screen.getByText("Liever een ander")).toBeTruthy());
  fireEvent.click(screen.getByText("Liever een ander"));
  await soon(() => expect(asked).toHaveBeenCalledTimes(2));
  expect(another).toHaveBeenCalledWith("p1");
});

it("shows nothing of a plan of somebody else", async () => {
  const { asked, container } = shows({ ...plan, seenAs: "cares" });
  await soon(() => expect(asked).toHaveBeenCalled());
  await asked.mock.results[0]?.value;
  expect(container.textContent).toBe("");
});
