import { expect, it } from "vitest";
import { personOf as person } from "../../testing";
import { among, EVERYBODY } from "./sought";

const people = [
  person("Zoë", { grants: [{ role: "worker", teamId: "noord" }], numberVerifiedAt: "2026-11-01T10:00:00Z" }),
  person("Ali", { grants: [{ role: "manager", teamId: null }] }),
  person("Bo", { grants: [{ role: "worker", teamId: "zuid" }], phone: null, active: false }),
];
const found = (sought: Partial<typeof EVERYBODY>) => among(people, { ...EVERYBODY, ...sought }).map(({ name }) => name);

it("shows who was asked for, and who works here first", () => {
  expect(found({})).toEqual(["Ali", "Zoë", "Bo"]);
  expect(found({ role: "worker" })).toEqual(["Zoë", "Bo"]);
  expect(found({ team: "noord" })).toEqual(["Ali", "Zoë"]);
  expect(found({ role: "manager", team: "zuid" })).toEqual(["Ali"]);
  expect(found({ role: "worker", team: "zuid" })).toEqual(["Bo"]);
  expect(found({ number: "untested" })).toEqual(["Ali"]);
  expect(found({ number: "tested" })).toEqual(["Zoë"]);
  expect(found({ number: "none" })).toEqual(["Bo"]);
  expect(found({ text: "voorbeeld zoë" })).toEqual(["Zoë"]);
});
