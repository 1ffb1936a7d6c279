import { beforeEach, describe, expect, it } from "vitest";
import type { Visit } from "../api/types";
import { setTimeZone } from "../time/format";
import { beginMove, checkMove, HALF_AN_HOUR, halfAnHourLater, movedBy } from "./moving";

beforeEach(() => setTimeZone("Europe/Amsterdam"));

const visit = { plannedStart: "2026-11-23T09:00:00Z", expectedEnd: "2026-11-23T09:45:00Z" } as Visit;
const now = Date.parse("2026-11-23T08:00:00Z");

describe("half an hour later", () => {
  it("lasts as long as it was planned", () => {
    expect(movedBy(visit, HALF_AN_HOUR, now)).toEqual({
      plannedStart: "2026-11-23T09:30:00.000Z",
      expectedEnd: "2026-11-23T10:15:00.000Z",
    });
  });

  it("is one press", () => {
    expect(halfAnHourLater(visit, now)).toEqual({ errors: {}, body: movedBy(visit, HALF_AN_HOUR, now) });
  });

  it("is counted from now once the start has passed, so that it lies ahead", () => {
    expect(movedBy(visit, HALF_AN_HOUR, Date.parse("2026-11-23T09:20:00Z")).plannedStart).toBe(
      "2026-11-23T09:50:00.000Z",
    );
  });
});

describe("another day and time", () => {
  it("begins with what is planned; a day that has passed is today", () => {
    expect(beginMove(visit, now)).toEqual({ day: "2026-11-23", time: "10:00" });
    expect(beginMove(visit, Date.parse("2026-11-25T08:00:00Z"))).toEqual({ day: "2026-11-25", time: "10:00" });
  });

  it("lasts as long as it was planned", () => {
    expect(checkMove({ day: "2026-11-24", time: "14:30" }, visit, now)).toEqual({
      errors: {},
      body: { plannedStart: "2026-11-24T13:30:00.000Z", expectedEnd: "2026-11-24T14:15:00.000Z" },
    });
  });

  it("is one, and still to come", () => {
    expect(checkMove({ day: "2026-11-24", time: "" }, visit, now)).toEqual({ errors: { time: "needed" }, body: null });
    expect(checkMove({ day: "", time: "14:30" }, visit, now)).toEqual({ errors: { time: "needed" }, body: null });
    expect(checkMove({ day: "2026-11-23", time: "08:59" }, visit, now)).toEqual({
      errors: { time: "past" },
      body: null,
    });
  });
});
