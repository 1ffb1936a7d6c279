import { describe, expect, it } from "vitest";
import type { Alarm, Told } from "../../api/types";
import type { Panic } from "../../panic/panic";
import { stepsOf } from "./steps";

const told = (id: string, name: string, channel: Told["channel"], state: Told["state"]): Told => ({
  person: { id, name },
  level: "colleague",
  channel,
  state,
  toldAt: "2026-11-23T13:22:05Z",
  at: "2026-11-23T13:22:07Z",
  pickedUpAt: null,
});

const panic = (alarm: Partial<Alarm> | null, sent = true): Panic => ({
  alarmId: "a",
  by: "jan",
  visitId: null,
  pressedAt: 0,
  address: null,
  sent,
  refused: false,
  bare: false,
  hidden: false,
  alarm: alarm as Alarm | null,
});

const sentences = (p: Panic) => stepsOf(p).map((step) => step.text);

describe("what happened since the press", () => {
  it("is nothing as long as the server hasn't answered", () => {
    expect(stepsOf(panic(null, false))).toEqual([]);
  });

  it("names each person once, and never says told of what has not left", () => {
    const one = panic({
      told: [
        told("f", "Fatima", "sms", "sent"),
        told("f", "Fatima", "call", "pending"),
        told("a", "Ali", "sms", "pending"),
        told("k", "Kees", "sms", "failed"),
      ],
    });
    expect(sentences(one)).toEqual(["Fatima is gewaarschuwd", "Ali wordt nu gewaarschuwd"]);
  });

  it("says who takes it", () => {
    const taken = panic({
      told: [],
      acknowledgedBy: { id: "f", name: "Fatima" },
      acknowledgedAt: "2026-11-23T13:23:00Z",
    });
    expect(stepsOf(taken).at(-1)).toEqual({ at: "2026-11-23T13:23:00Z", text: "Fatima pakt het op", strong: true });
  });
});
