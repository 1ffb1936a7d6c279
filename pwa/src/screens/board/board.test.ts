import { describe, expect, it } from "vitest";
import { t } from "../../texts/later";
import { setTimeZone } from "../../time/format";
import { freshness } from "../../desk/freshness";
import { alongOf } from "./along";
import { nextOf, thenOf } from "./next";

setTimeZone("Europe/Amsterdam");

describe("how old a board may be", () => {
  it("says so after three seconds, hides everything after ten, and counts the server as gone after thirty", () => {
    expect([0, 3, 4, 10, 11, 30, 31].map((age) => freshness(age, true))).toEqual([
      "fresh",
      "fresh",
      "late",
      "late",
      "stale",
      "stale",
      "gone",
    ]);
    expect(freshness(600)).toBe("stale");
  });
});

describe("what has to be done", () => {
  const next = { kind: "check_call", dueAt: "2026-11-23T13:30:00Z" };

  it("is to call, as soon as the check call was asked", () => {
    expect(nextOf({ checkCall: "asked", well: null, next })).toEqual({ text: t.board.callNow, now: true });
  });

  it("is nothing else than what comes next", () => {
    expect(nextOf({ checkCall: "planned", well: null, next })).toEqual({ text: "", now: false });
    const well = { by: "Fatima Bakker", at: "2026-11-23T13:12:40Z" };
    expect(nextOf({ checkCall: "ok", well, next: null }).text).toBe("Alles goed 14:12, Fatima Bakker");
  });
});

describe("what comes next", () => {
  const NOW = Date.parse("2026-11-23T13:00:00Z");
  it.each([
    ["check_call", "13:30", "Belafspraak om 14:30"],
    ["check_call", "13:04", "Belafspraak over 04:00"],
    ["check_call_unanswered", "13:01", "Zonder antwoord: alarm over 01:00"],
    ["overdue", "13:42", "Zonder afmelding: alarm om 14:42"],
    ["overdue", "12:59", "Zonder afmelding: alarm nu"],
    ["something new", "13:30", "Volgende stap om 14:30"],
  ])("of %s at %s", (kind, at, words) => {
    const coming = thenOf({ kind, dueAt: `2026-11-23T${at}:00Z` }, NOW);
    expect(coming?.say(coming.when)).toBe(words);
  });

  it("is nothing, when the clock does nothing more", () => expect(thenOf(null, NOW)).toBeNull());
});

describe("who is with the worker", () => {
  const along = (name: string, there: boolean | null, declined = false) => ({ name, phone: null, there, declined });
  it.each([
    [[], ""],
    [[along("Ali", true)], "Is er: Ali"],
    [[along("Ali", false), along("agent Bos", null)], "Nog niet gemeld: Ali. Met agent Bos"],
    [[along("Ali", true), along("Els", false, true)], "Is er: Ali. Kan niet mee: Els"],
  ])("%o", (companions, words) => {
    expect(alongOf({ companions })).toBe(words);
  });
});
