import { beforeEach, describe, expect, it } from "vitest";
import { setTimeZone } from "../../time/format";
import { checkClosing, emptyClosing } from "./closing";

beforeEach(() => setTimeZone("Europe/Amsterdam"));

const now = Date.parse("2026-11-23T22:50:00Z"); // 23:50

describe("closing an alarm", () => {
  it("needs how it ended, and nothing else", () => {
    expect(checkClosing({ ...emptyClosing, note: "x", newEnd: "12:00" }, now)).toEqual({
      errors: { outcome: "choose" },
      body: null,
    });
    expect(checkClosing({ ...emptyClosing, outcome: "safe", note: "  " }, now).body).toEqual({ outcome: "safe" });
  });

  it("lets the visit go on until a time that is still to come, also after midnight", () => {
    const form = { outcome: "safe" as const, note: " gebeld ", newEnd: "00:20" };
    expect(checkClosing(form, now)).toEqual({
      errors: {},
      body: { outcome: "safe", note: "gebeld", expectedEnd: "2026-11-23T23:20:00.000Z" },
    });
  });
});
