import { describe, expect, it } from "vitest";
import type { AdvisedMeasure, Measure } from "../api/types";
import { setTimeZone } from "../time/format";
import {
  beginBroken,
  beginDecision,
  beginTaking,
  checkBroken,
  checkDecision,
  checkDeclined,
  checkTaking,
} from "./forms";
import { periodOf } from "./words";

setTimeZone("Europe/Amsterdam");
const ban = { kind: "access_ban", conditions: ["with_contact_person"] } as AdvisedMeasure;

describe("deciding on a measure", () => {
  it("takes the only condition of the protocol along", () => {
    const { body } = checkDecision({ ...beginDecision(ban), until: "2027-03-01" }, false);
    expect(body).toEqual({
      kind: "access_ban",
      until: "2027-03-01",
      conditions: ["with_contact_person"],
      reason: "",
      declined: false,
    });
  });

  it("leaves the end to the protocol when none is filled in", () => {
    expect(checkDecision(beginDecision(ban), false).body).not.toHaveProperty("until");
  });

  it("asks for a reason where somebody else decides, and which one where none is advised", () => {
    expect(checkDecision({ ...beginDecision(ban), reason: "  " }, true).errors).toEqual({ reason: "reason" });
    expect(checkDecision(beginDecision(null), true).errors).toEqual({ kind: "choose", reason: "reason" });
  });

  it("says that it is not done, with neither end nor conditions", () => {
    const form = { ...beginDecision(ban), until: "2027-03-01", reason: " Niet nodig " };
    expect(checkDeclined(form).body).toEqual({
      kind: "access_ban",
      conditions: [],
      reason: "Niet nodig",
      declined: true,
    });
  });
});

describe("taking what was proposed not to take", () => {
  const form = beginTaking({ percent: null } as Measure);

  it("asks for nothing that was said", () => {
    expect(checkTaking(form, false).body).toEqual({ yes: true, reason: "" });
  });

  it("asks until when, and why, where nobody said so", () => {
    expect(checkTaking(form, true).errors).toEqual({ until: "date", reason: "reason" });
    const filled = { ...form, until: "2027-03-01", reason: " Hij kwam terug " };
    expect(checkTaking(filled, true).body).toEqual({ yes: true, until: "2027-03-01", reason: "Hij kwam terug" });
  });
});

describe("how long one held", () => {
  const ended = { from: "2026-11-01", until: "2027-03-01", state: "ended" } as Measure;
  const by = { id: "1", name: "Karin" };

  it("ends on the day on which somebody ended it", () => {
    const measure = { ...ended, endedBy: by, endedAt: "2026-11-20T23:30:00Z" };
    expect(periodOf(measure)).toBe("1 november 2026 tot en met 21 november 2026");
    expect(periodOf({ ...measure, from: "2026-12-01" })).toBe("");
  });

  it("is without an end only once it was decided", () => {
    const open = { ...ended, until: null, endedBy: null, endedAt: null };
    expect(periodOf({ ...open, state: "put" } as Measure)).toBe("op 1 november 2026");
    expect(periodOf({ ...open, state: "in_force" } as Measure)).toBe("vanaf 1 november 2026, zonder einddatum");
  });

  it("never held where it is not taken, or somebody proposes that", () => {
    expect(periodOf({ ...ended, state: "declined" })).toBe("");
    expect(periodOf({ ...ended, state: "put", notToTake: true })).toBe("");
  });

  it("keeps its last day when it ended by itself", () => {
    const measure = { ...ended, endedBy: null, endedAt: "2027-03-01T23:00:00Z" };
    expect(periodOf(measure)).toBe("1 november 2026 tot en met 1 maart 2027");
  });
});

describe("noting that one was broken", () => {
  const now = Date.parse("2026-11-27T09:05:00Z");
  const begun = beginBroken(["asked", "asked", "police_called"], "2026-11-27", "10:00");

  it("keeps only the steps that have a time", () => {
    const steps = begun.steps.map((one, place) => (place === 0 ? { ...one, time: "10:02", witness: " Ali " } : one));
    expect(checkBroken({ ...begun, steps }, now).body).toEqual({
      happenedAt: "2026-11-27T09:00:00.000Z",
      place: "",
      note: "",
      steps: [{ step: "asked", at: "2026-11-27T09:02:00.000Z", witness: "Ali" }],
    });
  });

  it("knows that what was done after midnight was the next day", () => {
    const night = beginBroken(["asked", "police_called", "removed"], "2026-11-26", "23:50");
    const times = ["23:52", "00:05", "00:01"];
    const steps = night.steps.map((one, place) => ({ ...one, time: times[place] ?? "" }));
    const { body } = checkBroken({ ...night, steps }, now);
    expect(body?.steps?.map((one) => one.at)).toEqual([
      "2026-11-26T22:52:00.000Z",
      "2026-11-26T23:05:00.000Z",
      "2026-11-26T23:01:00.000Z",
    ]);
  });

  it("asks when it was", () => {
    expect(checkBroken({ ...begun, time: "" }, now).errors).toEqual({ time: "time" });
    expect(checkBroken({ ...begun, day: "" }, now).errors).toEqual({ day: "date" });
  });

  it("takes an earlier day, and none that is still to come", () => {
    expect(checkBroken({ ...begun, day: "2026-11-25" }, now).body?.happenedAt).toBe("2026-11-25T09:00:00.000Z");
    expect(checkBroken({ ...begun, day: "2026-11-28" }, now).errors).toEqual({ day: "notYet" });
  });
});
