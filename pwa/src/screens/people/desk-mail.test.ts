import { describe, expect, it } from "vitest";
import type { DeskMail } from "../../api/types";
import { asSet, checkDeskMail, deskMailField, emptyDeskMail, withTimes } from "./desk-mail";

const mail = { addresses: ["balie@voorbeeld.test"], days: [1, 7], times: ["08:30", "13:00"] } as DeskMail;

describe("the list by mail", () => {
  it("is off while no address is filled in", () => {
    expect(checkDeskMail(emptyDeskMail).body).toEqual({ addresses: [], days: [1, 2, 3, 4, 5], times: [] });
  });

  it("goes to each address that is typed, on the days in their order", () => {
    const form = { ...emptyDeskMail, addresses: "a@x.test, b@x.test;c@x.test ", days: [7, 1], times: "13.00, 8:30" };
    expect(checkDeskMail(form).body).toEqual({
      addresses: ["a@x.test", "b@x.test", "c@x.test"],
      days: [1, 7],
      times: ["08:30", "13:00"],
    });
  });

  it("is filled in as it is set, and as it was proposed while it is not", () => {
    expect(checkDeskMail(asSet(emptyDeskMail, mail)).body).toEqual({
      addresses: mail.addresses,
      days: [1, 7],
      times: mail.times,
    });
    expect(asSet(emptyDeskMail, { ...mail, addresses: [] })).toEqual(emptyDeskMail);
  });

  it("knows which field an answer of the server is about", () => {
    expect(["/addresses/1", "/days", "/times/0", "/team"].map(deskMailField)).toEqual([
      "addresses",
      "days",
      "times",
      undefined,
    ]);
  });

  it("has its times filled in", () => {
    expect(withTimes({ ...emptyDeskMail, every: "60", from: "08:00", until: "10:00" }).times).toBe(
      "08:00, 09:00, 10:00",
    );
  });
});
