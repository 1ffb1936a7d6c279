import { describe, expect, it } from "vitest";
import { bars, LENGTH } from "./chart";

const number = (count: number | null, shown = String(count)) => ({
  count,
  withheld: count === null ? ("few" as const) : null,
  shown,
});

describe("the bars of a table", () => {
  it("are as long as their numbers, also beside the year before; what is not shown has none", () => {
    const found = bars({
      rows: [
        { id: "a", name: "A", number: number(20), before: number(40) },
        { id: "b", name: "B", number: number(null, "< 5"), before: number(0) },
      ],
    });
    expect(found).toEqual([
      { now: LENGTH / 2, before: LENGTH },
      { now: 0, before: 0 },
    ]);
  });

  it("are none where nothing happened", () => {
    expect(bars({ rows: [{ id: "a", name: "A", number: number(0), before: number(0) }] })).toEqual([
      { now: 0, before: 0 },
    ]);
  });
});
