import { describe, expect, it } from "vitest";
import type { BoardAlarm } from "../../api/types";
import { fold } from "./fold";

const alarm = (id: string, minute: number, taken = false): BoardAlarm =>
  ({
    id,
    openedAt: `2026-11-23T13:${String(minute).padStart(2, "0")}:00Z`,
    acknowledgedBy: taken ? { id: "f", name: "Fatima" } : null,
  }) as unknown as BoardAlarm;
const ids = (alarms: BoardAlarm[]) => alarms.map(({ id }) => id).join("");

describe("many alarms", () => {
  it("stand in full up to five", () => {
    const five = [..."abcde"].map((id, at) => alarm(id, at));
    expect(fold(five, false)).toEqual({ shown: five, more: 0, untaken: 0 });
  });

  it("are folded above five: the gravest, and always the newest, in the server's order", () => {
    const many = [..."abcdefgh"].map((id, at) => alarm(id, at));
    const { shown, more, untaken } = fold(many, false);
    expect([ids(shown), more, untaken]).toEqual(["abcdh", 3, 3]);
  });

  it("first show what nobody has taken", () => {
    const many = [..."abcdefg"].map((id, at) => alarm(id, 30 - at, at < 4));
    const { shown, more, untaken } = fold(many, false);
    expect([ids(shown), more, untaken]).toEqual(["abefg", 2, 0]);
  });

  it("all stand there once they are unfolded", () => {
    const many = [..."abcdefgh"].map((id, at) => alarm(id, at));
    expect(fold(many, true)).toEqual({ shown: many, more: 0, untaken: 0 });
  });
});
