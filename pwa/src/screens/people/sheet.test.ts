import { expect, it } from "vitest";
import type { Person } from "../../api/types";
import { sheetOf } from "./sheet";

const team = { id: "t", name: "Inkomen" };
const person = (more: Partial<Person>) =>
  ({
    name: "Jan de Wit",
    email: "jan@voorbeeld.test",
    phone: "+31612345671",
    numberVerifiedAt: null,
    active: true,
    grants: [{ role: "worker", teamId: "t" }],
    ...more,
  }) as Person;

it("has a row for each person, and no cell that a spreadsheet would carry out", () => {
  const file = sheetOf([person({}), person({ name: '=1+1 "Bo"', active: false, grants: [] })], [team]);
  const [head, jan, bo, end] = file.split("\r\n");
  expect(head).toBe('\uFEFF"Naam";"E-mailadres";"Telefoon";"Nummer";"Rol";"Werkt hier nog"');
  expect(jan).toMatch(/^"Jan de Wit";"jan@voorbeeld.test";"06.12345671";"Niet getest";".+ \(Inkomen\)";"ja"$/);
  expect(bo).toMatch(/^"'=1\+1 ""Bo""";.*;"nee"$/);
  expect(end).toBe("");
});

it("leaves out the number of whoever must not be called, as the screen does", () => {
  expect(sheetOf([person({ notToBeReached: true })], [team])).not.toContain("12345671");
});
