import { describe, expect, it } from "vitest";
import { ageSeconds, methodOf, nextOrder, pathOf, type Pressed } from "./action";

const pressed: Pressed = { page: "this", mono: 1_000, wall: 50_000, server: 900_000 };

describe("how long ago it was pressed", () => {
  it("is measured by the monotonic clock within a page", () => {
    expect(ageSeconds(pressed, { mono: 13_400, wall: 50_000 }, "this", null)).toBe(12.4);
  });

  it("counts the sleep that the monotonic clock did not see", () => {
    expect(ageSeconds(pressed, { mono: 2_000, wall: 650_000 }, "this", null)).toBe(600);
  });

  it("is never made younger by setting the wall clock back", () => {
    expect(ageSeconds(pressed, { mono: 61_000, wall: 0 }, "this", null)).toBe(60);
  });

  it("is the server's time at both ends after a reload, whatever the phone's clock does", () => {
    expect(ageSeconds(pressed, { mono: 10, wall: 99_999_999 }, "another", 945_000)).toBe(45);
  });

  it("falls back to the wall clock after a reload without the server, and to zero at least", () => {
    expect(ageSeconds(pressed, { mono: 10, wall: 80_000 }, "another", null)).toBe(30);
    expect(ageSeconds(pressed, { mono: 10, wall: 20_000 }, "another", null)).toBe(0);
  });
});

describe("the place in the row", () => {
  it("never repeats and never goes back, whatever the wall clock does", () => {
    const orders = [nextOrder(1_000), nextOrder(1_000), nextOrder(500), nextOrder(9_000)];
    expect([...orders].sort((a, b) => a - b)).toEqual(orders);
    expect(new Set(orders).size).toBe(4);
  });
});

describe("where it goes", () => {
  it("follows the contract", () => {
    expect(pathOf("check-in", "v")).toBe("/v1/visits/v/check-in");
    expect(pathOf("plan", "v")).toBe("/v1/visits");
    expect(pathOf("panic", "a")).toBe("/v1/alarms");
    expect(pathOf("not-ok", "v")).toBe("/v1/alarms");
    expect(pathOf("false-alarm", "a")).toBe("/v1/alarms/a/false-alarm");
    expect(pathOf("change", "v")).toBe("/v1/visits/v");
    expect([pathOf("trouble", "v"), methodOf("trouble")]).toEqual(["/v1/visits/v/expected-trouble", "PUT"]);
    expect([pathOf("no-trouble", "v"), methodOf("no-trouble")]).toEqual(["/v1/visits/v/expected-trouble", "DELETE"]);
    expect([methodOf("change"), methodOf("check-in")]).toEqual(["PATCH", "POST"]);
  });
});
