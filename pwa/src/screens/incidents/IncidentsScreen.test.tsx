import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import type { Incident } from "../../api/types";
import { setTimeZone } from "../../time/format";
import { Around, fatima } from "../../testing";
import { t } from "../../texts/later";
import { IncidentsScreen } from "./IncidentsScreen";

setTimeZone("Europe/Amsterdam");
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const report = (id: string, name: string, more: Partial<Incident>): Incident =>
  ({
    id,
    kind: "scolding",
    channel: "office",
    place: null,
    happenedAt: "2026-11-23T13:00:00Z",
    reportedBy: { id: name, name },
    description: "",
    causedBy: "de heer Groen",
    seenAt: null,
    seenBy: null,
    alarmId: null,
    injured: null,
    damage: null,
    ...more,
  }) as Incident;

it("finds a report by whom it happened to, where and what; not by who did it", async () => {
  vi.spyOn(api, "incidents").mockResolvedValue([
    report("1", "Jan de Wit", { place: "Dorpsstraat 12" }),
    report("2", "Özlem Demir", { kind: "threatening", channel: "phone" }),
  ]);
  render(
    <Around me={{ ...fatima, grants: [{ role: "manager", team: null }] }}>
      <IncidentsScreen />
    </Around>,
  );
  await screen.findByText(/Jan de Wit/);
  const shown = (sought: string) => {
    fireEvent.input(screen.getByRole("searchbox"), { target: { value: sought } });
    return screen.queryAllByText(/Jan de Wit|Özlem Demir/).map((one) => one.textContent?.split(" · ")[0]);
  };
  expect(shown("dorpsstraat")).toEqual(["Jan de Wit"]);
  expect(shown("ozlem telefoon")).toEqual(["Özlem Demir"]);
  expect(shown("bedreigen")).toEqual(["Özlem Demir"]);
  expect(shown("Groen")).toEqual([]);
  expect(screen.getByText(t.incidents.notFound)).toBeTruthy();
});
