import { describe, expect, it } from "vitest";
import type { DutyNumbers } from "../api/types";
import { visitOf } from "../testing";
import { toCall } from "./numbers";

const person = (id: string, phone: string | null = `+3161234567${id.length}`) => ({ id, name: id, phone });
const numbers: DutyNumbers = {
  asOf: "2026-11-23T13:00:00Z",
  teams: [
    { team: { id: "u", name: "Ander" }, people: [person("els")] },
    { team: { id: "t", name: "Team" }, people: [person("fatima"), person("karin"), person("bob", null)] },
  ],
};
const names = (found: { name: string }[]) => found.map(({ name }) => name);

describe("whom to call", () => {
  it("is there before the first visit", () => {
    expect(names(toCall(null, numbers))).toEqual(["els", "fatima", "karin"]);
    expect(names(toCall(null, numbers, "t"))).toEqual(["fatima", "karin"]);
  });

  it("is who watches the visit, then the others of its team, each once", () => {
    const visit = visitOf({ watch: { ...visitOf().watch, onDuty: [person("karin")], nobodyOnDuty: false } });
    expect(names(toCall(visit, numbers))).toEqual(["karin", "fatima"]);
    expect(names(toCall(visit, null))).toEqual(["karin"]);
    expect(toCall(null, null)).toEqual([]);
  });
});
