import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import type { RosterWeek } from "../../api/types";
import { NotHeard } from "../../api/problem";
import { soon } from "../../test-soon";
import { Around, jan } from "../../testing";
import { t } from "../../texts/later";
import { RosterScreen } from "./RosterScreen";
import { freshShift } from "./shifts";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const team = { id: "t", name: "Inkomen" };
const karin = { ...jan, id: "karin", teams: [team], grants: [{ role: "manager" as const, team }] };

const opens = () =>
  render(
    <Around me={karin}>
      <RosterScreen />
    </Around>,
  );

it("lets nobody replace a roster that was not read", async () => {
  vi.spyOn(api, "teams").mockResolvedValue({ teams: [team] });
  vi.spyOn(api, "colleagues").mockResolvedValue([]);
  vi.spyOn(api, "rosterWeek").mockRejectedValue(new NotHeard("away"));
  const read = vi.spyOn(api, "roster").mockRejectedValue(new NotHeard("away"));
  const { unmount } = opens();
  await screen.findByText("Geen antwoord van de server. Probeer het nog eens.");
  expect(screen.queryByText("Dienst toevoegen")).toBeNull();
  expect(screen.queryByText("Rooster bewaren")).toBeNull();
  unmount();
  read.mockResolvedValue({ shifts: [] });
  opens();
  await screen.findByText("Dienst toevoegen");
});

it("shows whose name is sought, and says of no day that it is empty for that", async () => {
  const week: RosterWeek = {
    firstDay: "2026-11-23",
    today: "2026-11-24",
    holidays: [],
    turns: ["Fatima Bakker", "Öznur Kaya"].map((name, place) => ({
      shiftId: name,
      rank: "first",
      day: `2026-11-2${3 + place}`,
      from: "08:00",
      until: "17:00",
      person: { id: name, name },
      numberVerified: true,
      inTwoSteps: false,
      absent: false,
      over: false,
    })),
    gaps: [],
    swaps: [],
    mayTake: [],
    guardMissing: false,
  };
  vi.spyOn(api, "teams").mockResolvedValue({ teams: [team] });
  vi.spyOn(api, "colleagues").mockResolvedValue([]);
  vi.spyOn(api, "rosterWeek").mockResolvedValue(week);
  vi.spyOn(api, "roster").mockResolvedValue({ shifts: [] });
  opens();
  await screen.findByText("Fatima Bakker");
  fireEvent.input(screen.getByLabelText("Naam"), { target: { value: "oznur" } });
  await screen.findByText("Öznur Kaya");
  expect(screen.queryByText("Fatima Bakker")).toBeNull();
  expect(screen.getAllByText("Geen dienst")).toHaveLength(5);
});

it("sends the version of what stands in the form, not of what was read since", async () => {
  vi.spyOn(api, "teams").mockResolvedValue({ teams: [team] });
  vi.spyOn(api, "colleagues").mockResolvedValue([]);
  vi.spyOn(api, "rosterWeek").mockRejectedValue(new NotHeard("away"));
  const shift = { ...freshShift, personId: "karin" };
  const read = vi.spyOn(api, "roster").mockResolvedValue({ shifts: [shift], version: "1" });
  const kept: (string | null | undefined)[] = [];
  const keep = vi.spyOn(api, "setRoster").mockImplementation(async (_, shifts, version) => {
    kept.push(version);
    return { shifts, version: "2" };
  });
  opens();
  const from = await screen.findByLabelText(t.roster.from);
  fireEvent.input(from, { target: { value: "09:00" } });
  // While it is on its way somebody goes on typing; what is read after it is of somebody else by then.
  keep.mockImplementationOnce(async (_, shifts, version) => {
    kept.push(version);
    fireEvent.input(screen.getByLabelText(t.roster.from), { target: { value: "10:00" } });
    return { shifts, version: "2" };
  });
  read.mockResolvedValue({ shifts: [], version: "3" });
  fireEvent.click(screen.getByText("Rooster bewaren"));
  await soon(() => expect(read).toHaveBeenCalledTimes(2));
  await new Promise((done) => setTimeout(done));
  fireEvent.click(screen.getByText("Rooster bewaren"));
  await soon(() => expect(kept).toEqual(["1", "2"]));
});
