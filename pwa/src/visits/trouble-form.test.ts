import { describe, expect, it } from "vitest";
import { NO_TROUBLE, troubleOut, whyMissing } from "./trouble-form";

describe("expecting trouble", () => {
  it("is nothing until it is said, and said with a why", () => {
    expect(troubleOut(NO_TROUBLE)).toBeNull();
    expect(troubleOut({ ...NO_TROUBLE, why: "Hij dreigde" })).toBeNull();
    expect(troubleOut({ ...NO_TROUBLE, expected: true, why: "  " })).toBeNull();
    expect(troubleOut({ expected: true, why: " Hij dreigde ", policeWanted: true })).toEqual({
      expectsTrouble: "Hij dreigde",
      policeWanted: true,
    });
  });

  it("asks why once it is said", () => {
    expect(whyMissing(NO_TROUBLE)).toBe(false);
    expect(whyMissing({ ...NO_TROUBLE, expected: true, why: " " })).toBe(true);
    expect(whyMissing({ ...NO_TROUBLE, expected: true, why: "Hij dreigde" })).toBe(false);
  });
});
