import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import type { ThirdPartyAct } from "../../api/types";
import { Around, fatima } from "../../testing";
import { setTimeZone } from "../../time/format";
import { ThirdPartyActsScreen } from "./ThirdPartyActsScreen";

setTimeZone("Europe/Brussels");
const adviser = { ...fatima, functions: ["prevention" as const] };
const act = (id: string, employee: string | null): ThirdPartyAct => ({
  id,
  happenedAt: "2026-03-03T10:00:00Z",
  kinds: ["verbale agressie"],
  facts: `Feiten van ${id}`,
  place: "aan de balie",
  enteredOn: "2026-03-05",
  keptUntil: "2031-03-05",
  employee,
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it("shows a name only where there is one, and asks for the next page", async () => {
  vi.spyOn(api, "thirdPartyActs").mockImplementation(async (after) =>
    after ? { acts: [act("b", null)], next: null } : { acts: [act("a", "An Peeters")], next: "a" },
  );
  render(
    <Around me={adviser}>
      <ThirdPartyActsScreen />
    </Around>,
  );
  expect(await screen.findByText(/Medewerker: An Peeters/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Meer" }));
  expect(await screen.findByText("Feiten van b")).toBeTruthy();
  expect(screen.getByText(/De naam van de medewerker staat er niet bij/)).toBeTruthy();
  expect(screen.getByText("Feiten van a")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Meer" })).toBeNull();
});
