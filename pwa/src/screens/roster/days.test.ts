import { describe, expect, it } from "vitest";
import { daysLater, weekday, weekFrom } from "./days";

describe("days of the roster", () => {
  it("go on over the end of a month and a year, and over the nights the clock changes", () => {
    expect(daysLater("2026-12-28", 7)).toBe("2027-01-04");
    expect(daysLater("2027-03-27", 1)).toBe("2027-03-28");
    expect(daysLater("2027-03-28", 1)).toBe("2027-03-29");
    expect(daysLater("2026-10-26", -7)).toBe("2026-10-19");
  });

  it("count from Monday", () => {
    expect(weekFrom("2026-11-23").map(weekday)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});
