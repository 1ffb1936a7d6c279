import { expect, it } from "vitest";
import { checkAddress, checkNewPassword } from "./door";

it("a new password is typed twice, and never trimmed", () => {
  expect(checkNewPassword({ next: "", again: "" })).toEqual({ errors: { next: "needed" }, body: null });
  expect(checkNewPassword({ next: "a b", again: "a b " })).toEqual({ errors: { again: "notTheSame" }, body: null });
  expect(checkNewPassword({ next: " a b", again: " a b" })).toEqual({ errors: {}, body: " a b" });
});

it("an address is needed, and whose it is nobody says", () => {
  expect(checkAddress({ email: "  " }).body).toBeNull();
  expect(checkAddress({ email: " a@b.test " }).body).toBe("a@b.test");
});
