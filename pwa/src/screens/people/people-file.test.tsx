import { fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { describe, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import type { PeopleImported } from "../../api/types";
import { Around, jan } from "../../testing";
import { PeopleScreen } from "./PeopleScreen";

const found: PeopleImported = {
  rows: 4,
  kept: 2,
  added: 1,
  known: 1,
  refusedCount: 1,
  refused: [{ line: 5, wrong: [{ column: "Mobiel", code: "phone_power", detail: "Excel maakte er een macht van." }] }],
  changes: [
    { line: 2, name: "Bo", added: true, what: [] },
    { line: 3, name: "Jan de Wit", added: false, what: ["phone", "grants"] },
  ],
  invited: 0,
  dryRun: true,
  notes: ["Niet in dit bestand: 10."],
};

describe("people from a file", () => {
  it("are looked through first, then taken over, and invited by choice", async () => {
    vi.spyOn(api, "people").mockResolvedValue([]);
    vi.spyOn(api, "teams").mockResolvedValue({ teams: [] });
    vi.spyOn(api, "phonesNotReady").mockResolvedValue([]);
    const sent = vi
      .spyOn(api, "importPeople")
      .mockResolvedValueOnce(found)
      .mockResolvedValueOnce({ ...found, dryRun: false, invited: 1 });
    render(
      <Around me={jan}>
        <PeopleScreen />
      </Around>,
    );
    fireEvent.click(screen.getByText("Bestand inlezen"));
    const file = new File(["x"], "mensen.csv");
    fireEvent.change(screen.getByLabelText("Bestand"), { target: { files: [file] } });
    fireEvent.click(screen.getByLabelText("Nodig wie nieuw is meteen uit, per mail"));
    fireEvent.click(screen.getByText("Eerst nakijken"));
    await screen.findByText("Nieuw: 1. Veranderd: 1.");
    expect(screen.getByText(/mobiel nummer.*rol erbij/)).toBeTruthy();
    expect(screen.getByText(/Mobiel: Excel maakte/)).toBeTruthy();
    expect(sent).toHaveBeenLastCalledWith(file, { dryRun: true, keepGood: false, option: true });
    fireEvent.click(screen.getByText("Alleen de 2 goede rijen houden"));
    await screen.findByText("2 rijen overgenomen.");
    expect(screen.getByText("Uitgenodigd: 1.")).toBeTruthy();
    await waitFor(() => expect(sent).toHaveBeenLastCalledWith(file, { dryRun: false, keepGood: true, option: true }));
  });
});
