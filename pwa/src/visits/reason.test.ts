import { describe, expect, it } from "vitest";
import { checkReason } from "./reason";

describe("a reason", () => {
  it("is needed, and a few spaces are none", () => {
    for (const reason of ["", "   ", "\n"]) {
      expect(checkReason({ reason })).toEqual({ errors: { reason: "reason" }, body: null });
    }
    expect(checkReason({ reason: " Gebeld, is thuis " })).toEqual({ errors: {}, body: "Gebeld, is thuis" });
  });
});
