import { describe, expect, it } from "vitest";
import { checkPins, checkWithoutPins, emptyPins } from "./pins";

const check = (pin: string, duressPin: string) => checkPins({ ...emptyPins, password: "geheim", pin, duressPin });

describe("choosing two PINs", () => {
  it("wants digits, and two that differ", () => {
    expect(check("123", "")).toEqual({ errors: { pin: "pinLength" }, body: null });
    expect(check("1234", "1234")).toEqual({ errors: { duressPin: "samePin" }, body: null });
    expect(check("1234", "abcd")).toEqual({ errors: { duressPin: "pinLength" }, body: null });
  });

  it("says them with the password; no second one is none", () => {
    expect(check("1234", "4321").body).toEqual({ password: "geheim", pin: "1234", duressPin: "4321" });
    expect(check("1234", "").body).toEqual({ password: "geheim", pin: "1234", duressPin: null });
  });

  it("takes both away, whatever is typed", () => {
    const form = { pin: "12", duressPin: "x", password: "geheim" };
    expect(checkWithoutPins(form).body).toEqual({ password: "geheim", pin: null, duressPin: null });
  });

  it("is not done without the password", () => {
    expect(checkPins({ ...emptyPins, pin: "1234" })).toEqual({ errors: { password: "needed" }, body: null });
    expect(checkWithoutPins(emptyPins)).toEqual({ errors: { password: "needed" }, body: null });
  });
});
