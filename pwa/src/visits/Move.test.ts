import { expect, test } from "vitest";
import type { Visit } from "../api/types";
import { HALF_AN_HOUR, movedBy } from "./Move";

const visit = { plannedStart: "2026-11-23T09:00:00Z", expectedEnd: "2026-11-23T09:45:00Z" } as Visit;

test("half an hour later lasts as long as it was planned", () => {
  expect(movedBy(visit, HALF_AN_HOUR, Date.parse("2026-11-23T08:00:00Z"))).toEqual({
    plannedStart: "2026-11-23T09:30:00.000Z",
    expectedEnd: "2026-11-23T10:15:00.000Z",
  });
});

test("a start that has passed is counted from now, so that it lies ahead", () => {
  expect(movedBy(visit, HALF_AN_HOUR, Date.parse("2026-11-23T09:20:00Z")).plannedStart).toBe(
    "2026-11-23T09:50:00.000Z",
  );
});
