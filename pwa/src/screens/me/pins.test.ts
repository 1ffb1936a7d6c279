import { describe, expect, it } from "vitest";
import { t } from "../../texts";
import { checkPins, emptyPins, withoutPins } from "./pins";

const check = (pin: string, duressPin: string) => checkPins({ ...emptyPins, password: "geheim", pin, duressPin });

describe("choosing two PINs", () => {
  it("wants digits, and two that differ", () => {
    expect(check("123", "")).toEqual({ errors: { pin: t.pin.length }, body: null });
    expect(check("1234", "1234")).toEqual({ errors: { duressPin: t.pin.same }, body: null });
    expect(check("1234", "abcd")).toEqual({ errors: { duressPin: t.pin.length }, body: null });
  });

  it("says them with the password; no second one is none", () => {
    expect(check("1234", "4321").body).toEqual({ password: "geheim", pin: "1234", duressPin: "4321" });
    expect(check("1234", "").body).toEqual({ password: "geheim", pin: "1234", duressPin: null });
  });

  it("takes both away, whatever is typed", () => {
    const form = { pin: "12", duressPin: "x", password: "geheim" };
    expect(withoutPins(form)).toEqual({ password: "geheim", pin: null, duressPin: null });
  });
});
