import { beforeEach, describe, expect, it } from "vitest";
import {
  clockTime,
  countdown,
  dayAfter,
  dayName,
  dayOfMonth,
  DAYS_OF_WEEK,
  instantOf,
  isoDay,
  nextTime,
  phoneNumber,
  smsLink,
  telLink,
  timeOrDay,
  wallTime,
  setTimeZone,
} from "./format";

beforeEach(() => setTimeZone("Europe/Amsterdam"));

describe("times", () => {
  it("are shown in the organisation's zone", () => {
    expect(clockTime("2026-11-23T13:40:00Z")).toBe("14:40");
    expect(clockTime("2026-07-23T13:40:00Z")).toBe("15:40");
    expect(isoDay("2026-11-23T23:30:00Z")).toBe("2026-11-24");
  });

  it("name days in the language that is spoken", () => {
    expect(DAYS_OF_WEEK.map(dayName)).toEqual(["ma", "di", "wo", "do", "vr", "za", "zo"]);
    expect(dayOfMonth("2026-11-23")).toBe("23 november");
  });

  it("say which, in the hour that comes twice", () => {
    expect(clockTime("2026-10-25T00:20:00Z")).toBe("02:20 (zomertijd)");
    expect(clockTime("2026-10-25T01:20:00Z")).toBe("02:20 (wintertijd)");
    expect(clockTime("2026-10-24T23:59:00Z")).toBe("01:59");
    expect(clockTime("2026-10-25T02:00:00Z")).toBe("03:00");
    expect(clockTime("2027-03-28T01:00:00Z")).toBe("03:00");
    expect(wallTime("2026-10-25T01:20:00Z")).toBe("02:20");
  });

  it("say the day when it is another one", () => {
    const now = "2026-11-23T12:00:00Z";
    expect(timeOrDay("2026-11-23T13:40:00Z", now)).toBe("14:40");
    expect(timeOrDay("2026-11-24T13:40:00Z", now)).toMatch(/^di 24 nov.? 14:40$/);
  });
});

describe("a countdown", () => {
  it("never shows less than there is, nor below zero", () => {
    expect(countdown(1_112_000)).toBe("18:32");
    expect(countdown(1_111_200)).toBe("18:32");
    expect(countdown(3_900_000)).toBe("1:05:00");
    expect(countdown(-5)).toBe("00:00");
  });
});

describe("a time that somebody typed", () => {
  it("becomes the right instant in winter, in summer and on the nights between", () => {
    expect(instantOf("2026-11-23", "14:40")).toBe("2026-11-23T13:40:00.000Z");
    expect(instantOf("2026-07-23", "14:40")).toBe("2026-07-23T12:40:00.000Z");
    expect(instantOf("2026-10-25", "04:00")).toBe("2026-10-25T03:00:00.000Z");
    expect(instantOf("2027-03-28", "04:00")).toBe("2027-03-28T02:00:00.000Z");
  });

  it("is the first one still to come, in the hour that comes twice", () => {
    expect(instantOf("2026-10-25", "02:30")).toBe("2026-10-25T00:30:00.000Z");
    expect(instantOf("2026-10-25", "02:30", Date.parse("2026-10-25T01:10:00Z"))).toBe("2026-10-25T01:30:00.000Z");
    const twenty = (now: string) => nextTime("02:20", Date.parse(now));
    expect(twenty("2026-10-24T23:50:00Z")).toBe("2026-10-25T00:20:00.000Z"); // at 01:50
    expect(twenty("2026-10-25T00:10:00Z")).toBe("2026-10-25T00:20:00.000Z"); // at 02:10, for the first time
    expect(twenty("2026-10-25T00:20:00Z")).toBe("2026-10-25T01:20:00.000Z");
    expect(twenty("2026-10-25T01:10:00Z")).toBe("2026-10-25T01:20:00.000Z"); // at 02:10, for the second time
    expect(twenty("2026-10-25T01:20:00Z")).toBe("2026-10-26T01:20:00.000Z");
  });

  it("is an hour later where the clock has no such time", () => {
    expect(instantOf("2027-03-28", "02:30")).toBe("2027-03-28T01:30:00.000Z"); // 03:30
    expect(nextTime("02:30", Date.parse("2027-03-28T00:50:00Z"))).toBe("2027-03-28T01:30:00.000Z");
  });

  it("is one of tomorrow, also where tonight has an hour more or less", () => {
    expect(nextTime("23:10", Date.parse("2027-03-27T22:30:00Z"))).toBe("2027-03-28T21:10:00.000Z"); // from 23:30
    expect(nextTime("00:05", Date.parse("2026-10-24T22:10:00Z"))).toBe("2026-10-25T23:05:00.000Z"); // from 00:10
    expect(dayAfter("2026-12-31")).toBe("2027-01-01");
    expect(dayAfter("2028-02-28")).toBe("2028-02-29");
  });

  it("is none when it is no time", () => {
    expect(instantOf("2026-11-23", "")).toBeNull();
  });

  it("is one long ago while the year is typed, figure by figure, and a day then too", () => {
    for (const year of ["0001", "0002", "0020", "0202"]) {
      const typed = instantOf(`${year}-11-23`, "14:40");
      expect(isoDay(typed ?? "")).toBe(`${year}-11-23`);
      expect(nextTime("15:00", Date.parse(typed ?? ""))).not.toBeNull();
    }
  });

  it("means tomorrow when it has passed today", () => {
    const now = Date.parse("2026-11-23T21:50:00Z"); // 22:50
    expect(nextTime("23:30", now)).toBe("2026-11-23T22:30:00.000Z");
    expect(nextTime("00:15", now)).toBe("2026-11-23T23:15:00.000Z");
  });
});

describe("numbers", () => {
  it("read as people say them", () => {
    expect(phoneNumber("+31612345678")).toBe("06\u00a012345678");
    expect(phoneNumber("+32478123456")).toBe("0478\u00a012\u00a034\u00a056");
    expect(phoneNumber("+3197010200200")).toBe("+31 970 1020 0200");
    expect(phoneNumber("+3233445566")).toBe("+32 33 44 55 66");
    expect(phoneNumber("+31731234567")).toBe("+31 731 234 567");
    expect(phoneNumber("0900-8844")).toBe("0900\u20118844");
  });

  it("make links that a phone understands", () => {
    expect(telLink("0900-8844")).toBe("tel:09008844");
    expect(telLink("112")).toBe("tel:112");
    expect(smsLink("+31 97 0102 5000", "UIT 1234")).toBe("sms:+319701025000?&body=UIT%201234");
  });
});
