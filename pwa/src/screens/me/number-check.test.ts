import { describe, expect, it } from "vitest";
import { checkCode, noCode } from "./number-check";

describe("the code from an SMS", () => {
  it("is needed, and has only digits", () => {
    expect(checkCode(noCode)).toEqual({ errors: { code: "needed" }, body: null });
    expect(checkCode({ code: "  " })).toEqual({ errors: { code: "needed" }, body: null });
    expect(checkCode({ code: "ja" })).toEqual({ errors: { code: "code" }, body: null });
  });

  it("is sent without the spaces in it", () => {
    expect(checkCode({ code: " 123 456 " })).toEqual({ errors: {}, body: "123456" });
  });
});
