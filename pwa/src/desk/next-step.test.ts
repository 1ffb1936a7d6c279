import { describe, expect, it } from "vitest";
import { alarmOf } from "../testing";
import { nextStep } from "./next-step";

const NOW = Date.parse("2026-11-23T13:31:00Z");
const due = { kind: "ladder_step", dueAt: "2026-11-23T13:32:12Z" };

describe("what comes next about an alarm", () => {
  it.each([
    ["worker", "Daarna over 01:12: achterwacht."],
    ["colleague", "Daarna over 01:12: leidinggevende."],
    ["manager", "Daarna over 01:12: 112 moet gebeld worden."],
    ["police", "Daarna over 01:12: iedereen van het team."],
  ] as const)("after %s is the next level, and in how long", (level, words) => {
    expect(nextStep(alarmOf({ level, nextDeadline: due }), NOW)).toBe(words);
  });

  it("never says of a silent alarm that the number is to be called only then", () => {
    const silent = alarmOf({ cause: "duress", level: "manager", nextDeadline: due });
    expect(nextStep(silent, NOW)).toBe("Daarna over 01:12: nog eens de vraag om 112 te bellen.");
  });

  it("is everyone again, once everyone was told", () => {
    const alarm = alarmOf({ level: "police", nextDeadline: due, mayEscalate: false });
    expect(nextStep(alarm, NOW)).toBe("Daarna over 01:12: opnieuw iedereen van het team.");
  });

  it("is that it goes on, when somebody has it; now, when it is due; and nothing, when it is over", () => {
    expect(nextStep(alarmOf({ nextDeadline: { ...due, kind: "unresolved" } }), NOW)).toContain("Nog open over 01:12?");
    expect(nextStep(alarmOf({ nextDeadline: due }), NOW + 100_000)).toBe("Daarna nu: leidinggevende.");
    expect(nextStep(alarmOf({ nextDeadline: due, resolvedAt: "2026-11-23T13:31:30Z" }), NOW)).toBe("");
    expect(nextStep(alarmOf(), NOW)).toBe("");
  });
});
