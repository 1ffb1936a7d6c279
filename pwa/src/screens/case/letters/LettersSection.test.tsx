import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../../api/later";
import type { Letter, WholeIncident } from "../../../api/types";
import { Around, fatima } from "../../../testing";
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
