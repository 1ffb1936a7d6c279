import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../../api/later";
import type { Letter, WholeIncident } from "../../../api/types";
import { Around, fatima } from "../../../testing";
import { t } from "../../../texts/later";
import { LettersSection } from "./LettersSection";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it("lets go of what was chosen once it is written, so that it is not written twice", async () => {
  const choices = [{ letterId: "warning", name: "Waarschuwing", says: [] }];
  vi.spyOn(api, "letters").mockResolvedValue({ letters: [], sent: [], choices, never: false } as never);
  const write = vi.spyOn(api, "writeLetter").mockResolvedValue({} as Letter);
  render(
    <Around me={fatima}>
      <LettersSection incident={{ id: "i1" } as WholeIncident} round={0} again={() => undefined} />
    </Around>,
  );
  const chosen = (await screen.findByRole("combobox")) as HTMLSelectElement;
  fireEvent.change(chosen, { target: { value: "warning" } });
  fireEvent.click(screen.getByRole("button"));
  await waitFor(() => expect(chosen.value).toBe(""));
  fireEvent.click(screen.getByRole("button"));
  expect(write).toHaveBeenCalledTimes(1);
});

it("says what was decided since its text was written by hand, and offers no signature", async () => {
  const letter = {
    id: "l1",
    name: "Bedreigingsbrief",
    state: "draft",
    addressee: { name: "", address: "", dear: "" },
    text: ["Dit mag niet."],
    missing: [],
    behind: [
      { before: "", now: "U krijgt ook een toegangsverbod." },
      { before: "Wij melden dit bij de politie.", now: "" },
    ],
    signers: [],
    maySign: true,
  } as unknown as Letter;
  vi.spyOn(api, "letters").mockResolvedValue({ letters: [letter], sent: [], choices: [], never: false } as never);
  render(
    <Around me={fatima}>
      <LettersSection incident={{ id: "i1" } as WholeIncident} round={0} again={() => undefined} />
    </Around>,
  );
  expect(await screen.findByText(t.letters.nowSo("U krijgt ook een toegangsverbod."))).toBeTruthy();
  expect(screen.getByText(t.letters.noLongerSo("Wij melden dit bij de politie."))).toBeTruthy();
  expect(screen.queryByRole("button", { name: t.letters.sign })).toBeNull();
  // Whoever may only sign it is not asked to write it.
  expect(screen.getByText(t.letters.behindWaits)).toBeTruthy();
  expect(screen.queryByText(t.letters.behind)).toBeNull();
});
