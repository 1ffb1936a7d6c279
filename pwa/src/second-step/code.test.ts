import { expect, it } from "vitest";
import { checkCode } from "./code";

it("a code is needed, and spaces around it are nobody's fault", () => {
  expect(checkCode({ code: " " })).toEqual({ errors: { code: "needed" }, body: null });
  expect(checkCode({ code: " 123 456 " }).body).toBe("123 456");
});
