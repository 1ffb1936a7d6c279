import { expect, it } from "vitest";
import type { Incident } from "../api/types";
import { t } from "../texts/later";
import { rowsOf } from "./told";

it("names who did it once, where what was said at once became the name", () => {
  const report = {
    happenedAt: "2026-11-28T12:00:00Z",
    kind: "threatening",
    behaviours: [],
    witnesses: [],
    damages: [],
    expressions: [],
    stalkingLog: [],
    causedBy: "J. Pieters",
  } as unknown as Incident;
  const who = (name: string) =>
    rowsOf({ ...report, aggressor: { name } } as Incident).find(([row]) => row === t.cases.aggressor)?.[1];
  expect([who("J. Pieters"), who("Pieters")]).toEqual(["J. Pieters", "Pieters\nJ. Pieters"]);
});
