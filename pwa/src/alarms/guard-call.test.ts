import { describe, expect, it } from "vitest";
import { beginGuardCall, checkGuardCall } from "./guard-call";

const form = (more: Partial<typeof beginGuardCall>) => ({ ...beginGuardCall, ...more });

describe("a call to the guard firm", () => {
  it("says what the firm said", () => {
    expect(checkGuardCall(beginGuardCall)).toEqual({ errors: { outcome: "needed" }, body: null });
    expect(checkGuardCall(form({ outcome: "cant", note: " druk " })).body).toEqual({ outcome: "cant", note: "druk" });
  });

  it("says after how many minutes it is there, where it comes", () => {
    expect(checkGuardCall(form({ outcome: "comes", minutes: " 20 " })).body).toEqual({ outcome: "comes", minutes: 20 });
    expect(checkGuardCall(form({ outcome: "comes" })).body).toEqual({ outcome: "comes" });
    expect(checkGuardCall(form({ outcome: "no_answer", minutes: "20" })).body).toEqual({ outcome: "no_answer" });
  });

  it.each(["gauw", "-1", "241", "1.5"])("takes no %s for a number of minutes", (minutes) => {
    const { errors, body } = checkGuardCall(form({ outcome: "comes", minutes }));
    expect(errors.minutes).toBe("minutes");
    expect(body).toBeNull();
  });
});
