import { describe, expect, it } from "vitest";
import { bodyOf, lastMonth, sheetOf } from "./search";

const now = Date.parse("2026-11-27T12:00:00Z");
const sought = { ...lastMonth("visits", now), who: "Jan", how: "" };

describe("what is looked for", () => {
  it("holds only what was filled in", () => {
    expect(bodyOf(sought)).toEqual({ since: "2026-10-28", until: "2026-11-27", who: "Jan" });
    expect(bodyOf({ ...sought, how: "alarmed", team: "t" }, "row")).toEqual({
      since: "2026-10-28",
      until: "2026-11-27",
      teamId: "t",
      who: "Jan",
      alarmed: true,
      after: "row",
    });
    expect(bodyOf({ ...sought, how: "cancelled" })).toMatchObject({ ended: "cancelled" });
    expect(bodyOf({ ...sought, what: "messages", how: "call" })).toMatchObject({ channel: "call" });
    expect(bodyOf({ ...sought, what: "never-checked-in" })).toEqual({ since: "2026-10-28", until: "2026-11-27" });
  });

  it("is one file of all pages", async () => {
    const asked: unknown[] = [];
    const page = (text: string, next?: string) =>
      new Response(text, { headers: { "Content-Type": "text/csv; charset=utf-8", ...(next && { "Next-Row": next }) } });
    const answers = [page("Dag\r\n1\r\n", "een"), page("2\r\n", "twee"), page("3\r\n")];
    const before = globalThis.fetch;
    globalThis.fetch = async (_url, how) => {
      asked.push(JSON.parse(String(how?.body)).after);
      return answers.shift() as Response;
    };
    try {
      expect((await sheetOf(sought)).size).toBe("Dag\r\n1\r\n2\r\n3\r\n".length);
    } finally {
      globalThis.fetch = before;
    }
    expect(asked).toEqual([undefined, "een", "twee"]);
  });
});
