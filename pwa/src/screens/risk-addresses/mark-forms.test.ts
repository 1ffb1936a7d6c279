import { describe, expect, it } from "vitest";
import { beginAccess, beginConcerned, beginReview, checkAccess, checkConcerned, checkReview } from "./mark-forms";

const TODAY = "2026-11-26";
const nothing = {
  informedOn: null,
  notInformedBecause: null,
  objectedOn: null,
  objection: null,
  objectionOutcome: null,
};

describe("a review", () => {
  it("proposes half a year and a year", () => {
    const form = beginReview(TODAY);
    expect(form).toEqual({ reviewDate: "2027-05-27", endsOn: "2027-11-25" });
    expect(checkReview(form, TODAY)).toEqual({ errors: {}, body: form });
  });

  it("is not in the past, and ends after it is looked at", () => {
    expect(checkReview({ reviewDate: "2026-11-25", endsOn: "2027-01-01" }, TODAY)).toEqual({
      errors: { reviewDate: "today" },
      body: null,
    });
    expect(checkReview({ reviewDate: "2027-02-01", endsOn: "2027-01-31" }, TODAY).errors).toEqual({
      endsOn: "afterReview",
    });
    expect(checkReview({ reviewDate: "", endsOn: "" }, TODAY).errors).toEqual({
      reviewDate: "today",
      endsOn: "afterReview",
    });
  });
});

describe("the person concerned", () => {
  it("may stay as it is: nothing is needed", () => {
    expect(checkConcerned(beginConcerned(nothing), TODAY)).toEqual({ errors: {}, body: nothing });
  });

  it("was told or objected by today, and an objection says what it is", () => {
    const form = { ...beginConcerned(nothing), informedOn: "2026-11-27", objectedOn: "2026-11-27" };
    expect(checkConcerned(form, TODAY)).toEqual({
      errors: { informedOn: "notYet", objectedOn: "notYet", objection: "needed" },
      body: null,
    });
  });

  it("was told, or was not: never both", () => {
    const form = { ...beginConcerned(nothing), informedOn: TODAY, notInformedBecause: "Te gevaarlijk" };
    expect(checkConcerned(form, TODAY)).toEqual({ errors: { notInformedBecause: "told" }, body: null });
    expect(checkConcerned({ ...form, informedOn: "" }, TODAY).body).toMatchObject({
      notInformedBecause: "Te gevaarlijk",
    });
  });

  it("has no objection without its day, and keeps what was typed on the screen", () => {
    const form = { ...beginConcerned(nothing), informedOn: TODAY, objection: "Klopt niet", objectionOutcome: " " };
    expect(checkConcerned(form, TODAY).body).toEqual({ ...nothing, informedOn: TODAY });
    expect(checkConcerned({ ...form, objectedOn: TODAY }, TODAY).body).toEqual({
      ...nothing,
      informedOn: TODAY,
      objectedOn: TODAY,
      objection: "Klopt niet",
    });
  });
});

describe("asking for all that is kept", () => {
  it("says at the address what is wrong", () => {
    expect(checkAccess(beginAccess("NL"), "xlsx")).toEqual({
      errors: { address: { postcode: "needed", number: "needed" } },
      body: null,
    });
    const wrong = { ...beginAccess("NL").address, postcode: "521 AA", number: "12" };
    expect(checkAccess({ address: wrong, personName: "", withNames: false }, "xlsx").errors).toEqual({
      address: { postcode: "wrong" },
    });
  });

  it("asks about one person only where a name is filled in", () => {
    const address = { ...beginAccess("NL").address, postcode: "5211 AA", number: "12" };
    expect(checkAccess({ address, personName: "  ", withNames: false }, "xlsx").body).toEqual({
      address: { country: "NL", postcode: "5211AA", houseNumber: 12 },
      format: "xlsx",
      withNames: false,
    });
    expect(checkAccess({ address, personName: " J. Jansen ", withNames: true }, "xlsx").body).toMatchObject({
      personName: "J. Jansen",
      withNames: true,
    });
  });
});
