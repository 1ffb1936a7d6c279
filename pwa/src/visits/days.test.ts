import { expect, test } from "vitest";
import type { Visit } from "../api/types";
import { byWorker, weekOf, whenOf } from "./days";

const visit = (worker: string, plannedStart: string) =>
  ({ worker: { id: worker, name: worker }, plannedStart }) as Visit;
const LATE_MONDAY = Date.parse("2026-11-23T22:30:00Z");

test("the day is the one of the wall: past midnight in Amsterdam is tomorrow", () => {
  expect(whenOf(visit("jan", "2026-11-23T22:59:00Z"), LATE_MONDAY)).toBe("today");
  expect(whenOf(visit("jan", "2026-11-23T23:01:00Z"), LATE_MONDAY)).toBe("tomorrow");
  expect(whenOf(visit("jan", "2026-11-25T09:00:00Z"), LATE_MONDAY)).toBe("later");
});

test("tomorrow is the next day of the calendar, also on the evening before the clock changes", () => {
  const spring = Date.parse("2027-03-27T22:30:00Z"); // Saturday 23:30; Sunday has 23 hours
  expect(whenOf(visit("jan", "2027-03-28T08:00:00Z"), spring)).toBe("tomorrow");
  expect(whenOf(visit("jan", "2027-03-29T08:00:00Z"), spring)).toBe("later");
  const autumn = Date.parse("2026-10-24T22:30:00Z"); // Sunday 00:30, of 25 hours
  expect(whenOf(visit("jan", "2026-10-25T08:00:00Z"), autumn)).toBe("today");
  expect(whenOf(visit("jan", "2026-10-26T08:00:00Z"), autumn)).toBe("tomorrow");
});

test("a start that passed stays with today until somebody does something", () => {
  expect(whenOf(visit("jan", "2026-11-22T09:00:00Z"), LATE_MONDAY)).toBe("today");
});

test("by worker, who begins first stands first, and each in the order of the day", () => {
  const found = byWorker([
    visit("Jan", "2026-11-23T11:00:00Z"),
    visit("Ali", "2026-11-23T12:00:00Z"),
    visit("Jan", "2026-11-23T09:00:00Z"),
  ]);
  expect(found.map((one) => [one.name, one.visits.map((each) => each.plannedStart.slice(11, 13))])).toEqual([
    ["Jan", ["09", "11"]],
    ["Ali", ["12"]],
  ]);
});

test("a week begins on Monday, also where the clock changes in it", () => {
  expect(weekOf(LATE_MONDAY, 0)[0]).toBe("2026-11-23");
  expect(weekOf(Date.parse("2026-11-29T22:30:00Z"), 0)[0]).toBe("2026-11-23");
  expect(weekOf(Date.parse("2026-11-29T23:30:00Z"), 0)).toEqual(weekOf(LATE_MONDAY, 1));
  expect(weekOf(Date.parse("2026-10-23T10:00:00Z"), 0)).toEqual([
    "2026-10-19",
    "2026-10-20",
    "2026-10-21",
    "2026-10-22",
    "2026-10-23",
    "2026-10-24",
    "2026-10-25",
  ]);
});
