import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import type { Ban } from "../../api/types";
import { Around, fatima } from "../../testing";
import { setTimeZone } from "../../time/format";
import { BansScreen } from "./BansScreen";

setTimeZone("Europe/Amsterdam");
const reception = { ...fatima, grants: [{ role: "reception" as const, team: null }] };
const ban = (name: string, more: Partial<Ban> = {}): Ban => ({
  name,
  photo: null,
  locations: ["het stadhuis"],
  until: "2027-03-01",
  whatToDo: "Mag hier niet binnen.",
  steps: ["asked", "asked", "asked", "police_called", "removed"],
  ...more,
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const shown = async (bans: Ban[]) => {
  vi.spyOn(api, "bans").mockResolvedValue(bans);
  render(
    <Around me={reception}>
      <BansScreen />
    </Around>,
  );
  await waitFor(() => expect(api.bans).toHaveBeenCalled());
};

it("finds a name without its accents, in any order", async () => {
  await shown([ban("Zoë de Vries"), ban("Pieters", { until: null })]);
  expect(await screen.findAllByRole("listitem")).toHaveLength(2);
  expect(screen.getByText("Zonder einddatum")).toBeTruthy();
  fireEvent.input(screen.getByLabelText("Zoek op naam"), { target: { value: "vries zoe" } });
  expect(screen.getAllByRole("listitem")).toHaveLength(1);
  fireEvent.input(screen.getByLabelText("Zoek op naam"), { target: { value: "jansen" } });
  expect(screen.getByText("Niemand met deze naam.")).toBeTruthy();
});

it("says so when nobody is on the list", async () => {
  await shown([]);
  expect(await screen.findByText("Er staat nu niemand op de lijst.")).toBeTruthy();
});

it("notes that somebody came all the same, by name and date", async () => {
  const broken = vi.spyOn(api, "banBroken").mockResolvedValue({ noted: 1 });
  await shown([ban("Pieters")]);
  fireEvent.click(await screen.findByRole("button", { name: "Pieters is er toch" }));
  expect(screen.getAllByText(/Gevraagd om weg te gaan/)).toHaveLength(3);
  fireEvent.click(screen.getByRole("button", { name: "Vastleggen" }));
  expect(await screen.findByText("Vastgelegd. Wie erover besluit, krijgt het te zien.")).toBeTruthy();
  expect(broken.mock.calls[0]?.[0]).toEqual(ban("Pieters"));
  expect(broken.mock.calls[0]?.[1]).toMatchObject({ place: "", steps: [], note: "" });
});
