import { describe, expect, it } from "vitest";
import type { Action } from "../../queue/action";
import { checkAddress } from "../../addresses/address";
import { filledIn } from "./again";

const action = (body: Record<string, unknown>): Action => ({ kind: "plan", body }) as Action;

describe("a check-in that was refused", () => {
  it("is filled in again as it was", () => {
    const nl = { country: "NL", postcode: "5211AA", houseNumber: 12, addition: "B", city: "Den Bosch" };
    const be = { country: "BE", street: "Brugstraat", houseNumber: "4A", box: "3", postcode: "3550", city: "Heusden" };
    for (const address of [nl, be]) {
      const again = filledIn(action({ address, companions: [] }), []);
      expect(again && checkAddress(again.address).address).toEqual(address);
    }
  });

  it("is of the same kind and team: an observation at a corner does not become a home visit", () => {
    const address = { country: "place", where: "hoek Dorpsstraat", city: "Den Bosch" };
    const again = filledIn(action({ address, kind: "observation", teamId: "t2", companions: [] }), []);
    expect(again).toMatchObject({ kind: "observation", teamId: "t2", address: { country: "place" } });
    const old = filledIn(action({ address: { country: "NL", postcode: "5211AA", houseNumber: 12 } }), []);
    expect(old).toMatchObject({ kind: "home_visit", teamId: "" });
  });

  it("still knows who comes along", () => {
    const address = { country: "NL", postcode: "5211AA", houseNumber: 12 };
    const companions = [{ personId: "ali" }, { name: "Ruth", phone: "06" }];
    expect(
      filledIn(action({ address, companions, purpose: "intake" }), [{ id: "ali", name: "Ali Demir" }]),
    ).toMatchObject({
      companions: [
        { personId: "ali", name: "Ali Demir" },
        { personId: null, name: "Ruth", phone: "06" },
      ],
      purpose: "intake",
      trouble: { expected: false, why: "", policeWanted: false },
    });
  });

  it("still says that trouble is expected", () => {
    const address = { country: "NL", postcode: "5211AA", houseNumber: 12 };
    const body = { address, companions: [], expectsTrouble: "Hij dreigde", policeWanted: true };
    expect(filledIn(action(body), [])).toMatchObject({
      trouble: { expected: true, why: "Hij dreigde", policeWanted: true },
    });
  });

  it("is nothing when there is none", () => {
    expect(filledIn(undefined, [])).toBeNull();
  });
});
