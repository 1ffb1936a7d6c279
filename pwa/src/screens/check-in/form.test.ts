import { companionsOut } from "../../visits/coming-along";
import { beforeEach, describe, expect, it } from "vitest";
import { emptyAddress } from "../../addresses/address";
import type { Protocol, Visit } from "../../api/types";
import { jan, protocol, visitOf } from "../../testing";
import { setTimeZone } from "../../time/format";
import { beginForm, checkCheckIn, checkNewVisit, checkVisit, startsAt, VISIT_AT, type VisitForm } from "./form";

beforeEach(() => setTimeZone("Europe/Amsterdam"));

const now = Date.parse("2026-11-23T13:10:00Z"); // 14:10
const begin = (more: Partial<Parameters<typeof beginForm>[0]> = {}) =>
  beginForm({ me: jan, protocol, visit: null, refused: null, fromCalendar: null, desk: false, ...more }, now);
const address = { ...emptyAddress("NL"), postcode: "5211AA", number: "12", city: "Den Bosch" };
const filled = (more: Partial<VisitForm> = {}): VisitForm => ({ ...begin(), address, ...more });
const ali = { personId: "ali", name: "Ali Demir", phone: null };
const ruth = { personId: null, name: " Ruth ", phone: " 0612345678 " };
const nobody = { personId: null, name: " ", phone: "0612345678" };

describe("what is filled in at first", () => {
  it("is a visit that begins now and lasts half an hour, in my own country and team", () => {
    expect(begin()).toMatchObject({
      later: false,
      length: { minutes: 30 },
      teamId: "t",
      companions: [],
      workerId: null,
    });
    expect(begin().address).toEqual(emptyAddress("NL"));
  });

  it("begins in an hour once it is for later, which may be tomorrow", () => {
    expect(begin()).toMatchObject({ day: "2026-11-23", startTime: "15:10" });
    const late = Date.parse("2026-11-23T22:30:00Z");
    const evening = beginForm({ me: jan, protocol, visit: null, refused: null, fromCalendar: null, desk: false }, late);
    expect(evening).toMatchObject({ day: "2026-11-24", startTime: "00:30" });
  });

  it("is what the server refused, and what is planned, as it was", () => {
    const trouble = { expected: true, why: "Hij dreigde", policeWanted: false };
    const kind = "observation" as const;
    const refused = { address, kind, teamId: "t2", companions: [ali], clientName: "Vos", purpose: "intake", trouble };
    expect(begin({ refused })).toMatchObject(refused);
    const visit = visitOf({ state: "planned", expectedEnd: "2026-11-23T14:00:00Z" });
    expect(begin({ visit })).toMatchObject({ companions: visit.companions, length: { minutes: 60 } });
  });

  it("is what stands in the calendar", () => {
    const fromCalendar = {
      address,
      start: { day: "2026-11-24", time: "09:00" },
      length: { time: "10:00" },
      toTypeIn: null,
    };
    expect(begin({ fromCalendar })).toMatchObject({
      address,
      later: true,
      day: "2026-11-24",
      startTime: "09:00",
      length: { time: "10:00" },
    });
    expect(begin({ fromCalendar: { ...fromCalendar, start: null } }).later).toBe(false);
  });

  it("is for later at the desk, and for nobody yet", () => {
    expect(begin({ desk: true })).toMatchObject({ later: true, workerId: null });
  });

  it("offers the lengths of the protocol", () => {
    expect(begin({ protocol: { ...protocol, visitMinutes: [20, 40] } as Protocol }).length).toEqual({ minutes: 20 });
  });
});

describe("a new visit", () => {
  it("that begins now has an end, and no start of its own", () => {
    const { errors, body } = checkNewVisit(filled(), false, now);
    expect(errors).toEqual({ address: {} });
    expect(body).toEqual({
      address: { country: "NL", postcode: "5211AA", houseNumber: 12, city: "Den Bosch" },
      companions: [],
      expectedEnd: "2026-11-23T13:40:00.000Z",
      checkIn: true,
      kind: "home_visit",
      teamId: "t",
    });
  });

  it("is for what was chosen", () => {
    expect(checkNewVisit(filled({ kind: "observation" }), false, now).body?.kind).toBe("observation");
  });

  it("for later lasts as long, counted from its start", () => {
    const form = filled({ later: true, day: "2026-11-24", startTime: "09:00" });
    expect(startsAt(form, now)).toBe(Date.parse("2026-11-24T08:00:00Z"));
    expect(checkNewVisit(form, false, now).body).toMatchObject({
      checkIn: false,
      plannedStart: "2026-11-24T08:00:00.000Z",
      expectedEnd: "2026-11-24T08:30:00.000Z",
    });
    expect(checkNewVisit({ ...form, length: { time: "09:45" } }, false, now).body?.expectedEnd).toBe(
      "2026-11-24T08:45:00.000Z",
    );
  });

  it("says what was filled in, trimmed, and nothing of what was left empty", () => {
    const form = filled({
      clientName: " Vos ",
      clientPhone: " 0612345678 ",
      clientReference: "Z-1",
      purpose: " intake ",
      background: "  ",
      companions: [ali, ruth, nobody],
      occasion: "bad_news",
      callAfter: "20",
      teamId: "",
    });
    const body = checkNewVisit(form, false, now).body;
    expect(body).toMatchObject({
      clientName: "Vos",
      clientPhone: "0612345678",
      clientReference: "Z-1",
      purpose: "intake",
      companions: [{ personId: "ali" }, { name: "Ruth", phone: "0612345678" }],
      occasion: "bad_news",
      callAfterMinutes: 20,
    });
    for (const absent of ["background", "teamId", "plannedStart", "workerId"]) expect(body).not.toHaveProperty(absent);
  });

  it("says that trouble is expected, and why; not without the why", () => {
    const trouble = { expected: true, why: " Hij dreigde ", policeWanted: true };
    expect(checkNewVisit(filled({ trouble }), false, now).body).toMatchObject({
      expectsTrouble: "Hij dreigde",
      policeWanted: true,
    });
    const { errors, body } = checkNewVisit(filled({ trouble: { ...trouble, why: " " } }), false, now);
    expect([errors["trouble/why"], body]).toEqual(["needed", null]);
    expect(checkNewVisit(filled(), false, now).body).not.toHaveProperty("expectsTrouble");
  });

  it("is not sent with a part missing or wrong, and all of it is said at once", () => {
    const empty = { ...begin(), later: true, day: "", length: { time: "" } };
    expect(checkNewVisit(empty, true, now)).toEqual({
      errors: {
        address: { postcode: "needed", number: "needed", city: "town" },
        startTime: "needed",
        length: "needed",
        workerId: "needed",
      },
      body: null,
    });
  });

  it("needs the town of an address that is typed by hand, since it is read out in an alarm", () => {
    const typed = filled({ address: { ...address, city: " " } });
    expect(checkNewVisit(typed, false, now)).toEqual({ errors: { address: { city: "town" } }, body: null });
    const chosen = filled({ address: { ...address, city: "", registerId: "0796200000000001" } });
    expect(checkNewVisit(chosen, false, now).body).not.toBeNull();
  });

  it("begins at a time that is still to come", () => {
    const at = (startTime: string) => checkNewVisit(filled({ later: true, startTime }), false, now);
    expect(at("14:09")).toMatchObject({ errors: { startTime: "past" }, body: null });
    expect(at("14:10").errors.startTime).toBeUndefined();
    // While it is for now, no start counts, whatever was filled in before.
    expect(checkNewVisit(filled({ startTime: "14:00" }), false, now).body).not.toBeNull();
  });

  it("is planned by the desk for somebody", () => {
    const form = { ...begin({ desk: true }), address };
    expect(checkNewVisit(form, true, now)).toMatchObject({ errors: { workerId: "needed" }, body: null });
    expect(checkNewVisit({ ...form, workerId: "ali" }, true, now).body).toMatchObject({
      workerId: "ali",
      checkIn: false,
    });
  });
});

describe("a planned visit that begins", () => {
  const visit: Visit = visitOf({
    state: "planned",
    companions: [{ ...ali, id: "c", thereAt: null, declinedAt: null } as unknown as Visit["companions"][number]],
  });
  const form = beginForm({ me: jan, protocol, visit, refused: null, fromCalendar: null, desk: false }, now);

  it("has an end counted from now; who comes along is said only when that changed", () => {
    expect(checkCheckIn(form, visit, form, now).body).toEqual({ expectedEnd: "2026-11-23T13:40:00.000Z" });
    expect(checkCheckIn({ ...form, companions: [ruth] }, visit, form, now).body).toEqual({
      expectedEnd: "2026-11-23T13:40:00.000Z",
      companions: [{ name: "Ruth", phone: "0612345678" }],
    });
    expect(
      checkCheckIn({ ...form, companions: [...form.companions, nobody] }, visit, form, now).body,
    ).not.toHaveProperty("companions");
  });

  it("says that trouble is expected in the same press", () => {
    const trouble = { expected: true, why: "Hij dreigde", policeWanted: false };
    expect(checkCheckIn({ ...form, trouble }, visit, form, now).body).toEqual({
      expectedEnd: "2026-11-23T13:40:00.000Z",
      expectsTrouble: "Hij dreigde",
      policeWanted: false,
    });
    expect(checkCheckIn({ ...form, trouble: { ...trouble, why: "" } }, visit, form, now).errors["trouble/why"]).toBe(
      "needed",
    );
  });

  it("needs no address, and an end", () => {
    expect(form.address.postcode).toBe("");
    expect(checkCheckIn({ ...form, length: { time: "" } }, visit, form, now)).toMatchObject({
      errors: { length: "needed" },
      body: null,
    });
  });
});

describe("what is sent", () => {
  const form = filled();
  const visit = visitOf({ state: "planned" });

  it("begins what is planned, plans what is new, and plans for somebody at the desk", () => {
    expect(checkVisit(form, { visit, began: form, desk: false }, now).body).toMatchObject({ what: "check-in", visit });
    expect(checkVisit(form, { visit: null, began: form, desk: false }, now).body?.what).toBe("plan");
    const forAli = { ...begin({ desk: true }), address, workerId: "ali" };
    expect(checkVisit(forAli, { visit: null, began: form, desk: true }, now).body?.what).toBe("plan-for");
  });

  it("is nothing while something is wrong, and says what", () => {
    const wrong = { ...form, length: { time: "" } };
    for (const one of [visit, null]) {
      expect(checkVisit(wrong, { visit: one, began: form, desk: false }, now)).toEqual({
        errors: { address: {}, length: "needed" },
        body: null,
      });
    }
  });

  it("knows which field an answer of the server is about", () => {
    expect(VISIT_AT["/address/houseNumber"]).toBe("address/number");
    expect(VISIT_AT["/backBy"]).toBe("backTime");
    expect(VISIT_AT["/companions/0/phone"]).toBeUndefined();
  });
});

it("names companions by id, or by name", () => {
  expect(companionsOut([ali, { ...ruth, phone: " " }, nobody])).toEqual([{ personId: "ali" }, { name: "Ruth" }]);
});
