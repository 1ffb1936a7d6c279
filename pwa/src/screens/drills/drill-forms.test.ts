import { describe, expect, it } from "vitest";
import type { TeamDrills } from "../../api/types";
import { beginCanary, beginDrill, checkCanary, checkDrill } from "./drill-forms";

const team = (id: string, ...players: string[]): TeamDrills => ({
  team: { id, name: id },
  lastAt: null,
  mayStart: true,
  players: players.map((one) => ({ id: one, name: one })),
});
const teams = [team("noord", "jan"), team("zuid", "ali")];

describe("starting a drill", () => {
  it("begins with the first team and oneself", () => {
    const form = beginDrill(teams, "karin");
    expect(form).toEqual({ teamId: "noord", workerId: "karin", kind: "overdue" });
    expect(checkDrill(form, teams, "karin")).toEqual({ errors: {}, body: form });
  });

  it("asks for somebody of the team that drills", () => {
    const form = { teamId: "zuid", workerId: "jan", kind: "panic" as const };
    expect(checkDrill(form, teams, "karin")).toEqual({ errors: { workerId: "needed" }, body: null });
    expect(checkDrill({ ...form, workerId: "ali" }, teams, "karin").body).toMatchObject({ workerId: "ali" });
  });

  it("asks for a team that there is", () => {
    expect(checkDrill(beginDrill([], "karin"), [], "karin")).toEqual({ errors: { teamId: "needed" }, body: null });
  });
});

describe("the daily test message", () => {
  const BOTH = { rings: true, asks: true };
  it("needs a number and a time, and says which is missing", () => {
    expect(checkCanary({ ...BOTH, phone: " ", dailyAt: "" })).toEqual({
      errors: { phone: "needed", dailyAt: "needed" },
      body: null,
    });
    expect(checkCanary({ ...BOTH, phone: "de balie", dailyAt: "08:00" })).toEqual({
      errors: { phone: "phone" },
      body: null,
    });
  });

  it("takes a number as people write it", () => {
    for (const phone of ["06 12345678", "+31 6 12 34 56 78", "(073) 123-45.67"]) {
      expect(checkCanary({ ...BOTH, phone: ` ${phone} `, dailyAt: "07:15" }).body).toEqual({
        ...BOTH,
        phone,
        dailyAt: "07:15",
      });
    }
  });

  it("begins as it is set", () => {
    expect(beginCanary({ ...BOTH, phone: null, dailyAt: null })).toEqual({ ...BOTH, phone: "", dailyAt: "08:00" });
    expect(beginCanary({ ...BOTH, phone: "+31612345678", dailyAt: "07:15" }).dailyAt).toBe("07:15");
  });
});
