// One sentence for each state of an alarm, and never that the emergency number was told anything.
import { describe, expect, it } from "vitest";
import type { Alarm } from "../api/types";
import { alarmOf } from "../testing";
import { setTimeZone } from "../time/format";
import { climbedTo, toldBy, toRing, whatHappened, whoHasIt } from "./state";

setTimeZone("Europe/Amsterdam");
const call = {
  at: "2026-11-23T13:31:00Z",
  by: { id: "k", name: "Karin Smit" },
  number: "112",
  reference: "K-12",
  note: "",
};
const closed: Partial<Alarm> = {
  resolvedAt: "2026-11-23T13:50:00Z",
  resolvedBy: { id: "k", name: "Karin Smit" },
  outcome: "safe",
};

describe("how far it climbed", () => {
  it.each<[string, Partial<Alarm>, string]>([
    ["the worker", { level: "worker" }, "De collega zelf is gevraagd"],
    ["the colleague", { level: "colleague" }, "De achterwacht is gewaarschuwd"],
    ["the manager", { level: "manager" }, "De leidinggevende is gewaarschuwd"],
    ["the police, nobody called", { level: "police" }, "112 moet gebeld worden"],
    ["the police of another country", { level: "police", emergencyNumber: "101" }, "101 moet gebeld worden"],
    ["the police, called", { level: "police", policeCall: call }, "112 gebeld 14:31, kenmerk K-12"],
    ["called without a reference", { policeCall: { ...call, reference: "" } }, "112 gebeld 14:31"],
    ["called before it came so far", { level: "colleague", policeCall: call }, "112 gebeld 14:31, kenmerk K-12"],
    ["a silent alarm, at once", { cause: "duress", level: "manager" }, "112 moet gebeld worden"],
    ["closed, called", { level: "police", policeCall: call, ...closed }, "112 gebeld 14:31, kenmerk K-12"],
    ["closed, nobody called", { level: "police", ...closed }, "112 is niet gebeld"],
    ["a drill", { level: "police", drill: true }, "Oefening: in een echt geval moet nu 112 gebeld worden"],
  ])("%s", (_, more, said) => {
    expect(climbedTo(alarmOf({ cause: "overdue", ...more }))).toBe(said);
  });
});

describe("who has it", () => {
  it.each<[string, Partial<Alarm>, string]>([
    ["nobody", {}, "Nog niemand pakt dit op."],
    [
      "somebody",
      { acknowledgedBy: { id: "f", name: "Fatima Bakker" }, acknowledgedAt: "2026-11-23T13:32:00Z" },
      "Fatima Bakker pakt dit op, sinds 14:32.",
    ],
    ["it is over", closed, "Afgesloten: Veilig, door Karin Smit, 14:50."],
  ])("%s", (_, more, said) => {
    expect(whoHasIt(alarmOf(more))).toBe(said);
  });
});

describe("by what somebody was told", () => {
  it.each([
    ["worker", "sms", "sms, als collega zelf"],
    ["colleague", "call", "telefoon, als achterwacht"],
    ["manager", "sms", "sms, als leidinggevende"],
    ["police", "sms", "sms over 112 bellen"],
    ["police", "call", "telefoon over 112 bellen"],
  ] as const)("at the step %s by %s", (level, channel, said) => {
    expect(toldBy({ level, channel }, "112")).toBe(said);
  });
});

it("an alarm is called after the worker, and names a companion who asked for help", () => {
  const worker = { name: "Jan de Wit" };
  const pressedBy = { name: "Ali Demir", saidNo: false };
  expect(whatHappened({ cause: "panic", worker, pressedBy: null })).toBe("Jan de Wit drukte op de noodknop");
  expect(whatHappened({ cause: "panic", worker, pressedBy })).toBe(
    "Ali Demir (op pad met Jan de Wit) drukte op de noodknop",
  );
  expect(whatHappened({ cause: "duress", worker, pressedBy })).toBe("Stil alarm van Ali Demir (op pad met Jan de Wit)");
  expect(whatHappened({ cause: "panic", worker, pressedBy: { ...pressedBy, saidNo: true } })).toBe(
    "Ali Demir (zei niet mee te gaan met Jan de Wit) drukte op de noodknop",
  );
});

it("who asked for help is rung, and the worker where nobody did or they have no number", () => {
  const worker = { name: "Jan de Wit", phone: "+31612345678" };
  const ali = { id: "ali", name: "Ali Demir", phone: "+31612345679", saidNo: false };
  expect(toRing({ worker, pressedBy: null })).toBe(worker);
  expect(toRing({ worker, pressedBy: ali })).toBe(ali);
  expect(toRing({ worker, pressedBy: { ...ali, phone: null } })).toBe(worker);
});
