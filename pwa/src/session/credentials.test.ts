import { describe, expect, it } from "vitest";
import { checkCredentials, noCredentials } from "./credentials";

describe("signing in", () => {
  it("says at each field what is missing or can't be right", () => {
    expect(checkCredentials(noCredentials)).toEqual({ errors: { email: "needed", password: "needed" }, body: null });
    expect(checkCredentials({ email: "jan", password: "x" })).toEqual({ errors: { email: "email" }, body: null });
    expect(checkCredentials({ email: "jan de wit@x", password: "x" }).errors).toEqual({ email: "email" });
  });

  it("takes the address without spaces around it, and the password as it is", () => {
    expect(checkCredentials({ email: " jan@voorbeeld.test ", password: " een zin " })).toEqual({
      errors: {},
      body: { email: "jan@voorbeeld.test", password: " een zin " },
    });
  });
});
