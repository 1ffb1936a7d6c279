import { describe, expect, it } from "vitest";
import { asKept, checkGuardFirm, noFirm } from "./guard-firm";

describe("the guard firm", () => {
  it("has a name and a number, and both are asked at once", () => {
    expect(checkGuardFirm(noFirm)).toEqual({ errors: { name: "needed", phone: "needed" }, body: null });
    expect(checkGuardFirm({ name: "Waak", phone: " " })).toEqual({ errors: { phone: "needed" }, body: null });
  });

  it("is sent trimmed", () => {
    expect(checkGuardFirm({ name: " Waak ", phone: " 073 123 4567 " })).toEqual({
      errors: {},
      body: { name: "Waak", phone: "073 123 4567" },
    });
  });

  it("stands there as it is kept, or empty", () => {
    expect(asKept({ name: "Waak", phone: "+31612345678" })).toEqual({ name: "Waak", phone: "06 12345678" });
    expect(asKept({ name: null, phone: null })).toEqual(noFirm);
  });
});
