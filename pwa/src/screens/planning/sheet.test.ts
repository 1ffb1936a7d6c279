import { expect, it } from "vitest";
import type { Visit } from "../../api/types";
import { visitOf } from "../../testing";
import { sheetOf } from "./sheet";

const planned = (more: Partial<Visit>) => visitOf({ state: "planned", ...more });

it("has a row for each visit in the order of the day, and no cell that a spreadsheet would carry out", () => {
  const file = sheetOf([
    planned({ plannedStart: "2026-11-24T09:00:00Z", expectedEnd: "2026-11-24T09:30:00Z" }),
    planned({ worker: { id: "x", name: '=1+1 "Bo"', phone: null }, team: { id: "t", name: "-Team" } }),
  ]);
  const lines = file.split("\r\n");
  expect(lines[0]).toBe('\uFEFF"Dag";"Begin";"Eind";"Wie gaat";"Team";"Adres";"Gaat mee";"Klaar om te gaan"');
  expect(lines[1]).toMatch(/^"2026-11-23";"14:00";"14:40";"'=1\+1 ""Bo""";"'-Team";"Dorpsstraat 12/);
  expect(lines[2]).toMatch(/^"2026-11-24";"10:00";"10:30";"Jan de Wit"/);
  expect(lines).toHaveLength(4);
});
