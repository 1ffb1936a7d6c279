import { describe, expect, it } from "vitest";
import { ringAt } from "./Ring";

const minutes = (n: number) => n * 60_000;

describe("the ring", () => {
  it("is full at the start and half after half of the time", () => {
    expect(ringAt(0, 0, minutes(30), minutes(5))).toEqual({ phase: "calm", left: 1, shown: minutes(30) });
    expect(ringAt(minutes(15), 0, minutes(30), minutes(5)).left).toBe(0.5);
  });

  it("says so when the end is near", () => {
    expect(ringAt(minutes(25), 0, minutes(30), minutes(5)).phase).toBe("soon");
    expect(ringAt(minutes(25) - 1, 0, minutes(30), minutes(5)).phase).toBe("calm");
  });

  it("counts on after the end instead of stopping at zero", () => {
    expect(ringAt(minutes(32), 0, minutes(30), minutes(5))).toEqual({ phase: "over", left: 0, shown: minutes(2) });
  });

  it("never overflows, when the server's start lies ahead", () => {
    expect(ringAt(-minutes(1), 0, minutes(30), minutes(5)).left).toBe(1);
  });
});
