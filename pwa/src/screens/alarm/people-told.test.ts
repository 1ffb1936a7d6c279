import { describe, expect, it } from "vitest";
import type { Told } from "../../api/types";
import { peopleTold } from "./people-told";

const told = (name: string, more: Partial<Told>): Told => ({
  person: { id: name, name },
  level: "colleague",
  channel: "sms",
  state: "delivered",
  toldAt: "2026-11-23T13:31:00Z",
  at: "2026-11-23T13:31:05Z",
  pickedUpAt: null,
  ...more,
});
const later = "2026-11-23T13:32:00Z";

describe("who was told, person by person", () => {
  it("is a line each in the order in which they were told, with how far it came", () => {
    const people = peopleTold({
      told: [
        told("Karin", { toldAt: later, channel: "call", state: "sent", level: "manager" }),
        told("Fatima", { state: "failed" }),
        told("Fatima", { channel: "call", state: "sent", at: later, pickedUpAt: later }),
      ],
      timeline: [],
      emergencyNumber: "112",
    });
    expect(people.map(({ name, state, at, tone, steps }) => [name, state, at, tone, steps.length])).toEqual([
      ["Fatima", "Opgenomen, of voicemail", later, "watched", 4],
      ["Karin", "Gaat over", "2026-11-23T13:31:05Z", "plain", 2],
    ]);
  });

  it("says what they pressed last instead, since that is what counts", () => {
    const by = { id: "Fatima", name: "Fatima" };
    const line = (kind: string) => ({ kind, at: later, by, text: "" });
    const of = (...kinds: string[]) =>
      peopleTold({ told: [told("Fatima", {})], timeline: kinds.map(line), emergencyNumber: "112" })[0];
    expect(of("declined")).toMatchObject({ state: "Kan niet", tone: "soon" });
    expect(of("declined", "acknowledged", "step_ticked")).toMatchObject({
      state: "Pakt het op",
      at: later,
      tone: "watched",
    });
    expect(of("acknowledged")?.steps.map(({ text }) => text)).toEqual([
      "sms, als achterwacht",
      "Aangekomen",
      "Pakt het op",
    ]);
  });
});
