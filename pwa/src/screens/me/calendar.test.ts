import { describe, expect, it } from "vitest";
import { checkCalendar, noCalendar } from "./calendar";

describe("the address of a calendar", () => {
  it("is needed, and one of the web that nobody reads on the way", () => {
    expect(checkCalendar(noCalendar)).toEqual({ errors: { url: "needed" }, body: null });
    for (const url of ["mijn agenda", "http://agenda.test/geheim.ics", "https://agenda.test/ge heim.ics"]) {
      expect(checkCalendar({ url })).toEqual({ errors: { url: "webAddress" }, body: null });
    }
  });

  it("is sent as it was pasted, without the spaces around it", () => {
    for (const url of ["https://agenda.test/geheim.ics", "webcal://agenda.test/geheim.ics", "HTTPS://agenda.test/x"]) {
      expect(checkCalendar({ url: ` ${url} ` })).toEqual({ errors: {}, body: url });
    }
  });
});
