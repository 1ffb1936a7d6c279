import { expect, it } from "vitest";
import { around, besideEachOther, initials } from "./places";

const at = (latitude: number, longitude: number) => ({ latitude, longitude });

it("finds the box around places, and none around nothing", () => {
  expect(around([at(51, 5.3), at(52, 4.9)])).toEqual({ west: 4.9, south: 51, east: 5.3, north: 52 });
  expect(around([])).toBeNull();
});

it("puts those at one door beside each other", () => {
  expect(besideEachOther([at(51, 5), at(51.00001, 5), at(52, 5), at(51, 5)])).toEqual([0, 1, 0, 2]);
});

it.each([
  ["Jan de Wit", "JW"],
  ["Sanne", "S"],
  ["Élodie van den Broeck-Maes", "ÉB"],
  ["de vries", "d"],
  ["", ""],
])("writes %s as %s", (name, short) => expect(initials(name)).toBe(short));
