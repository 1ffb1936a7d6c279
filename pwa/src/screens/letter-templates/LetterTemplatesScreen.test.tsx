import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import { Problem } from "../../api/problem";
import { Around, jan } from "../../testing";
import { soon } from "../../test-soon";
import { LetterTemplatesScreen } from "./LetterTemplatesScreen";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const templates = {
  letterhead: { name: "Gemeente", lines: ["Markt 1"], mark: false, setAt: null },
  templates: [
    {
      letterId: "warning",
      name: "Waarschuwing",
      says: [],
      fields: [],
      own: false,
      ownWords: false,
      words: [],
      setBy: null,
      setAt: null,
    },
  ],
};

it("names every field that a template lacks", async () => {
  vi.spyOn(api, "letterTemplates").mockResolvedValue(templates);
  const lacks = ["datum", "kenmerk"].map((field) => ({
    pointer: "/file",
    code: "template_lacks",
    detail: `In dit sjabloon ontbreekt het veld ${field}.`,
  }));
  const set = vi.spyOn(api, "setLetterTemplate").mockRejectedValue(new Problem(400, "Er klopt iets niet", "", lacks));
  render(
    <Around me={jan}>
      <LetterTemplatesScreen />
    </Around>,
  );
  await soon(() => expect(screen.getByText("Waarschuwing")).toBeTruthy());
  const file = new File(["x"], "brief.docx");
  fireEvent.change(screen.getByLabelText("Nieuw sjabloon"), { target: { files: [file] } });
  fireEvent.click(screen.getByText("Gebruiken"));
  await soon(() => expect(screen.getByRole("alert").textContent).toContain("het veld datum."));
  expect([...screen.getByRole("alert").querySelectorAll("li")].map((one) => one.textContent)).toEqual(
    lacks.map((one) => one.detail),
  );
  expect(set).toHaveBeenCalledWith("warning", file);
});
