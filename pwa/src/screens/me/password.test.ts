import { describe, expect, it } from "vitest";
import { checkPassword, emptyPassword } from "./password";

describe("another password of one's own", () => {
  it("wants the one of now, another one, and that one twice", () => {
    expect(checkPassword(emptyPassword)).toEqual({ errors: { now: "needed", next: "needed" }, body: null });
    expect(checkPassword({ now: "oud", next: "oud", again: "oud" }).errors).toEqual({ next: "another" });
    expect(checkPassword({ now: "oud", next: "nieuw", again: "nieuwe" }).errors).toEqual({ again: "notTheSame" });
  });

  it("says them as they were typed, with every space", () => {
    const typed = { now: " oud ", next: "een lange zin ", again: "een lange zin " };
    expect(checkPassword(typed)).toEqual({
      errors: {},
      body: { password: " oud ", newPassword: "een lange zin " },
    });
  });
});
