import { expect, it } from "vitest";
import type { PlaceOnMap } from "../../api/types";
import { type Known, MOST, toAsk } from "./to-ask";

const rows = (n: number, of: string) => Array.from({ length: n }, (_, at) => ({ id: `${of}${at}` }));
const here: PlaceOnMap = { id: "v0", latitude: 51, longitude: 5, accuracyMetres: null, at: null, source: "address" };

it("asks for what nobody told yet, and for that once", () => {
  const told = new Map<string, Known>([
    ["v0", here],
    ["v1", null],
  ]);
  expect(toAsk(rows(3, "v"), [], told, false)).toEqual([{ visits: ["v2"], alarms: [] }]);
  expect(toAsk(rows(2, "v"), [], told, true)).toEqual([]);
});

it("asks again where an alarm is, and what the register was away for", () => {
  const told = new Map<string, Known>([
    ["v0", "away"],
    ["a0", null],
  ]);
  expect(toAsk(rows(1, "v"), rows(1, "a"), told, false)).toEqual([]);
  expect(toAsk(rows(1, "v"), rows(1, "a"), told, true)).toEqual([{ visits: ["v0"], alarms: ["a0"] }]);
});

it("asks no more at once than the server takes", () => {
  const asked = toAsk(rows(MOST + 1, "v"), rows(2, "a"), new Map(), false);
  expect(asked.map(({ visits, alarms }) => [visits.length, alarms.length])).toEqual([
    [MOST, 2],
    [1, 0],
  ]);
});
