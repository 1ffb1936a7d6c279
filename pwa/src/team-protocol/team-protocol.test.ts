import { expect, it } from "vitest";
import { asOrganisation, asSetFor, checkTeamProtocol } from "./team-protocol";

it("a team goes by a protocol of its own, or by that of the organisation", () => {
  expect(asSetFor({ own: { id: "losser", name: "Losser", version: 1 } })).toEqual({ chosen: "losser" });
  expect(asSetFor({ own: null })).toEqual(asOrganisation);
  expect(checkTeamProtocol({ chosen: "losser" }).body).toEqual({ profileId: "losser" });
  expect(checkTeamProtocol(asOrganisation).body).toEqual({ profileId: null });
});
