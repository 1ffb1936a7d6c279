import { beforeEach, describe, expect, it } from "vitest";
import type { Profile, Visit } from "../api/types";
import { setTimeZone, wallTime } from "../time/format";
import { endOf, firstLength, inOfficeHours, longerBy } from "./until";

beforeEach(() => setTimeZone("Europe/Amsterdam"));

const monday = Date.parse("2026-11-23T13:10:00Z"); // 14:10
const protocol = { officeHours: [{ days: [1, 2, 3, 4, 5], from: "08:30", until: "17:00" }] } as unknown as Profile;

describe("until when", () => {
  it("is half an hour, unless another usual length was planned", () => {
    expect(firstLength([15, 30, 45, 60], null)).toEqual({ minutes: 30 });
    expect(firstLength([20, 40], null)).toEqual({ minutes: 20 });
    const visit = { plannedStart: "2026-11-23T13:00:00Z", expectedEnd: "2026-11-23T13:45:00Z" } as Visit;
    expect(firstLength([15, 30, 45, 60], visit)).toEqual({ minutes: 45 });
    expect(firstLength([15, 30, 60], visit)).toEqual({ minutes: 30 });
  });

  it("counts from the start", () => {
    expect(endOf({ minutes: 30 }, monday)).toBe("2026-11-23T13:40:00.000Z");
    expect(endOf({ time: "16:00" }, monday)).toBe("2026-11-23T15:00:00.000Z");
    expect(endOf({ time: "" }, monday)).toBeNull();
  });

  it("knows when the office is closed", () => {
    expect(inOfficeHours(protocol, monday, wallTime)).toBe(true);
    expect(inOfficeHours(protocol, monday + 3 * 3_600_000, wallTime)).toBe(false);
    expect(inOfficeHours(protocol, monday - 24 * 3_600_000, wallTime)).toBe(false); // a Sunday
    expect(inOfficeHours(null, monday, wallTime)).toBe(true);
  });
});

describe("how much longer", () => {
  const visit = { startedAt: "2026-11-23T13:00:00Z", expectedEnd: "2026-11-23T13:30:00Z" };

  it("is offered with the time that it ends at, the protocol's own step among them", () => {
    const found = longerBy(visit, { extensionMinutes: 20, longestVisitSeconds: 8 * 3600 });
    expect(found.map(({ minutes }) => minutes)).toEqual([5, 10, 15, 20, 30, 45, 60, 90]);
    expect(found[3]?.end).toBe("2026-11-23T13:50:00.000Z");
  });

  it("is never longer than the protocol allows", () => {
    const anHour = { extensionMinutes: 15, longestVisitSeconds: 3600 };
    expect(longerBy(visit, anHour).map(({ minutes }) => minutes)).toEqual([5, 10, 15, 30]);
    expect(longerBy({ ...visit, expectedEnd: "2026-11-23T14:00:00Z" }, anHour)).toEqual([]);
  });
});
