import { expect, it } from "vitest";
import { nlLaterOf } from "../texts/nl-later";
import { ROLES, teamOf } from "./roles";

it("leaves no role out", () => {
  expect([...ROLES].sort()).toEqual(Object.keys(nlLaterOf("leidinggevende").roles).sort());
});

it("leaves the team of a role that counts everywhere or nowhere", () => {
  expect(ROLES.filter((role) => teamOf(role, "t") === null)).toEqual(["privacy_officer"]);
  expect(teamOf("manager", null)).toBeNull();
});
