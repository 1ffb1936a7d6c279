import { describe, expect, it } from "vitest";
import type { Shift } from "../../api/types";
import { checkRoster, freshShift, isOnce, ONCE, onDay, repeated } from "./shifts";

const today = "2026-11-23"; // a Monday
const shift = (more: Partial<Shift> = {}): Shift => ({ ...freshShift, personId: "ali", ...more });

describe("a shift", () => {
  it("is once when its first day is its last", () => {
    expect(isOnce(shift())).toBe(false);
    expect(isOnce(shift({ firstDay: today }))).toBe(false);
    expect(isOnce(shift({ firstDay: today, lastDay: today }))).toBe(true);
  });

  it("that becomes once is on its first day, or today, and on no other day of the week", () => {
    expect(repeated(shift({ everyWeeks: 2 }), ONCE, today)).toMatchObject({
      firstDay: today,
      lastDay: today,
      everyWeeks: 1,
      days: [1],
    });
    expect(repeated(shift({ firstDay: "2026-11-29" }), ONCE, today)).toMatchObject({
      lastDay: "2026-11-29",
      days: [7],
    });
    expect(onDay(shift(), "2026-11-24")).toMatchObject({ firstDay: "2026-11-24", lastDay: "2026-11-24", days: [2] });
  });

  it("that was once goes on without an end; another keeps the one it had", () => {
    expect(repeated(onDay(shift(), today), 2, today)).toMatchObject({ everyWeeks: 2, firstDay: today, lastDay: null });
    expect(repeated(shift({ lastDay: "2026-12-31" }), 3, today)).toMatchObject({
      everyWeeks: 3,
      lastDay: "2026-12-31",
    });
  });
});

describe("a roster", () => {
  it("is sent whole, and only when each shift has somebody", () => {
    const whole = [shift(), shift({ rank: "second" })];
    expect(checkRoster(whole)).toEqual({ errors: { person: [] }, body: whole });
    expect(checkRoster([shift(), freshShift])).toEqual({ errors: { person: [1] }, body: null });
    expect(checkRoster([])).toEqual({ errors: { person: [] }, body: [] });
  });
});
