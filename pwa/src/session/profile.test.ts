import { describe, expect, it } from "vitest";
import type { Protocol } from "../api/types";
import { protocol } from "../testing";
import { profileOf, profilesOf } from "./profile";

const other = { ...protocol, version: 7, name: "Van het team" };
const both = {
  ...protocol,
  version: 3,
  teams: ["wijk", "zorg"].map((teamId) => ({ teamId, profile: other })),
} as Protocol;

describe("the profile of a team", () => {
  it("is its own, or that of the organisation", () => {
    expect(profileOf(both, "wijk")?.name).toBe("Van het team");
    expect(profileOf(both, "inkomen")?.name).toBe(protocol.name);
    expect(profileOf(both, null)?.name).toBe(protocol.name);
    expect(profileOf(null, "wijk")).toBeNull();
  });

  it("may have been kept by an earlier version, without teams", () => {
    const kept = { ...protocol, teams: undefined } as unknown as Protocol;
    expect(profileOf(kept, "wijk")).toBe(kept);
    expect(profilesOf(kept)).toEqual([kept]);
  });

  it("is shown once, however many teams go by it", () => {
    expect(profilesOf(both).map((one) => one.version)).toEqual([3, 7]);
    expect(profilesOf(null)).toEqual([]);
  });
});
