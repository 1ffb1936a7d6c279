import { describe, expect, it } from "vitest";
import type { Shift } from "../../api/types";
import { gaps } from "./gaps";

const shift = (change: Partial<Shift>): Shift => ({
  rank: "first",
  personId: "f",
  days: [1, 2, 3, 4, 5],
  from: "08:00",
  until: "18:00",
  ...change,
});

describe("gaps in the roster", () => {
  it("are none when somebody stands first all day", () => {
    expect(gaps([shift({})])).toEqual([]);
    expect(gaps([shift({ from: "00:00", until: "00:00" })])).toEqual([]);
  });

  it("are the days and hours without anybody first", () => {
    expect(gaps([shift({ days: [1, 2, 4, 5] })])).toEqual([{ day: 3, from: "08:00", until: "18:00" }]);
    expect(gaps([shift({ until: "12:00" }), shift({ personId: "a", from: "13:00" })]).slice(0, 1)).toEqual([
      { day: 1, from: "12:00", until: "13:00" },
    ]);
  });

  it("don't count the second, and follow a shift past midnight", () => {
    expect(gaps([shift({ rank: "second" })])).toHaveLength(5);
    expect(gaps([shift({ days: [1], from: "18:00", until: "10:00" }), shift({ from: "10:00" })])[1]).toEqual({
      day: 3,
      from: "08:00",
      until: "10:00",
    });
  });
});
