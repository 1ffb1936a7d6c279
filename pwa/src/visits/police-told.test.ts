import { expect, it } from "vitest";
import { checkPoliceTold, noReference } from "./police-told";

it("that the police was told is said with its reference, or without", () => {
  expect(checkPoliceTold(noReference)).toEqual({ errors: {}, body: "" });
  expect(checkPoliceTold({ reference: " 2026-12 " })).toEqual({ errors: {}, body: "2026-12" });
});
