import { describe, expect, it } from "vitest";
import type { Incident } from "../api/types";
import { answersOf, bodyOf, euros, isNoAmount, isUnfinished } from "./answers";
import { changesOf, merged } from "./merging";
import { emptyAddress } from "../addresses/address";

const report = {
  description: "Hij dreigde",
  behaviours: [{ id: "threat", channel: "home_visit", name: "Dreigen" }],
  attempts: null,
  conductClass: null,
  expressions: [],
  stalkingLog: [],
  employeeDetails: null,
  level: null,
  motive: null,
  persistent: false,
  extreme: false,
  threatToCome: true,
  injured: true,
  injury: { yes: true, namely: "Blauwe plek" },
  damage: true,
  damages: [{ id: "d", whose: "employee", what: "Bril", amount: 129.95 }],
  policeReport: { yes: true, namely: null, on: "2026-01-02" },
  aftercare: null,
  furtherAction: { yes: false, namely: null },
  witnesses: [{ name: "Noor", contact: null, personId: "n" }],
  aggressor: { name: "Pieters", initials: null, dateOfBirth: null, address: null, clientReference: "K-7" },
} as unknown as Incident;

describe("the complete form", () => {
  it("tells the server what it was told, when nothing is changed", () => {
    const body = bodyOf(answersOf(report));
    expect(body.damages).toEqual([{ id: "d", whose: "employee", what: "Bril", amount: 129.95 }]);
    expect(body.behaviours).toEqual([{ id: "threat", channel: "home_visit" }]);
    expect(body.policeReport).toEqual({ yes: true, namely: null, on: "2026-01-02" });
    expect(body.aftercare).toBeNull();
    expect(body.witnesses).toEqual([{ name: "Noor", contact: null, personId: "n" }]);
  });

  it("drops what somebody says no to", () => {
    const answers = { ...answersOf(report), injured: false, damage: false, police: false };
    const body = bodyOf(answers);
    expect(body.injury).toEqual({ yes: false, namely: null });
    expect(body.damages).toEqual([]);
    expect(body.policeReport).toEqual({ yes: false, namely: null, on: null });
  });

  it.each([
    ["1.299", 1299],
    ["1.299,95", 1299.95],
    ["€ 12.000.000", 12_000_000],
    ["45,-", 45],
    ["0,5", 0.5],
    ["12,5O", null],
    ["1.29.9", null],
    ["1,2345", null],
  ])("reads %s as an amount, or as none and says so", (typed, amount) => {
    expect([euros(typed), isNoAmount(typed)]).toEqual([amount, amount === null]);
    expect(isNoAmount(" ")).toBe(false);
  });

  it("reads euros as people type them", () => {
    expect([euros("129,95"), euros(" 12 "), euros("0.1"), euros(""), euros("veel"), euros("-3")]).toEqual([
      129.95,
      12,
      0.1,
      null,
      null,
      null,
    ]);
  });
});

describe("a form that somebody else changed meanwhile", () => {
  const base = answersOf(report);

  it("tells only what is otherwise than it was", () => {
    expect(changesOf(base, base)).toEqual({});
    expect(changesOf(base, { ...base, injury: "Snee" })).toEqual({ injury: { yes: true, namely: "Snee" } });
  });

  it("keeps both changes, and names what both changed", () => {
    const theirs = { ...base, description: "Beter gezegd", motive: "frustration" };
    const mine = { ...base, description: "Zoals ik het zag", injury: "Snee" };
    const { answers, clashes } = merged(base, theirs, mine);
    expect(answers).toEqual({ ...theirs, description: "Zoals ik het zag", injury: "Snee" });
    expect(clashes).toEqual([{ field: "description", theirs: "Beter gezegd" }]);
    expect(merged(base, mine, mine).clashes).toEqual([]);
  });

  it("sends no half address, and knows that it is not finished", () => {
    const half = { ...base, aggressorAddress: { ...emptyAddress("NL"), postcode: "5211 AA" } };
    expect([isUnfinished(base), isUnfinished(half), changesOf(base, half)]).toEqual([false, true, {}]);
    const whole = { ...half, aggressorAddress: { ...half.aggressorAddress, number: "12" } };
    expect(changesOf(base, whole).aggressor?.address).toEqual({ country: "NL", postcode: "5211AA", houseNumber: 12 });
  });
});
