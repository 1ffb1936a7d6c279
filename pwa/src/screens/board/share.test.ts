import { describe, expect, it } from "vitest";
import { share } from "./share";

const row = (id: string, more: object = {}) => ({ id, worker: { name: id }, companions: [{ name: "Ali" }], ...more });

describe("of two boards", () => {
  it("what says the same is the same object, wherever it stands now", () => {
    const before = { visits: [row("a"), row("b"), row("c")], clock: { late: false } };
    const now = share(before, { visits: [row("c"), row("b", { drill: true }), row("a")], clock: { late: false } });
    expect(now.visits[0]).toBe(before.visits[2]);
    expect(now.visits[2]).toBe(before.visits[0]);
    expect(now.visits[1]).toEqual(row("b", { drill: true }));
    expect(now.visits[1]?.companions).toBe(before.visits[1]?.companions);
    expect(now.clock).toBe(before.clock);
  });

  it("nothing changed is the very same board", () => {
    const before = { visits: [row("a")], teams: ["x"], none: null };
    expect(share(before, structuredClone(before))).toBe(before);
  });

  it.each<[string, unknown, unknown]>([
    ["what became less", { list: [row("a"), row("b")] }, { list: [row("a")] }],
    ["what is no longer there", { alarm: { id: "a" } }, { alarm: null }],
    ["what came", { alarm: null }, { alarm: { id: "a" } }],
    ["a field that is gone", { one: { a: 1, b: 2 } }, { one: { a: 1 } }],
    ["a field of nothing for another", { one: { a: undefined } }, { one: { b: undefined } }],
    ["another order of plain words", { names: ["x", "y"] }, { names: ["y", "x"] }],
    ["a list for one", { one: ["x"] }, { one: { 0: "x" } }],
  ])("says what the newer says: %s", (_, before, now) => {
    expect(share(before, now)).toStrictEqual(now);
  });
});
