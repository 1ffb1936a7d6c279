import { describe, expect, it } from "vitest";
import { emptyAddress } from "../addresses/address";
import { checkWhere, checkWho } from "./replanning";

describe("another address", () => {
  it("is sent whole, and needs its town when it was typed by hand", () => {
    const address = { ...emptyAddress("NL"), postcode: "5211 AA", number: "12" };
    expect(checkWhere({ address })).toEqual({ errors: { address: { city: "town" } }, body: null });
    expect(checkWhere({ address: { ...address, city: "Den Bosch" } }).body).toEqual({
      address: { country: "NL", postcode: "5211AA", houseNumber: 12, city: "Den Bosch" },
    });
  });
});

describe("another worker", () => {
  it("is somebody", () => {
    expect(checkWho({ workerId: null })).toEqual({ errors: { workerId: "needed" }, body: null });
    expect(checkWho({ workerId: "a" }).body).toEqual({ workerId: "a" });
  });
});
