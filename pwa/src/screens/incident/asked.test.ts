import { expect, it } from "vitest";
import type { Panic } from "../../panic/panic";
import { asksFor } from "./asked";

const over = { alarmId: "a1", visitId: "v1", alarm: { resolvedAt: "2026-11-28T08:05:00Z" } } as unknown as Panic;

it("knows for which report the screen after the noodknop asks", () => {
  expect(asksFor(over, { visitId: "v1", alarmId: null })).toBe(true);
  expect(asksFor(over, { visitId: "v2", alarmId: null })).toBe(false);
  expect(asksFor({ ...over, visitId: null }, { visitId: null, alarmId: "a1" })).toBe(true);
  expect(asksFor({ ...over, visitId: null }, { visitId: null, alarmId: null })).toBe(false);
});

it("leaves the screen where it is while the alarm goes on", () => {
  expect(asksFor({ ...over, alarm: null }, { visitId: "v1", alarmId: null })).toBe(false);
  expect(asksFor(null, { visitId: null, alarmId: null })).toBe(false);
});
