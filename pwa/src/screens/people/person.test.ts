import { beforeEach, describe, expect, it } from "vitest";
import type { Person } from "../../api/types";
import { setTimeZone } from "../../time/format";
import { beginPerson, checkPerson } from "./person";

beforeEach(() => setTimeZone("Europe/Amsterdam"));

const teams = [{ id: "t", name: "Team" }];
const fresh = { ...beginPerson(null, teams), name: " Ali Demir ", email: "ali@voorbeeld.test " };
const ali = {
  name: "Ali Demir",
  email: "ali@voorbeeld.test",
  phone: "+31612345678",
  active: true,
  language: "fr",
  grants: [{ role: "manager", teamId: null }],
  absentFrom: "2026-11-22T23:00:00Z",
  absentUntil: "2026-11-27T22:59:00Z",
} as unknown as Person;

describe("somebody new", () => {
  it("visits for the first team, until somebody says otherwise", () => {
    expect(checkPerson(fresh, null)).toEqual({
      errors: {},
      body: {
        language: "nl",
        name: "Ali Demir",
        email: "ali@voorbeeld.test",
        phone: null,
        grants: [{ role: "worker", teamId: "t" }],
        active: true,
      },
    });
    expect(beginPerson(null, []).grants).toEqual([{ role: "worker", teamId: null }]);
  });

  it("needs a name and an address, said at once", () => {
    expect(checkPerson({ ...fresh, name: " ", email: "" }, null)).toEqual({
      errors: { name: "needed", email: "needed" },
      body: null,
    });
  });

  it("may be away from the first day to the end of the last", () => {
    expect(checkPerson({ ...fresh, absentFrom: "2026-11-23", absentUntil: "2026-11-27" }, null).body).toMatchObject({
      absentFrom: "2026-11-22T23:00:00.000Z",
      absentUntil: "2026-11-27T22:59:00.000Z",
    });
  });
});

describe("somebody who is known", () => {
  it("stays as they are when nothing is changed", () => {
    const { errors, body } = checkPerson(beginPerson(ali, teams), ali);
    expect(errors).toEqual({});
    expect(body).toMatchObject({ language: "fr", phone: "+31612345678", grants: ali.grants });
    expect(body).toMatchObject({ absentFrom: "2026-11-22T23:00:00.000Z", absentUntil: "2026-11-27T22:59:00.000Z" });
  });

  it("is back when no day is left", () => {
    const form = { ...beginPerson(ali, teams), absentFrom: "", absentUntil: "" };
    expect(checkPerson(form, ali).body).toMatchObject({ absentFrom: null, absentUntil: null });
  });
});
