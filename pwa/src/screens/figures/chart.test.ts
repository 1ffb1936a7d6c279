import { describe, expect, it } from "vitest";
import { bars, LENGTH } from "./chart";

const number = (count: number | null, shown = String(count)) => ({
  count,
  withheld: count === null ? ("few" as const) : null,
  shown,
});

describe("the bars of a table", () => {
  it("are as long as their numbers, also beside the year before", () => {
    const found = bars({
      rows: [
        { id: "a", name: "A", number: number(20), before: number(40) },
        { id: "b", name: "B", number: number(null, "< 5"), before: number(0) },
      ],
    });
    expect(found.map((bar) => [bar.now.length, bar.before.length, bar.said])).toEqual([
      [LENGTH / 2, LENGTH, null],
      [0, 0, "< 5"],
    ]);
  });

  it("are none where nothing happened", () => {
    const found = bars({ rows: [{ id: "a", name: "A", number: number(0), before: number(0) }] });
    expect(found[0]?.now.length).toBe(0);
  });
});
