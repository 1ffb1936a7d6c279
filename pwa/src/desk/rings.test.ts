import { describe, expect, it } from "vitest";
import { louder, untaken } from "./rings";

type Known = Parameters<typeof louder>[0][number];
const fatima = { id: "f", name: "Fatima Bakker" };
const alarm = (more: Partial<Known> = {}): Known => ({
  id: "a",
  cause: "overdue",
  level: "colleague",
  acknowledgedBy: null,
  ...more,
});

describe("an alarm is heard", () => {
  it.each<[string, Known[], Known[], boolean]>([
    ["when it is new", [], [alarm()], true],
    ["not anew when nothing happened", [alarm()], [alarm()], false],
    ["when it climbs", [alarm()], [alarm({ level: "manager" })], true],
    ["when it grows graver", [alarm()], [alarm({ cause: "panic" })], true],
    ["when who took it let go", [alarm({ acknowledgedBy: fatima })], [alarm()], true],
    ["not when somebody takes it", [alarm()], [alarm({ acknowledgedBy: fatima })], false],
    [
      "not when a taken one climbs by itself",
      [alarm({ acknowledgedBy: fatima })],
      [alarm({ acknowledgedBy: fatima, level: "police" })],
      false,
    ],
    ["when another one comes", [alarm()], [alarm(), alarm({ id: "b" })], true],
    ["not when it is over", [alarm()], [], false],
  ])("%s", (_, before, now, loud) => {
    expect(louder(before, now).length > 0).toBe(loud);
  });

  it("again and again while nobody has it", () => {
    expect(untaken([alarm(), alarm({ id: "b", acknowledgedBy: fatima })]).map((one) => one.id)).toEqual(["a"]);
  });
});
