import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import { NotHeard } from "../../api/problem";
import { Around, jan } from "../../testing";
import { RosterScreen } from "./RosterScreen";

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
