import { expect, it } from "vitest";
import { isItsTime } from "./its-time";

it("leaves what is asked in weeks off Vandaag, and keeps what waits for the office to open", () => {
  const now = Date.parse("2026-11-28T12:00:00Z");
  const at = (notBefore: string | null) => isItsTime({ notBefore }, now);
  expect([at(null), at("2026-11-27T08:00:00Z"), at("2026-11-29T08:00:00Z")]).toEqual([true, true, true]);
  expect(at("2027-01-11T08:00:00Z")).toBe(false);
});
