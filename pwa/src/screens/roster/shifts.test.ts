import { describe, expect, it } from "vitest";
import type { Shift } from "../../api/types";
import {
  checkRoster,
  freshShift,
  isOnce,
  noShifts,
  ONCE,
  onDay,
  repeated,
  rosterField,
  withoutShift,
  withShift,
} from "./shifts";

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
  const whole = [shift(), shift({ rank: "second" })];

  it("is sent whole, and only when each shift has somebody, a begin, an end and a day", () => {
    expect(checkRoster({ shifts: whole })).toEqual({ errors: {}, body: whole });
    expect(checkRoster({ shifts: [shift(), freshShift] })).toEqual({
      errors: { "shifts/1/personId": "whoseShift" },
      body: null,
    });
    expect(checkRoster({ shifts: [shift({ from: "", until: "", days: [] })] }).errors).toEqual({
      "shifts/0/from": "needed",
      "shifts/0/until": "needed",
      "shifts/0/days": "needed",
    });
    expect(checkRoster(noShifts)).toEqual({ errors: {}, body: [] });
  });

  it("changes one shift, or takes one away", () => {
    const other = shift({ from: "09:00" });
    expect(withShift({ shifts: whole }, 1, other)).toEqual({ shifts: [whole[0], other] });
    expect(withoutShift({ shifts: whole }, 0)).toEqual({ shifts: [whole[1]] });
  });

  it("knows which field of which shift an answer of the server is about", () => {
    expect(rosterField("/shifts/1/personId")).toBe("shifts/1/personId");
    expect(rosterField("/shifts/0/days/2")).toBe("shifts/0/days");
    expect(rosterField("/shifts")).toBeUndefined();
  });
});
