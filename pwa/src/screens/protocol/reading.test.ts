import { describe, expect, it } from "vitest";
import type { ReadPage } from "../../api/types";
import { compared, sought } from "./reading";

const page = (key: string, ...rows: string[][]): ReadPage => ({
  key,
  title: key,
  columns: [],
  rows: rows.map((cells) => ({ cells, source: "" })),
});

describe("two protocols side by side", () => {
  const mine = [page("watch", ["Marge", "5 min"], ["Langste bezoek", "4 uur"]), page("pairs", ["Regel", "altijd"])];
  const theirs = [page("watch", ["Marge", "10 min"], ["Langste bezoek", "4 uur"]), page("damage", ["Wie", "P&O"])];

  it("show what differs, what only one of them says, and nothing else", () => {
    const { differ, same } = compared(mine, theirs);
    expect(differ.map(({ key, rows }) => [key, rows.map((row) => row.label)])).toEqual([
      ["watch", ["Marge"]],
      ["pairs", ["Regel"]],
      ["damage", ["Wie"]],
    ]);
    expect(differ[1]?.rows[0]?.theirs).toBeNull();
    expect(differ[2]?.rows[0]?.mine).toBeNull();
    expect(same).toEqual([]);
    expect(compared(mine, mine)).toEqual({ differ: [], same: mine });
  });

  it("keep rows apart that are called the same", () => {
    const twice = page("ladder", ["5 min na het einde", "sms"], ["5 min na het einde", "firma"]);
    const once = page("ladder", ["5 min na het einde", "sms"]);
    expect(compared([twice], [once]).differ[0]?.rows.map((row) => row.label)).toEqual(["5 min na het einde (2)"]);
  });
});

describe("a rule that is looked for", () => {
  it("is found by its words, with the part that it is in", () => {
    const pages = [page("watch", ["Marge", "5 min"], ["Langste bezoek", "4 uur"]), page("pairs", ["Regel", "altijd"])];
    expect(sought(pages, "LANGSTE uur").map(({ rows }) => rows.map((row) => row.cells[0]))).toEqual([
      ["Langste bezoek"],
    ]);
    expect(sought(pages, "pairs")).toEqual([pages[1]]);
    expect(sought(pages, " ")).toEqual(pages);
    expect(sought(pages, "niets")).toEqual([]);
  });
});
