import { expect, it } from "vitest";
import type { Turn } from "../../api/types";
import { sheetOf } from "./sheet";

const turn = (more: Partial<Turn>): Turn => ({
  shiftId: "s",
  rank: "first",
  day: "2026-11-23",
  from: "08:00",
  until: "17:00",
  person: { id: "f", name: "Fatima Bakker" },
  numberVerified: true,
  inTwoSteps: false,
  absent: false,
  over: false,
  ...more,
});

it("has a row for each turn, by day and rank, and no cell that a spreadsheet would carry out", () => {
  const manager = turn({ rank: "manager", person: { id: "k", name: "=Karin" }, absent: true });
  const file = sheetOf([turn({ day: "2026-11-24" }), manager, turn({})]);
  const rank = "Eerste achterwacht";
  expect(file.split("\r\n").slice(0, 4)).toEqual([
    '\uFEFF"Dag";"Van";"Tot";"Rol";"Wie";"Afwezig"',
    `"2026-11-23";"08:00";"17:00";"${rank}";"Fatima Bakker";"nee"`,
    expect.stringMatching(/^"2026-11-23";"08:00";"17:00";".+";"'=Karin";"ja"$/),
    `"2026-11-24";"08:00";"17:00";"${rank}";"Fatima Bakker";"nee"`,
  ]);
});
