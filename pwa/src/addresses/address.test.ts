import { describe, expect, it } from "vitest";
import { checkAddress, checkVisitAddress, emptyAddress, splitNumber } from "./address";

const nl = { ...emptyAddress("NL"), postcode: "5211 aa", number: "12" };
const be = { ...emptyAddress("BE"), street: "Dorpsplein", number: "12A", postcode: "3550", city: "Heusden-Zolder" };

describe("a Dutch address", () => {
  it("is a postcode and a number", () => {
    expect(checkAddress(nl).address).toEqual({ country: "NL", postcode: "5211AA", houseNumber: 12 });
  });

  it("takes the addition also from the number's field", () => {
    expect(splitNumber({ ...nl, number: "280-b" })).toMatchObject({ number: "280", addition: "B" });
    expect(checkAddress({ ...nl, number: "12 hs" }).address).toMatchObject({ houseNumber: 12, addition: "HS" });
    expect(checkAddress({ ...nl, number: "7", addition: "3hg" }).address).toMatchObject({
      houseNumber: 7,
      addition: "3hg",
    });
  });

  it("says what is missing or wrong, all at once", () => {
    expect(checkAddress(emptyAddress("NL")).errors).toEqual({ postcode: "needed", number: "needed" });
    expect(checkAddress({ ...nl, postcode: "0211AA", number: "abc" }).errors).toEqual({
      postcode: "wrong",
      number: "wrong",
    });
  });
});

describe("a Belgian address", () => {
  it("has a street, a number with letters, a box and a town", () => {
    expect(checkAddress({ ...be, box: "3" }).address).toEqual({
      country: "BE",
      street: "Dorpsplein",
      houseNumber: "12A",
      box: "3",
      postcode: "3550",
      city: "Heusden-Zolder",
    });
  });

  it("needs its street and town", () => {
    expect(checkAddress({ ...be, street: " ", city: "" }).errors).toEqual({ street: "needed", city: "needed" });
    expect(checkAddress({ ...be, postcode: "35 AA" }).errors).toEqual({ postcode: "wrong" });
  });
});

describe("the address of a visit", () => {
  it("has its town: by hand, or by the register", () => {
    expect(checkVisitAddress(nl)).toEqual({ address: null, errors: { city: "town" } });
    expect(checkVisitAddress({ ...nl, city: "Den Bosch" }).address).toMatchObject({ city: "Den Bosch" });
    expect(checkVisitAddress({ ...nl, registerId: "0796200000000001" }).errors).toEqual({});
  });

  it("says all that is missing at once, and of a Belgian one no more than before", () => {
    expect(checkVisitAddress(emptyAddress("NL")).errors).toEqual({
      postcode: "needed",
      number: "needed",
      city: "town",
    });
    expect(checkVisitAddress({ ...be, city: "" }).errors).toEqual({ city: "needed" });
    expect(checkVisitAddress(be).address).toMatchObject({ city: "Heusden-Zolder" });
  });
});
