import { describe, expect, it } from "vitest";
import { beginPoliceCall, checkPoliceCall } from "./police-call";

describe("a call to the police", () => {
  it("was to the emergency number, until somebody says otherwise", () => {
    expect(checkPoliceCall(beginPoliceCall("112"))).toEqual({ errors: {}, body: { number: "112" } });
  });

  it("has what was said, trimmed", () => {
    expect(checkPoliceCall({ number: " 0900-8844 ", reference: " 31 ", note: " ze komen " }).body).toEqual({
      number: "0900-8844",
      reference: "31",
      note: "ze komen",
    });
  });

  it("needs its number", () => {
    expect(checkPoliceCall({ number: " ", reference: "31", note: "" })).toEqual({
      errors: { number: "needed" },
      body: null,
    });
  });
});
