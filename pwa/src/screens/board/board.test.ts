import { describe, expect, it } from "vitest";
import { t } from "../../texts/later";
import { setTimeZone } from "../../time/format";
import { freshness } from "../../desk/freshness";
import { nextOf } from "./next";

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
    expect(nextOf({ checkCall: "asked", next })).toEqual({
      text: t.board.callNow,
      now: true,
    });
  });

  it("is otherwise what comes next, and when", () => {
    expect(nextOf({ checkCall: "planned", next }).text).toBe("Belafspraak 14:30");
    expect(nextOf({ checkCall: "ok", next: null }).text).toBe(t.board.allWell);
  });
});
