import { describe, expect, it } from "vitest";
import type { Visit } from "../api/types";
import { later, merge } from "./visits";

const visit = (id: string, asOf: string, more: Partial<Visit> = {}): Visit => ({ id, asOf, ...more }) as Visit;
const early = "2026-11-23T13:00:00.000Z";
const late = "2026-11-23T13:00:05.000Z";

describe("what the server said last", () => {
  it("wins, whichever answer came in last", () => {
    expect(later(visit("v", late, { state: "ended" }), visit("v", early, { state: "under_way" })).state).toBe("ended");
    expect(later(visit("v", early, { state: "planned" }), visit("v", late, { state: "under_way" })).state).toBe(
      "under_way",
    );
  });

  it("is not overwritten by a list that was made before it", () => {
    const held = [visit("v", late, { state: "under_way" })];
    const merged = merge(held, { more: false, asOf: early, visits: [visit("v", early, { state: "planned" })] });
    expect(merged).toMatchObject([{ id: "v", state: "under_way" }]);
  });

  it("keeps a visit that the older list couldn't know yet, and drops one that a newer list no longer has", () => {
    const held = [visit("new", late), visit("over", early)];
    expect(merge(held, { more: false, asOf: early, visits: [] }).map((one) => one.id)).toEqual(["new"]);
    expect(merge(held, { more: false, asOf: "2026-11-23T13:00:09Z", visits: [] })).toEqual([]);
  });
});
