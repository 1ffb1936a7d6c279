import { expect, it } from "vitest";
import type { Me, Role } from "../api/types";
import { jan } from "../testing";
import { deskPlaces, home, thumbPlaces } from "./places";

const as = (...roles: Role[]): Me => ({ ...jan, grants: roles.map((role) => ({ role, team: null })) });
const atTheThumb = (...roles: Role[]): string[] => thumbPlaces(as(...roles)).map((place) => place.path);

it("has the tasks at the thumb of whoever works at a desk, beside where they begin", () => {
  const desks: Role[] = ["colleague", "manager", "registrar", "hr", "reception", "board", "administrator"];
  for (const role of desks) {
    const places = atTheThumb(role);
    expect(places, role).toContain("/tasks");
    expect(places.length, role).toBeLessThanOrEqual(4);
    expect(places[0], role).toBe(home(as(role)));
  }
  expect(atTheThumb("manager")).toEqual(["/board", "/planning", "/incidents", "/tasks"]);
  expect(home(as("administrator")), "people are what an administrator comes for").toBe("/people");
});

it("gives a privacy officer the logs, and a task only with a function that they hold", () => {
  expect(deskPlaces(as("privacy_officer")).map((place) => place.path)).toEqual(["/looks", "/audit"]);
  expect(home(as("privacy_officer"))).toBe("/looks");
  const holder = { ...as("privacy_officer"), functions: ["coordinator" as const] };
  expect(deskPlaces(holder).map((place) => place.path)).toEqual(["/tasks", "/looks", "/audit"]);
});

it("leads whoever holds a function to what that function is for", () => {
  const guard = { ...as("worker"), functions: ["security" as const] };
  expect(deskPlaces(guard).map((place) => place.path)).toEqual(["/bans"]);
  const adviser = { ...as("hr"), functions: ["prevention" as const], readsThirdPartyActs: true };
  expect(deskPlaces(adviser).map((place) => place.path)).toContain("/third-party-acts");
  const elsewhere = { ...adviser, readsThirdPartyActs: false };
  expect(
    deskPlaces(elsewhere).map((place) => place.path),
    "no register there",
  ).not.toContain("/third-party-acts");
  expect(deskPlaces(as("hr")).map((place) => place.path)).not.toContain("/third-party-acts");
});

it("draws what stands in one menu, and is mistaken for another, by itself", () => {
  const places = deskPlaces(as("manager", "registrar"));
  const drawn = (path: string) => places.find((place) => place.path === path)?.icon;
  for (const [one, other] of [
    ["/planning", "/past"],
    ["/incidents", "/letters"],
    ["/incidents", "/looks"],
    ["/roster", "/figures"],
    ["/measures", "/drills"],
  ] as const)
    expect(drawn(one), `${one} and ${other}`).not.toBe(drawn(other));
});
