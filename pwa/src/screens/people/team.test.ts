import { expect, it } from "vitest";
import { checkTeam, noTeam } from "./team";

it("a new team has a name", () => {
  expect(checkTeam(noTeam)).toEqual({ errors: { name: "needed" }, body: null });
  expect(checkTeam({ name: "  " })).toEqual({ errors: { name: "needed" }, body: null });
  expect(checkTeam({ name: " Inkomen " })).toEqual({ errors: {}, body: "Inkomen" });
});
