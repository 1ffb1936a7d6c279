import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import type { RegisterLine } from "../../api/types";
import { Around, fatima } from "../../testing";
import { setTimeZone } from "../../time/format";
import { LettersScreen } from "./LettersScreen";

setTimeZone("Europe/Amsterdam");
const registrar = { ...fatima, grants: [{ role: "registrar" as const, team: null }] };
const letter: RegisterLine = {
  id: "l",
  incidentId: "i",
  number: "2026-007",
  name: "Waarschuwing",
  addressee: "K. Verbeek",
  state: "signed",
  signedAt: "2026-03-03T10:00:00Z",
  deliveredAt: null,
};

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it("shows the letters of the year that is chosen, and which were not delivered", async () => {
  const asked = vi
    .spyOn(api, "letterRegister")
    .mockImplementation(async (year) => ({ year, letters: year === 2020 ? [] : [letter], next: null }));
  render(
    <Around me={registrar}>
      <LettersScreen />
    </Around>,
  );
  expect(await screen.findByText("2026-007: Waarschuwing")).toBeTruthy();
  expect(screen.getByText("Aan K. Verbeek")).toBeTruthy();
  expect(screen.getByText(/Nog niet bezorgd/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "De melding van 2026-007: Waarschuwing" }).getAttribute("href")).toBe(
    "/incidents/i",
  );
  asked.mockImplementation(async (year) => ({ year, letters: [], next: null }));
  const last = String(new Date().getFullYear() - 1);
  fireEvent.change(screen.getByLabelText("Jaar"), { target: { value: last } });
  await waitFor(() => expect(asked).toHaveBeenLastCalledWith(Number(last), ""));
  expect(await screen.findByText("In dit jaar is nog geen brief ondertekend.")).toBeTruthy();
});

it("shows the letters after a page when they are asked for", async () => {
  const later = { ...letter, id: "m", number: "2026-501" };
  const asked = vi
    .spyOn(api, "letterRegister")
    .mockImplementation(async (year, _, after) =>
      after ? { year, letters: [later], next: null } : { year, letters: [letter], next: "l" },
    );
  render(
    <Around me={registrar}>
      <LettersScreen />
    </Around>,
  );
  fireEvent.click(await screen.findByRole("button", { name: "Meer brieven" }));
  expect(await screen.findByText("2026-501: Waarschuwing")).toBeTruthy();
  expect(screen.getByText("2026-007: Waarschuwing")).toBeTruthy();
  expect(asked).toHaveBeenLastCalledWith(new Date().getFullYear(), "", "l");
  expect(screen.queryByRole("button", { name: "Meer brieven" })).toBeNull();
});

it("finds a letter by what somebody types, when it is sent", async () => {
  const asked = vi
    .spyOn(api, "letterRegister")
    .mockImplementation(async (year, text) => ({ year, letters: text ? [] : [letter], next: null }));
  render(
    <Around me={registrar}>
      <LettersScreen />
    </Around>,
  );
  fireEvent.input(await screen.findByLabelText("Zoeken in de brieven"), { target: { value: " verbeek " } });
  fireEvent.click(screen.getByRole("button", { name: "Zoeken" }));
  await waitFor(() => expect(asked).toHaveBeenLastCalledWith(new Date().getFullYear(), "verbeek"));
  expect(await screen.findByText("Geen brief gevonden.")).toBeTruthy();
});
